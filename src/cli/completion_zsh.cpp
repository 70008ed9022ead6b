#include "base/text.h"
#include "cli/completion_scripts.h"
#include "cli/option_table.h"

namespace localorg::cli {
namespace {

constexpr std::string_view kBegin = R"~(#compdef localorg
# Completes localorg in zsh; written by `localorg completion zsh`.

_localorg() {
  local curcontext=$curcontext state line
  local -a commands
  commands=(
)~";

constexpr std::string_view kMiddle = R"~(  )
  _arguments -C '(- *)'{-h,--help}'[show the commands]' '(- *)--version[print the version]' \
    '1:command:->command' '*::argument:->argument' && return
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $words[1] in
)~";

constexpr std::string_view kEnd = R"~(      esac
      ;;
  esac
}

if [[ $funcstack[1] == _localorg ]]; then
  _localorg "$@"
else
  compdef _localorg localorg
fi
)~";

// With a backslash before each of `marks`.
std::string escaped(std::string_view text, std::string_view marks) {
  std::string out;
  for (const char c : text) {
    if (marks.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// :FILE:_files, as _arguments takes it.
std::string taken(std::string_view value) {
  const Candidates candidates = candidates_for(value);
  const std::string words = text::join(candidates.words, " ");
  std::string does = " ";
  if (candidates.files) {
    does = value.starts_with('[') ? "{compset -P \"*=\"; _files}" : "_files";
  } else if (candidates.folders) {
    does = words.empty() ? "_files -/" : "{compadd -- " + words + "; _files -/}";
  } else if (words.ends_with('=')) {
    does = "{compadd -S \"\" -- " + words + "}";
  } else if (!words.empty()) {
    does = "(" + words + ")";
  }
  return ":" + escaped(value, ":\\") + ":" + does;
}

std::string option_line(const OptionFacts& option) {
  std::string what = "[" + escaped(option.text, "[]\\") + "]";
  for (const std::string& value : option.values) what += taken(value);
  const std::string mark = option.values.empty() ? "" : "=";
  const std::string others = option.repeats ? "*" : option.letter.empty() ? "" : "(" + option.letter + " " + option.name + ")";
  if (option.letter.empty()) return in_single_quotes(others + option.name + mark + what);
  const std::string names = "{" + option.letter + (mark.empty() ? "" : "+") + "," + option.name + mark + "}";
  return in_single_quotes(others) + names + in_single_quotes(what);
}

std::string arguments_of(const Command& command) {
  std::string out = "        " + std::string(command.name) + ")\n          _arguments -s";
  if (!command.rest.empty()) out += " -S";  // what stands behind -- is no option
  for (const OptionFacts& option : facts_of(command)) out += " \\\n            " + option_line(option);
  for (std::size_t i = 0; i < command.positional.size(); ++i) {
    const Positional& place = command.positional[i];
    out += " \\\n            " + in_single_quotes((takes_many(place) ? "*" : std::to_string(i + 1)) + taken(place.value));
  }
  if (!command.rest.empty()) out += " \\\n            '*:::command:_normal'";
  return out + "\n          ;;\n";
}

}  // namespace

std::string zsh_completion() {
  std::string out(kBegin);
  for (const Command& command : commands()) {
    out += "    " + in_single_quotes(std::string(command.name) + ":" + escaped(command.summary, ":\\")) + "\n";
  }
  out += kMiddle;
  for (const Command& command : commands()) out += arguments_of(command);
  return out += kEnd;
}

}  // namespace localorg::cli
