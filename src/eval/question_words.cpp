// The wording of questions, read word by word.
#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "eval/question.h"
#include "org/datetime.h"
#include "org/id.h"

namespace localorg::eval {
namespace {

using Words = std::vector<std::string>;

bool is_word_character(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c & 0x80) != 0; }

// Lower case, without punctuation; a point between digits stays: 1.5
Words words_of(std::string_view text) {
  const std::string lower = text::lower(text);
  Words words;
  std::string word;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const bool in_number = lower[i] == '.' && !word.empty() && word.back() <= '9' && i + 1 < lower.size() &&
                           lower[i + 1] >= '0' && lower[i + 1] <= '9';
    if (is_word_character(lower[i]) || in_number) {
      word += lower[i];
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::optional<int> digits(std::string_view word) {
  int value = 0;
  const auto done = std::from_chars(word.data(), word.data() + word.size(), value);
  return done.ec == std::errc{} && done.ptr == word.data() + word.size() ? std::optional(value) : std::nullopt;
}

std::optional<int> number(std::string_view word) {
  static constexpr std::array<std::string_view, 21> kNames = {
      "zero",   "one",    "two",      "three",    "four",    "five",    "six",       "seven",    "eight",    "nine",  "ten",
      "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
  const auto found = std::find(kNames.begin(), kNames.end(), word);
  if (found != kNames.end()) return static_cast<int>(found - kNames.begin());
  if (word == "a" || word == "an") return 1;
  return digits(word);
}

std::optional<Unit> unit(std::string_view word) {
  if (word.size() > 1 && word.ends_with('s')) word.remove_suffix(1);
  if (word == "day") return Unit::day;
  if (word == "week") return Unit::week;
  if (word == "month") return Unit::month;
  if (word == "quarter") return Unit::quarter;
  if (word == "year") return Unit::year;
  return std::nullopt;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view word_at(const Words& words, std::size_t i) { return i < words.size() ? std::string_view(words[i]) : ""; }

// "past three quarters", "last month", "past 1.5 years"; "months in the past 8" names the unit before.
std::optional<Window> span_in(const Words& words, Day today) {
  std::optional<Unit> named_before;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (const auto here = unit(words[i])) named_before = here;
    if (!is_one_of(words[i], {"past", "last", "previous", "preceding"})) continue;
    if (word_at(words, i + 1) == "1.5" && unit(word_at(words, i + 2)) == Unit::year)
      return Window{before(today, Unit::month, 18), today};
    const auto count = number(word_at(words, i + 1));
    const auto of = unit(word_at(words, count ? i + 2 : i + 1));
    if (of) return Window{before(today, *of, count.value_or(1)), today};
    if (count && named_before) return Window{before(today, *named_before, *count), today};
  }
  return std::nullopt;
}

// The name of the period that ends (or, forwards, begins) at word `i`: q3, summer, may, third quarter.
std::string period_at(const Words& words, std::size_t i, bool forwards) {
  static constexpr std::array<std::array<std::string_view, 2>, 4> kOrdinals = {
      {{"first", "1st"}, {"second", "2nd"}, {"third", "3rd"}, {"fourth", "4th"}}};
  std::string_view word = word_at(words, i);
  std::string_view ordinal = forwards ? word : word_at(words, i - 1);
  const std::string_view noun = forwards ? word_at(words, i + 1) : word;
  if (noun == "quarter") {
    if (ordinal == "final" || ordinal == "last") ordinal = "fourth";
    for (std::size_t q = 0; q < kOrdinals.size(); ++q) {
      if (ordinal == kOrdinals[q][0] || ordinal == kOrdinals[q][1]) return "q" + std::to_string(q + 1);
    }
  }
  if (word == "autumn") word = "fall";
  return std::string(word);
}

// A year with a period beside it: "q3 of 2020", "the 2022 summer", "may 2021".  Names of products may hold seasons and months,
// so only what touches the year counts.
std::optional<Window> period_in(const Words& words) {
  constexpr int kEarliest = 1990, kLatest = 2100;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto year = digits(words[i]);
    if (words[i].size() != 4 || !year || *year < kEarliest || *year > kLatest) continue;
    std::size_t left = i;
    while (left > 0 && is_one_of(words[left - 1], {"of", "in", "the", "year", "during"})) --left;
    if (left > 0) {
      if (const auto window = named_period(period_at(words, left - 1, false), *year)) return window;
    }
    std::size_t right = i + 1;
    while (is_one_of(word_at(words, right), {"s", "the"})) ++right;  // 2022's summer
    if (const auto window = named_period(period_at(words, right, true), *year)) return window;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Window> window_in(std::string_view text, const std::optional<Day>& today) {
  const Words words = words_of(text);
  if (auto fixed = period_in(words)) return fixed;
  return today ? span_in(words, *today) : std::nullopt;
}

int threshold_in(std::string_view text) {
  const Words words = words_of(text);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const bool above = words[i] == "over" || words[i] == "above" || (words[i] == "more" && words[i + 1] == "than");
    const bool from = words[i] == "at" && words[i + 1] == "least";
    if (!above && !from) continue;
    const std::size_t next = i + (words[i] == "over" || words[i] == "above" ? 1 : 2);
    const auto count = number(word_at(words, next));
    if (!count || unit(word_at(words, next + 1))) continue;  // "over two weeks" is a period
    return from ? *count - 1 : *count;
  }
  return std::find(words.begin(), words.end(), "multiple") != words.end() ? 1 : 0;
}

std::optional<Extreme> extreme_in(std::string_view text) {
  const Words words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_one_of(words[i], {"highest", "longest", "maximum", "slowest", "greatest", "largest", "most"})) return Extreme::most;
    if (words[i] == "least" && i > 0 && words[i - 1] == "at") continue;
    if (is_one_of(words[i], {"lowest", "shortest", "minimum", "least", "fewest", "quickest", "fastest", "smallest"}))
      return Extreme::least;
  }
  return std::nullopt;
}

std::optional<Day> bought_in(std::string_view text, Day today) {
  constexpr int kDaysPerFortnight = 14;
  const Words words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "fortnight") return before(today, Unit::day, kDaysPerFortnight);
    if (words[i] == "last") {
      if (const auto of = unit(word_at(words, i + 1))) return before(today, *of, 1);
    }
    if (!is_one_of(words[i], {"ago", "back", "earlier", "prior", "before"}) || i < 2) continue;
    const auto of = unit(words[i - 1]);
    const auto count = number(words[i - 2]);
    if (of && count) return before(today, *of, *count);
  }
  return std::nullopt;
}

