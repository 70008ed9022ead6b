// localorg shell
#include "cli/shell.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "base/text.h"
#include "cli/answer.h"
#include "cli/explanation.h"
#include "cli/history.h"
#include "cli/search_answer.h"
#include "cli/shell_input.h"
#include "soql/explain.h"
#include "soql/parse.h"

namespace localorg::cli {
namespace {

constexpr const char* kPrompt = "soql> ";
constexpr const char* kMorePrompt = "  ... ";

po::options_description options() {
  po::options_description out("Options");
  add_format_option(out);
  add_org_options(out);
  return out;
}

// ---- Ctrl-C while a query runs

const store::Database* interruptible = nullptr;

void interrupt(int /*signal*/) {
  if (interruptible != nullptr) interruptible->interrupt();
}

// From here to the end of its life Ctrl-C ends the statement and not the program.
class Interruptible {
 public:
  explicit Interruptible(const Shell& shell) {
    interruptible = &shell.org.database;
    before_ = std::signal(SIGINT, interrupt);
  }
  ~Interruptible() {
    std::signal(SIGINT, before_);
    interruptible = nullptr;
  }
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

 private:
  void (*before_)(int) = SIG_DFL;
};

// ---- Input

void run_input(Shell& shell, const std::string& input) {
  const Interruptible until_done(shell);
  if (is_command(input)) {
    run_command(shell, input);
  } else {
    run_query(shell, input);
  }
  std::cout.flush();
}

void read_stream(Shell& shell, std::istream& in) {
  ShellInput lines;
  for (std::string line; !shell.ended && std::getline(in, line);) {
    if (const auto input = lines.add(line)) run_input(shell, *input);
  }
  if (shell.ended) return;
  if (const auto input = lines.finish()) run_input(shell, *input);
}

void greet(const Shell& shell) {
  std::cout << "localorg " << LOCALORG_VERSION << ", " << shell.path << " (" << shell.org.catalog->name()
            << ")\nEnd a query with ; and press TAB to complete.  .help explains the rest.\n";
}

void read_terminal(Shell& shell) {
  ShellInput lines;
  LineEditor editor([&](std::string_view line, std::size_t cursor) {
    return complete_line(*shell.org.catalog, lines.pending(), line, cursor);
  });
  const std::string folder = state_folder();
  const std::string history = folder.empty() ? "" : folder + "/shell_history";
  for (const std::string& entry : read_history(history)) editor.remember(entry);
  greet(shell);
  std::string line;
  while (!shell.ended) {
    std::cout.flush();
    const LineEditor::Key key = editor.read(lines.pending().empty() ? kPrompt : kMorePrompt, line);
    if (key == LineEditor::Key::end) return;
    if (key == LineEditor::Key::interrupt) {
      lines.abandon();
      continue;
    }
    const auto input = lines.add(line);
    if (!input) continue;
    const std::string entry = is_command(*input) ? *input : *input + ";";
    editor.remember(entry);
    if (!history.empty()) append_history(history, entry);
    run_input(shell, *input);
  }
}

// ---- The command

Result<int> run_shell(const po::variables_map& options) {
  LOCALORG_TRY(const Format format, format_of(options));
  LOCALORG_TRY(const org::Clock clock, clock_of(options));
  LOCALORG_TRY(store::OpenOrg org, open_org_of(options));
  LOCALORG_TRY(const org::Viewer viewer, viewer_of(options, org));
  Shell shell{std::move(org), viewer, org_path_of(options), clock, std::nullopt, format};
  shell.session.emplace(shell.org, shell.clock, shell.viewer);
  if (::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0) {
    read_terminal(shell);
    return int{kFine};
  }
  read_stream(shell, std::cin);
  return int{shell.failed ? kFailed : kFine};
}

int run(const po::variables_map& options) {
  const auto code = run_shell(options);
  return code ? *code : report(code.error());
}

bool explain_search(Shell& shell, const std::string& search) {
  const auto explanation = sosl::explain(shell.session->engine(), search);
  if (explanation) {
    print(std::cout, *explanation);
    std::cout << "\n";
  } else {
    report(explanation.error(), soql::statement_of(search));
    shell.failed = true;
  }
  return explanation.has_value();
}

}  // namespace

void run_query(Shell& shell, const std::string& query) {
  if (shell.explains && !explain_query(shell, query)) return;
  const auto begin = std::chrono::steady_clock::now();
  const auto code = is_search(query) ? answer(*shell.session, SearchQuestion{.text = query, .format = shell.format})
                                     : answer(*shell.session, Question{.text = query, .format = shell.format});
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  shell.failed |= (code ? *code : report(code.error())) != kFine;
  if (!shell.times) return;
  char text[48];
  std::snprintf(text, sizeof text, "%.3f ms\n", took.count());
  std::cerr << text;
}

bool explain_query(Shell& shell, const std::string& query) {
  if (is_search(query)) return explain_search(shell, query);
  const auto explanation = soql::explain(shell.session->engine(), query);
  if (explanation) {
    print(std::cout, *explanation);
    std::cout << "\n";
  } else {
    report(explanation.error(), query, *shell.org.catalog);
    shell.failed = true;
  }
  return explanation.has_value();
}

Command shell_command() {
  return {"shell",
          "[options]",
          "Ask queries one after another, with completion and history.",
          "Without a terminal it reads queries from standard input; the exit code is 1 if one of them failed.",
          options,
          {},
          run};
}

}  // namespace localorg::cli
