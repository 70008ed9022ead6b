#include "base/text.h"
#include "cli/completion_scripts.h"
#include "cli/option_table.h"

namespace localorg::cli {
namespace {

constexpr std::string_view kBegin = R"~(# Completes localorg in bash; written by `localorg completion bash`.

# What the value of an option, or the argument at a place, may be, in $takes: words, <file>, <folder>, <any>; empty: it is
# no option with a value.  $more: values follow until the next option.
_localorg_value() {
  takes='' more=''
  case "$1 $2" in
)~";

constexpr std::string_view kOptions = R"~(  esac
}

_localorg_options() {
  case "$1" in
)~";

constexpr std::string_view kCommands = R"~(  esac
}

)~";

constexpr std::string_view kEnd = R"~(
# Those of $takes that begin with $1, to COMPREPLY, with $2 in front.
_localorg_reply() {
  local word found
  for word in $takes; do
    case $word in
      '<any>') ;;
      '<file>' | '<folder>')
        compopt -o filenames 2>/dev/null
        while IFS= read -r found; do COMPREPLY+=("$2$found"); done \
          < <(if [[ $word == '<file>' ]]; then compgen -f -- "$1"; else compgen -d -- "$1"; fi)
        ;;
      *)
        [[ $word == "$1"* ]] || continue
        COMPREPLY+=("$2$word")
        [[ $word != *= ]] || compopt -o nospace 2>/dev/null
        ;;
    esac
  done
}

_localorg() {
  local -a words=()
  local i word current command takes='' more='' place=1 front=''
  COMPREPLY=()
  # --option=value comes in three words where bash breaks words at =.
  for ((i = 0; i <= COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if ((i > 1)) && [[ $word == = || ${COMP_WORDS[i - 1]} == = ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
  done
  current=${words[${#words[@]} - 1]}
  if ((${#words[@]} <= 2)); then
    takes=$_localorg_commands
    _localorg_reply "$current" ''
    return
  fi
  command=${words[1]}
  for ((i = 2; i < ${#words[@]} - 1; ++i)); do
    word=${words[i]}
    case $word in
      --)
        if [[ " $_localorg_runners " == *" $command "* ]]; then
          ((i != ${#words[@]} - 2)) || while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -c -- "$current")
          ((i == ${#words[@]} - 2)) || { takes='<file>' && _localorg_reply "$current" ''; }
          return
        fi
        ;;
      -*=*) takes='' more='' ;;
      -?*) _localorg_value "$command" "$word" ;;
      *) if [[ ! $takes ]]; then ((++place)); elif [[ ! $more ]]; then takes=''; fi ;;
    esac
  done
  if [[ $current == --*=* ]]; then
    _localorg_value "$command" "${current%%=*}"
  elif [[ $current == -* && (! $takes || $more) ]]; then
    takes=$(_localorg_options "$command")
  elif [[ ! $takes ]]; then
    _localorg_value "$command" "$place"
  fi
  # bash puts in what follows the last =, or the whole word where it does not break there.
  if [[ $current == *=* ]]; then
    [[ $COMP_WORDBREAKS == *=* ]] || front=${current%=*}=
    current=${current##*=}
  fi
  _localorg_reply "$current" "$front"
}

complete -F _localorg localorg
)~";

std::string taken(const std::vector<std::string>& values) {
  const Candidates candidates = candidates_for(values.empty() ? "" : values.front());
  std::vector<std::string> out = candidates.words;
  if (candidates.files) out.emplace_back("<file>");
  if (candidates.folders && !candidates.files) out.emplace_back("<folder>");
  if (out.empty()) out.emplace_back("<any>");
  return "takes=" + in_single_quotes(text::join(out, " "));
}

std::string case_of(const std::string& pattern, const std::string& does) { return "    " + pattern + ") " + does + " ;;\n"; }

std::string values_of(const Command& command) {
  const std::string name(command.name);
  std::string out;
  for (const OptionFacts& option : facts_of(command)) {
    if (option.values.empty()) continue;
    std::string pattern = in_single_quotes(name + " " + option.name);
    if (!option.letter.empty()) pattern += " | " + in_single_quotes(name + " " + option.letter);
    out += case_of(pattern, taken(option.values) + (option.takes_more ? " more=1" : ""));
  }
  for (std::size_t i = 0; i < command.positional.size(); ++i) {
    const Positional& place = command.positional[i];
    const std::string pattern =
        takes_many(place) ? in_single_quotes(name + " ") + "[1-9]*" : in_single_quotes(name + " " + std::to_string(i + 1));
    out += case_of(pattern, taken({place.value}));
  }
  return out;
}

std::string options_of(const Command& command) {
  std::vector<std::string> names;
  for (const OptionFacts& option : facts_of(command)) names.push_back(option.name);
  return case_of(std::string(command.name), "echo " + in_single_quotes(text::join(names, " ")));
}

}  // namespace

std::string bash_completion() {
  std::string out(kBegin);
  for (const Command& command : commands()) out += values_of(command);
  out += kOptions;
  std::vector<std::string> names;
  std::vector<std::string> runners;  // of another command, behind --
  for (const Command& command : commands()) {
    out += options_of(command);
    names.emplace_back(command.name);
    if (!command.rest.empty()) runners.emplace_back(command.name);
  }
  names.insert(names.end(), {"help", "--help", "--version"});
  out += kCommands;
  out += "_localorg_commands=" + in_single_quotes(text::join(names, " ")) + "\n";
  out += "_localorg_runners=" + in_single_quotes(text::join(runners, " ")) + "\n";
  return out += kEnd;
}

}  // namespace localorg::cli
