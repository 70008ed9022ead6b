#include "sosl/bind_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/search_words.h"
#include "base/text.h"

namespace localorg::sosl {
namespace {

// Suggested in soql.md 15.6; Salesforce does not publish its own.
constexpr auto kStopWords = std::to_array<std::string_view>({
    "a",   "an",    "and",  "are",   "as",    "at",   "be",   "but", "by",  "for",  "if",
    "in",  "into",  "is",   "it",    "no",    "not",  "of",   "on",  "or",  "such", "that",
    "the", "their", "then", "there", "these", "they", "this", "to",  "was", "will", "with",
});

constexpr std::size_t kDigitsOfPhone = 7;

bool is_stop_word(const BoundTerm& term) {
  return term.inflected && term.words.size() == 1 &&
         std::find(kStopWords.begin(), kStopWords.end(), term.words.front().text) != kStopWords.end();
}

// The typed text with wildcards that stand for themselves out of the way.
std::string without_escapes(std::string_view typed) {
  std::string out;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (typed[i] != '\\' || i + 1 == typed.size()) {
      out += typed[i];
      continue;
    }
    const char c = typed[++i];
    out += c == '*' || c == '?' ? ' ' : c;
  }
  return out;
}

BoundWord bind_word(std::string_view word) {
  BoundWord out;
  for (const char c : word) {
    const bool is_wildcard = c == '*' || c == '?';
    if (is_wildcard && out.text.empty()) continue;  // in front it counts for nothing (documented as never there)
    if (c == '*' && out.text.ends_with('*')) continue;
    out.text += c;
    out.is_pattern |= is_wildcard;
  }
  return out;
}

BoundTerm bind_term(const Term& term) {
  BoundTerm out;
  const std::string text = without_escapes(term.typed);
  text::WordReader words(text, true);
  bool is_number = true;
  while (words.next()) {
    BoundWord word = bind_word(words.word());
    if (word.text.empty()) continue;
    is_number = is_number && word.text.find_first_not_of("0123456789") == std::string::npos;
    out.digits += word.text;
    out.words.push_back(std::move(word));
  }
  out.inflected = !term.is_phrase;
  if (!is_number || out.words.size() < 2 || out.digits.size() < kDigitsOfPhone) out.digits.clear();
  return out;
}

class Binder {
 public:
  Binder(Joint adjacent, bool stops) : adjacent_(adjacent), stops_(stops) {}

  using Part = std::optional<BoundExpression>;

  // a OR b: the parts between the ORs.
  Part bind(const Sequence& words) const {
    std::vector<BoundExpression> parts;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < words.items.size(); ++i) {
      const bool ends = i + 1 == words.items.size() || joint(words, i) == Joint::or_;
      if (!ends) continue;
      if (Part part = chain(words, begin, i + 1)) add<BoundAny>(parts, *std::move(part));
      begin = i + 1;
    }
    return join<BoundAny>(std::move(parts));
  }

 private:
  Joint joint(const Sequence& words, std::size_t i) const {
    return words.joints[i] == Joint::adjacent ? adjacent_ : words.joints[i];
  }

  // a AND b AND NOT c, items [begin, end): a AND (b AND NOT c).
  Part chain(const Sequence& words, std::size_t begin, std::size_t end) const {
    Part right = item(words, end - 1);
    for (std::size_t i = end - 1; i-- > begin;) {
      Part left = item(words, i);
      if (joint(words, i) == Joint::and_not) {
        if (left && right) left = BoundExpression{BoundExcept{*std::move(left), *std::move(right)}};
      } else {
        std::vector<BoundExpression> parts;
        if (left) add<BoundAll>(parts, *std::move(left));
        if (right) add<BoundAll>(parts, *std::move(right));
        left = join<BoundAll>(std::move(parts));
      }
      right = std::move(left);
    }
    return right;
  }

  Part item(const Sequence& words, std::size_t i) const {
    if (const auto* inner = std::get_if<Box<Sequence>>(&words.items[i])) return bind(**inner);
    BoundTerm term = bind_term(std::get<Term>(words.items[i]));
    if (term.words.empty() || (stops_ && is_stop_word(term))) return std::nullopt;
    return BoundExpression{std::move(term)};
  }

  // A part of its own kind brings its parts.
  template <typename Several>
  static void add(std::vector<BoundExpression>& parts, BoundExpression part) {
    if (auto* same = std::get_if<Several>(&part.value)) {
      std::move(same->parts.begin(), same->parts.end(), std::back_inserter(parts));
    } else {
      parts.push_back(std::move(part));
    }
  }

  template <typename Several>
  static Part join(std::vector<BoundExpression> parts) {
    if (parts.empty()) return std::nullopt;
    if (parts.size() == 1) return std::move(parts.front());
    return BoundExpression{Several{std::move(parts)}};
  }

  Joint adjacent_;
  bool stops_;
};

}  // namespace

std::optional<BoundExpression> bind_words(const Sequence& words, const org::SearchTraits& traits) {
  const Joint adjacent = traits.any_word ? Joint::or_ : Joint::and_;
  if (words.items.empty()) return std::nullopt;
  if (traits.stop_words) {
    if (auto bound = Binder(adjacent, true).bind(words)) return bound;
  }
  return Binder(adjacent, false).bind(words);
}

std::size_t longest_term(const Sequence& words) {
  std::size_t longest = 0;
  for (const auto& item : words.items) {
    if (const auto* inner = std::get_if<Box<Sequence>>(&item)) {
      longest = std::max(longest, longest_term(**inner));
      continue;
    }
    std::string text = std::get<Term>(item).typed;
    std::erase_if(text, [](char c) { return c == '*' || c == '?' || c == '\\' || c == ' '; });
    longest = std::max(longest, text::utf16(text).size());
  }
  return longest;
}

}  // namespace localorg::sosl