std::string phrase_in(std::string_view text) {
  std::size_t end = std::string_view::npos;
  for (const std::string_view verb : {" I purchased", " I bought", " I ordered", " I got"})
    end = std::min(end, text.find(verb));
  if (end == std::string_view::npos) return "";
  std::string_view before_verb = text.substr(0, end);
  if (before_verb.ends_with(" that")) before_verb.remove_suffix(5);
  const std::size_t the = before_verb.find(" the ");
  return the == std::string_view::npos ? "" : std::string(text::trim(before_verb.substr(the + 5)));
}

std::string id_in(std::string_view text, std::string_view prefix) {
  constexpr std::size_t kIdLength = 18;
  for (std::size_t at = text.find(prefix); at != std::string_view::npos; at = text.find(prefix, at + 1)) {
    const std::string_view id = text.substr(at, kIdLength);
    const bool starts = at == 0 || !std::isalnum(static_cast<unsigned char>(text[at - 1]));
    if (starts && org::has_valid_checksum(id)) return std::string(id);
  }
  return "";
}

std::optional<Day> date_in(std::string_view text) {
  constexpr std::size_t kDateLength = 10;
  for (std::size_t at = 0; at + kDateLength <= text.size(); ++at) {
    if (text[at + 4] != '-' || text[at] < '0' || text[at] > '9') continue;
    if (auto day = org::parse_date(text.substr(at, kDateLength))) return day;
  }
  return std::nullopt;
}

}  // namespace localorg::eval
