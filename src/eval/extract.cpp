#include "eval/extract.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/text.h"
#include "eval/extract_words.h"
#include "org/id.h"

namespace localorg::eval {
namespace {

using Found = std::set<std::string>;

// The key prefixes of the objects of all three orgs (dataset.md 1.5).
constexpr std::string_view kPrefixes[] = {"001", "003", "005", "006", "00D", "00T", "00U", "00k", "00Q",
                                          "01s", "01t", "01u", "02s", "0MI", "0Q0", "0QL", "0ZG", "0ZH",
                                          "500", "570", "571", "800", "801", "802", "ka0"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Custom objects are numbered from a00 on.
bool has_known_prefix(std::string_view id) {
  const std::string_view prefix = id.substr(0, 3);
  if (prefix[0] == 'a' && is_digit(prefix[1]) && (is_digit(prefix[2]) || is_ascii_letter(prefix[2]))) return true;
  return std::find(std::begin(kPrefixes), std::end(kPrefixes), prefix) != std::end(kPrefixes);
}

std::optional<std::string> id_of(std::string_view word) {
  if (word.size() != 15 && word.size() != 18) return std::nullopt;
  if (std::none_of(word.begin(), word.end(), is_digit) || !has_known_prefix(word)) return std::nullopt;
  if (word.size() == 15) return org::with_checksum(word);
  return org::has_valid_checksum(word) ? std::optional(std::string(word)) : std::nullopt;
}

Found ids_in(std::string_view reply) {
  Found found;
  for (const Word& word : words_in(reply)) {
    if (const auto id = id_of(word.text)) found.insert(*id);
  }
  return found;
}

constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};

Found months_in(std::string_view reply) {
  Found found;
  const std::vector<Word> words = words_in(reply);
  for (const Word& word : words) {
    for (const std::string_view month : kMonths) {
      if (!text::equal_ignoring_case(word.text, month)) continue;
      const bool is_a_verb_too = month == "May" || month == "March";
      if (!is_a_verb_too || word.text[0] == 'M' || words.size() == 1) found.emplace(month);
    }
  }
  return found;
}

struct State {
  std::string_view code, name;
};
constexpr State kStates[] = {
    {"AL", "Alabama"},        {"AK", "Alaska"},         {"AZ", "Arizona"},
    {"AR", "Arkansas"},       {"CA", "California"},     {"CO", "Colorado"},
    {"CT", "Connecticut"},    {"DE", "Delaware"},       {"DC", "District of Columbia"},
    {"FL", "Florida"},        {"GA", "Georgia"},        {"HI", "Hawaii"},
    {"ID", "Idaho"},          {"IL", "Illinois"},       {"IN", "Indiana"},
    {"IA", "Iowa"},           {"KS", "Kansas"},         {"KY", "Kentucky"},
    {"LA", "Louisiana"},      {"ME", "Maine"},          {"MD", "Maryland"},
    {"MA", "Massachusetts"},  {"MI", "Michigan"},       {"MN", "Minnesota"},
    {"MS", "Mississippi"},    {"MO", "Missouri"},       {"MT", "Montana"},
    {"NE", "Nebraska"},       {"NV", "Nevada"},         {"NH", "New Hampshire"},
    {"NJ", "New Jersey"},     {"NM", "New Mexico"},     {"NY", "New York"},
    {"NC", "North Carolina"}, {"ND", "North Dakota"},   {"OH", "Ohio"},
    {"OK", "Oklahoma"},       {"OR", "Oregon"},         {"PA", "Pennsylvania"},
    {"RI", "Rhode Island"},   {"SC", "South Carolina"}, {"SD", "South Dakota"},
    {"TN", "Tennessee"},      {"TX", "Texas"},          {"UT", "Utah"},
    {"VT", "Vermont"},        {"VA", "Virginia"},       {"WA", "Washington"},
    {"WV", "West Virginia"},  {"WI", "Wisconsin"},      {"WY", "Wyoming"},
};

Found states_in(std::string_view reply) {
  Found found;
  const std::vector<Word> words = words_in(reply);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::size_t longest = 0;  // West Virginia, not Virginia
    std::string_view code;
    for (const State& state : kStates) {
      if (words[i].text == state.code && longest == 0) longest = 1, code = state.code;
      const std::size_t length = phrase_length(words, i, state.name);
      if (length > longest) longest = length, code = state.code;
    }
    if (longest == 0) continue;
    found.emplace(code);
    i += longest - 1;
  }
  return found;
}

Found bant_in(std::string_view reply) {
  Found unmet;
  Found neutral;
  for (const Judged& factor : judge_factors(reply)) {
    if (factor.said == Said::unmet) unmet.insert(factor.name);
    if (factor.said == Said::nothing) neutral.insert(factor.name);
  }
  return unmet.empty() ? neutral : unmet;
}

Found stage_in(std::string_view reply) {
  const std::string stage = stage_called_right(reply);
  return stage.empty() ? Found{} : Found{stage};
}

Found answers_in(std::string_view task_type, std::string_view reply) {
  if (task_type == "monthly_trend_analysis") return months_in(reply);
  if (task_type == "best_region_identification") return states_in(reply);
  if (task_type == "lead_qualification") return bant_in(reply);
  if (task_type == "wrong_stage_rectification") return stage_in(reply);
  return ids_in(reply);
}

}  // namespace

std::vector<std::string> extract_answers(std::string_view task_type, std::string_view reply) {
  const Found found = answers_in(task_type, reply);
  if (!found.empty()) return {found.begin(), found.end()};
  // All factors are met: none is left to name.
  const bool all_met = task_type == "lead_qualification" && !judge_factors(reply).empty();
  return all_met || says_none(reply) ? std::vector<std::string>{"None"} : std::vector<std::string>{};
}

}  // namespace localorg::eval
