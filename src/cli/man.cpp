// localorg man: the manual page, made from the tables of commands and options, in man(7)'s macros.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/option_table.h"

namespace localorg::cli {
namespace {

struct Entry {
  std::string_view name;
  std::string_view text;
};

constexpr auto kFiles = std::to_array<Entry>({
    {"$XDG_DATA_HOME/localorg/", "The default org, made on first use. Without that variable, ~/.local/share/localorg/."},
    {"$XDG_DATA_HOME/localorg/server/",
     "The server's certificate authority (ca.pem; bundle.pem has the system's authorities, too), its certificate, and the "
     "secret that tokens and passwords are derived from."},
    {"$XDG_STATE_HOME/localorg/shell_history", "The shell's history; without that variable beside the default org."},
    {"FILE.snapshots/", "States of an org file, beside it."},
    {"FILE.latent.json", "What is behind a generated org and not in it, without its .db."},
});

constexpr auto kEnvironment = std::to_array<Entry>({
    {"XDG_DATA_HOME, XDG_STATE_HOME, HOME", "Where files lie; see FILES."},
    {"OPENAI_API_KEY, LOCALORG_API_KEY", "The key that run --model shows to its service; --key-env names another variable."},
    {"SSL_CERT_FILE", "The authorities that certificates of model services are checked against, instead of the system's."},
    {"HTTPS_PROXY, ALL_PROXY, NO_PROXY",
     "The proxy through which run --model and exec reach the network, and the hosts reached without it; in lower case, too."},
    {"SOURCE_DATE_EPOCH", "The day of this page, in seconds since 1970, when it is made."},
});

constexpr auto kExamples = std::to_array<Entry>({
    {"localorg query \"SELECT Status, COUNT(Id) FROM Case GROUP BY Status\"",
     "Asks the default org, which the first call makes."},
    {"localorg search \"FIND {refund policy} RETURNING Knowledge__kav(Id, Title)\" --format json", "Searches as SOSL does."},
    {"localorg serve --port 8443 --read-only", "Serves the default org to Salesforce's clients; nobody can change it."},
    {"localorg exec -- python3 run_tasks.py", "Runs a program whose Salesforce is the org."},
    {"localorg generate --out my.org.db --seed 7", "Makes another org."},
    {"localorg run --agent oracle --per-task 5 --out oracle.jsonl && localorg score oracle.jsonl",
     "Puts an agent to tasks and grades it."},
});

// Text that no macro or escape is read in.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool at_begin = i == 0 || text[i - 1] == '\n';
    if (at_begin && (text[i] == '.' || text[i] == '\'')) out += "\\&";
    if (text[i] == '\\') {
      out += "\\e";
    } else if (text[i] == '-') {
      out += "\\-";
    } else {
      out += text[i];
    }
  }
  return out;
}

// A macro's one argument.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : escaped(text)) out += c == '"' ? "\\(dq" : std::string(1, c);
  return out + "\"";
}

// Filled to lines of 72 letters, with one blank between words.
std::string paragraph(std::string_view text) {
  constexpr std::size_t kWidth = 72;
  std::string out;
  std::size_t width = 0;
  std::string flat(text);
  std::replace(flat.begin(), flat.end(), '\n', ' ');
  for (const std::string_view word : text::split(flat, ' ')) {
    if (word.empty()) continue;
    const bool fits = width + 1 + word.size() <= kWidth;
    if (width > 0) out += fits ? ' ' : '\n';
    width = width > 0 && fits ? width + 1 + word.size() : word.size();
    out += word;
  }
  return escaped(out) + "\n";
}

std::string entry(std::string_view head, std::string_view text) { return ".TP\n.B " + quoted(head) + "\n" + paragraph(text); }

std::string entry_of(const OptionFacts& option) {
  std::string out = ".TP\n";
  if (!option.letter.empty()) out += "\\fB" + escaped(option.letter) + "\\fR, ";
  out += "\\fB" + escaped(option.name) + "\\fR";
  for (const std::string& value : option.values) out += " \\fI" + escaped(value) + "\\fR";
  if (!option.preset.empty()) out += " (" + escaped(option.preset) + ")";
  return out + "\n" + paragraph(option.text);
}

// Words for a value that neither its name nor the option's text shows.
std::string words_of(const OptionFacts& option) {
  if (option.values.empty()) return "";
  const std::vector<std::string> words = candidates_for(option.values.front()).words;
  if (words.empty()) return "";
  const bool are_shown =
      (option.values.front() + option.text).find(words.back().substr(0, words.back().find('='))) != std::string::npos;
  return are_shown ? "" : ".IP\n" + paragraph("One of " + text::join(words, ", ") + ".");
}

std::string section_of(const Command& command) {
  std::string out = ".SS " + quoted("localorg " + std::string(command.name) + " " + std::string(command.arguments)) + "\n";
  out += paragraph(command.summary);
  if (!command.details.empty()) out += ".PP\n" + paragraph(command.details);
  for (const OptionFacts& option : facts_of(command)) out += entry_of(option) + words_of(option);
  return out;
}

// YYYY-MM-DD: today, or the day of SOURCE_DATE_EPOCH, so that packages can be made again byte for byte.
std::string day() {
  const char* fixed = std::getenv("SOURCE_DATE_EPOCH");
  const std::time_t seconds =
      fixed == nullptr ? std::time(nullptr) : static_cast<std::time_t>(std::strtoll(fixed, nullptr, 10));
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 16> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts);
  return text.data();
}

std::string page() {
  std::string out = ".\\\" Written by `localorg man`.\n.TH LOCALORG 1 " + day() + " \"localorg " LOCALORG_VERSION "\"\n";
  out += ".SH NAME\nlocalorg \\- a Salesforce org on your own machine\n";
  out +=
      ".SH SYNOPSIS\n\\fBlocalorg\\fR \\fIcommand\\fR [\\fIoption\\fR ...]\n.br\n\\fBlocalorg\\fR \\fB\\-\\-help\\fR\n.br\n"
      "\\fBlocalorg\\fR \\fB\\-\\-version\\fR\n";
  out += ".SH DESCRIPTION\n" +
         paragraph(
             "localorg answers SOQL and SOSL as Salesforce's REST API does, from one SQLite file and without a network: at "
             "the command line, over HTTP to unmodified clients, and over MCP to models. It makes such files, puts "
             "agents to tasks in them, and grades what they did.");
  out += ".SH COMMANDS\n";
  for (const Command& command : commands()) out += section_of(command);
  out += ".SH FILES\n";
  for (const Entry& file : kFiles) out += entry(file.name, file.text);
  out += ".SH ENVIRONMENT\n";
  for (const Entry& variable : kEnvironment) out += entry(variable.name, variable.text);
  out += ".SH EXIT STATUS\n";
  for (std::size_t code = 0; code < exit_words().size(); ++code) out += entry(std::to_string(code), exit_words()[code]);
  out += ".PP\n" + paragraph("exec ends with the exit code of its command.");
  out += ".SH EXAMPLES\n";
  for (const Entry& example : kExamples) out += entry(example.name, example.text);
  return out + ".SH SEE ALSO\n.BR sqlite3 (1)\n";
}

int run(const po::variables_map& /*options*/) {
  std::cout << page();
  return kFine;
}

}  // namespace

Command man_command() {
  return {"man",
          "[options]",
          "Print the manual page.",
          "localorg man | man -l -    Installed packages have it as localorg(1).",
          [] { return po::options_description("Options"); },
          {},
          run};
}

}  // namespace localorg::cli
