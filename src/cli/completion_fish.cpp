#include "base/text.h"
#include "cli/completion_scripts.h"
#include "cli/option_table.h"

namespace localorg::cli {
namespace {

constexpr std::string_view kBegin = R"~(# Completes localorg in fish; written by `localorg completion fish`.

# Is the command's name still to come?
function __localorg_begins
    test (count (commandline -opc)) -eq 1
end

# Is this the command, and, where a number is given, are there so many words?
function __localorg_runs
    set -l words (commandline -opc)
    test (count $words) -gt 1; and test $words[2] = $argv[1]; or return 1
    test (count $argv) -eq 1; or test (count $words) -eq $argv[2]
end

complete -c localorg -f
complete -c localorg -n __localorg_begins -l help -s h -d 'show the commands'
complete -c localorg -n __localorg_begins -l version -d 'print the version'
)~";

std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

// What behind `complete` says what a value may be: -F for files, -a for words.
std::string taken(std::string_view value) {
  const Candidates candidates = candidates_for(value);
  std::string words = text::join(candidates.words, " ");
  if (candidates.folders && !candidates.files) words += " (__fish_complete_directories)";
  return (words.empty() ? "" : " -a " + in_quotes(words)) + (candidates.files ? " -F" : "");
}

std::string option_line(const std::string& begin, const OptionFacts& option) {
  std::string out = begin + " -l " + option.name.substr(2);
  if (!option.letter.empty()) out += " -s " + option.letter.substr(1);
  if (!option.values.empty()) out += " -r" + taken(option.values.front());
  return out + " -d " + in_quotes(option.text) + "\n";
}

std::string lines_of(const Command& command) {
  const std::string name(command.name);
  const std::string begin = "complete -c localorg -n '__localorg_runs " + name + "'";
  std::string out = "\ncomplete -c localorg -n __localorg_begins -a " + name + " -d " + in_quotes(command.summary) + "\n";
  for (const OptionFacts& option : facts_of(command)) out += option_line(begin, option);
  for (std::size_t i = 0; i < command.positional.size(); ++i) {
    const std::string what = taken(command.positional[i].value);
    if (what.empty()) continue;
    // Words have their place; files may stand behind options.
    const bool is_word = !what.ends_with("-F");
    out += is_word ? "complete -c localorg -n '__localorg_runs " + name + " " + std::to_string(i + 2) + "'" : begin;
    out += what + "\n";
  }
  if (!command.rest.empty()) out += begin + " -a '(__fish_complete_command)'\n";
  return out;
}

}  // namespace

std::string fish_completion() {
  std::string out(kBegin);
  for (const Command& command : commands()) out += lines_of(command);
  return out;
}

}  // namespace localorg::cli
