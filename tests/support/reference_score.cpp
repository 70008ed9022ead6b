#include "support/reference_score.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "base/lemma.h"

namespace localorg::reference {
namespace {

constexpr std::int64_t kAllWords = std::int64_t{1} << 40;
constexpr std::int64_t kNameWeight = 5;

// A place where a term stands in a document.
struct Place {
  std::size_t field;
  std::size_t begin;
  std::size_t end;
  std::string form;  // which of the term's spellings: rarity counts each by itself
};

bool is_pattern(const std::string& word) { return word.find_first_of("*?") != std::string::npos; }

// Texts that one spelling of the search finds together: a prefix's, the inflections of a word; else each word alone.
std::string form_of(const std::string& wanted, const std::string& word, bool is_last, bool inflected) {
  const bool is_prefix =
      is_last && is_pattern(wanted) && wanted.find_first_of("*?") == wanted.size() - 1 && wanted.back() == '*';
  if (is_prefix) return "*";
  if (!is_pattern(wanted) && inflected) return text::lemma(word) == word ? "=" : "~";
  return word;
}

std::vector<Place> places_of(const Term& term, const Document& document) {
  std::vector<Place> out;
  for (std::size_t f = 0; f < document.fields.size(); ++f) {
    const Document::Field& field = document.fields[f];
    if (!field.is_searched) continue;
    for (std::size_t at = 0; at < field.words.size(); ++at) {
      if (!term.digits.empty() && field.words[at] == term.digits) out.push_back({f, at, at + 1, "digits"});
      if (at + term.words.size() > field.words.size()) continue;
      std::string form;
      bool all = true;
      for (std::size_t i = 0; i < term.words.size() && all; ++i) {
        const bool is_last = i + 1 == term.words.size();
        const bool inflected = is_last && term.bare;
        all = fits(term.words[i], field.words[at + i], inflected);
        if (all) form += form_of(term.words[i], field.words[at + i], is_last, inflected) + " ";
      }
      if (all) out.push_back({f, at, at + term.words.size(), form});
    }
  }
  return out;
}

void collect_excluded(const Node& node, bool excluded, std::set<std::size_t>& out) {
  if (node.kind == Node::Kind::term && excluded) out.insert(node.term);
  for (std::size_t i = 0; i < node.parts.size(); ++i) {
    collect_excluded(node.parts[i], excluded || (node.kind == Node::Kind::except && i == 1), out);
  }
}

// floor(1024 log2(a / b))
std::int64_t rarity(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(std::floor(1024 * (std::log2(static_cast<long double>(a) / static_cast<long double>(b)))));
}

class Scorer {
 public:
  Scorer(const Words& words, const std::vector<Document>& documents) : words_(words), documents_(documents) {
    collect_excluded(words.root.front(), false, excluded_);
    for (const Document& document : documents) {
      for (const Document::Field& field : document.fields) all_words_ += static_cast<std::int64_t>(field.words.size());
      std::vector<std::vector<Place>> places;
      for (const Term& term : words.terms) places.push_back(places_of(term, document));
      places_.push_back(std::move(places));
    }
    for (std::size_t term = 0; term < words.terms.size(); ++term) rarities_.push_back(rarity_of(term));
  }

  std::optional<std::int64_t> score(std::size_t document) const {
    const auto found = words_that_hold(words_.root.front(), document);
    if (!found) return std::nullopt;
    std::int64_t score = found->size() == words_.terms.size() - excluded_.size() ? kAllWords : 0;
    for (const std::size_t term : *found) score += part(term, document);
    for (std::size_t i = 1; i < found->size(); ++i) {
      const std::size_t left = (*found)[i - 1];
      const std::size_t right = (*found)[i];
      if (right == left + 1 && side_by_side(left, right, document)) score += (rarities_[left] + rarities_[right]) / 2;
    }
    return score;
  }

 private:
  std::int64_t rarity_of(std::size_t term) const {
    if (words_.terms.size() == 1) return 1024;
    std::int64_t having = 0;
    for (const auto& of_document : places_) {
      std::set<std::string> forms;
      for (const Place& place : of_document[term]) forms.insert(place.form);
      having += static_cast<std::int64_t>(forms.size());
    }
    const auto all = static_cast<std::int64_t>(documents_.size());
    return rarity(2 * all + 2, 2 * std::min(having, all) + 1);
  }

  // The terms for which the document fits the node; none: it does not.
  std::optional<std::vector<std::size_t>> words_that_hold(const Node& node, std::size_t document) const {
    if (node.kind == Node::Kind::term) {
      if (places_[document][node.term].empty()) return std::nullopt;
      return std::vector<std::size_t>{node.term};
    }
    if (node.kind == Node::Kind::except) {
      if (words_that_hold(node.parts[1], document)) return std::nullopt;
      return words_that_hold(node.parts[0], document);
    }
    std::vector<std::size_t> out;
    std::size_t holding = 0;
    for (const Node& part : node.parts) {
      const auto of_part = words_that_hold(part, document);
      if (!of_part) continue;
      ++holding;
      out.insert(out.end(), of_part->begin(), of_part->end());
    }
    const std::size_t needed = node.kind == Node::Kind::all ? node.parts.size() : 1;
    return holding < needed ? std::nullopt : std::optional(out);
  }

  std::int64_t part(std::size_t term, std::size_t document) const {
    std::int64_t frequency = 0;
    for (const Place& place : places_[document][term]) {
      frequency += documents_[document].fields[place.field].is_name ? kNameWeight : 1;
    }
    std::int64_t length = 0;
    for (const Document::Field& field : documents_[document].fields) length += static_cast<std::int64_t>(field.words.size());
    const auto count = static_cast<std::int64_t>(documents_.size());
    return rarities_[term] * 2200 * frequency / (1000 * frequency + 300 + 900 * length * count / all_words_);
  }

  bool side_by_side(std::size_t left, std::size_t right, std::size_t document) const {
    for (const Place& a : places_[document][left]) {
      for (const Place& b : places_[document][right]) {
        if (a.field == b.field && a.end == b.begin) return true;
      }
    }
    return false;
  }

  const Words& words_;
  const std::vector<Document>& documents_;
  std::set<std::size_t> excluded_;
  std::int64_t all_words_ = 0;
  std::vector<std::vector<std::vector<Place>>> places_;  // by document and term
  std::vector<std::int64_t> rarities_;
};

}  // namespace

std::map<std::string, std::int64_t> scores_of(const Words& words, const std::vector<Document>& documents) {
  std::map<std::string, std::int64_t> out;
  if (words.root.empty()) return out;
  const Scorer scorer(words, documents);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (const auto score = scorer.score(i)) out[documents[i].id] = *score;
  }
  return out;
}

}  // namespace localorg::reference
