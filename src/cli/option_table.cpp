#include "cli/option_table.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "dataset/bank.h"
#include "eval/task.h"
#include "eval/tools/tool.h"
#include "org/catalog.h"
#include "serve/client_limits.h"

namespace localorg::cli {
namespace {

std::vector<std::string> words_in(const std::string& list) {
  std::vector<std::string> words;
  for (const std::string_view word : text::split(list, ',')) words.emplace_back(text::trim(word));
  return words;
}

std::vector<std::string> task_names() {
  std::vector<std::string> names;
  for (const eval::TaskKindRow& row : eval::task_kinds()) names.emplace_back(row.name);
  return names;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const eval::Tool& tool : eval::tools()) names.emplace_back(tool.name);
  return names;
}

struct Kind {
  std::string_view name;
  std::vector<std::string> (*words)();
};

constexpr auto kKinds = std::to_array<Kind>({
    {"BANK", [] { return words_in(dataset::bank_names()); }},
    {"FUNCTION", function_names},
    {"LIMIT", [] { return words_in(serve::limit_names()); }},
    {"SCHEMA", org::Catalog::built_in_names},
    {"TASK", task_names},
});

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

void add_candidates(Candidates& out, std::string_view one) {
  if (!one.empty() && is_lower(one.front())) {
    out.words.emplace_back(one);
    return;
  }
  if (one.starts_with('[')) one.remove_prefix(std::min(one.find(']') + 1, one.size()));
  if (one.ends_with("...")) one.remove_suffix(3);
  const std::size_t equals = one.find('=');
  if (one == "FILE") out.files = true;
  if (one == "FOLDER") out.folders = true;
  for (const Kind& kind : kKinds) {
    if (kind.name != one.substr(0, equals)) continue;
    for (const std::string& word : kind.words()) out.words.push_back(word + (equals == std::string_view::npos ? "" : "="));
  }
}

OptionFacts facts_of(const po::option_description& option) {
  OptionFacts facts{.name = "--" + option.long_name(), .letter = "", .values = {}, .preset = "", .text = option.description()};
  const std::string letter = option.canonical_display_name(po::command_line_style::allow_dash_for_short);
  if (letter.starts_with('-')) facts.letter = letter;
  const auto& value = *option.semantic();
  if (value.max_tokens() == 0) return facts;
  // FORMAT (=table)
  const std::string named = value.name();
  const std::size_t mark = named.find(" (=");
  for (const std::string_view one : text::split(std::string_view(named).substr(0, mark), ' ')) facts.values.emplace_back(one);
  if (mark != std::string::npos) facts.preset = named.substr(mark + 3, named.size() - mark - 4);
  facts.takes_more = value.max_tokens() > 1;
  const bool is_list = dynamic_cast<const po::typed_value<std::vector<std::string>>*>(&value) != nullptr;
  facts.repeats = is_list && (!facts.takes_more || value.is_composing());
  return facts;
}

}  // namespace

po::options_description all_options(const Command& command) {
  po::options_description options = command.options();
  options.add_options()("help,h", "show this help");
  return options;
}

std::vector<OptionFacts> facts_of(const Command& command) {
  const po::options_description options = all_options(command);
  std::vector<OptionFacts> facts;
  for (const auto& option : options.options()) facts.push_back(facts_of(*option));
  return facts;
}

bool takes_many(const Positional& place) { return place.name.ends_with("..."); }

Candidates candidates_for(std::string_view value) {
  Candidates out;
  for (const std::string_view one : text::split(value, '|')) add_candidates(out, one);
  return out;
}

}  // namespace localorg::cli
