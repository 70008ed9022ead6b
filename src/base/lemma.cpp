#include "base/lemma.h"

#include <algorithm>
#include <array>
#include <utility>

namespace localorg::text {
namespace {

// Inflections that no rule gives, sorted; and words that only look like inflections, which stand for themselves.
constexpr auto kIrregular = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"ate", "eat"},          {"became", "become"},     {"been", "be"},
    {"began", "begin"},      {"begun", "begin"},       {"bent", "bend"},
    {"blew", "blow"},        {"bought", "buy"},        {"broke", "break"},
    {"broken", "break"},     {"brought", "bring"},     {"built", "build"},
    {"buses", "bus"},        {"came", "come"},         {"caught", "catch"},
    {"children", "child"},   {"chose", "choose"},      {"chosen", "choose"},
    {"clothes", "clothes"},  {"clothing", "clothing"}, {"did", "do"},
    {"does", "do"},          {"done", "do"},           {"drawn", "draw"},
    {"drew", "draw"},        {"driven", "drive"},      {"drove", "drive"},
    {"dying", "die"},        {"earring", "earring"},   {"earrings", "earring"},
    {"eaten", "eat"},        {"evening", "evening"},   {"evenings", "evening"},
    {"fallen", "fall"},      {"feet", "foot"},         {"fell", "fall"},
    {"flew", "fly"},         {"flown", "fly"},         {"forgot", "forget"},
    {"forgotten", "forget"}, {"found", "find"},        {"freed", "free"},
    {"gases", "gas"},        {"gave", "give"},         {"given", "give"},
    {"goes", "go"},          {"gone", "go"},           {"got", "get"},
    {"gotten", "get"},       {"grew", "grow"},         {"grown", "grow"},
    {"had", "have"},         {"halves", "half"},       {"has", "have"},
    {"heard", "hear"},       {"held", "hold"},         {"hid", "hide"},
    {"hidden", "hide"},      {"kept", "keep"},         {"knew", "know"},
    {"knives", "knife"},     {"known", "know"},        {"laid", "lay"},
    {"leaves", "leave"},     {"led", "lead"},          {"lens", "lens"},
    {"lenses", "lens"},      {"lent", "lend"},         {"lost", "lose"},
    {"lying", "lie"},        {"made", "make"},         {"meant", "mean"},
    {"men", "man"},          {"menus", "menu"},        {"met", "meet"},
    {"mice", "mouse"},       {"morning", "morning"},   {"mornings", "morning"},
    {"news", "news"},        {"paid", "pay"},          {"ran", "run"},
    {"sang", "sing"},        {"sat", "sit"},           {"scarves", "scarf"},
    {"seen", "see"},         {"sent", "send"},         {"series", "series"},
    {"shelves", "shelf"},    {"shown", "show"},        {"slept", "sleep"},
    {"sold", "sell"},        {"spent", "spend"},       {"spoke", "speak"},
    {"spoken", "speak"},     {"stole", "steal"},       {"stolen", "steal"},
    {"stood", "stand"},      {"swam", "swim"},         {"taken", "take"},
    {"taught", "teach"},     {"teeth", "tooth"},       {"thieves", "thief"},
    {"thought", "think"},    {"threw", "throw"},       {"thrown", "throw"},
    {"told", "tell"},        {"took", "take"},         {"tore", "tear"},
    {"torn", "tear"},        {"tying", "tie"},         {"understood", "understand"},
    {"was", "be"},           {"went", "go"},           {"were", "be"},
    {"wives", "wife"},       {"woke", "wake"},         {"wolves", "wolf"},
    {"women", "woman"},      {"won", "win"},           {"wore", "wear"},
    {"worn", "wear"},        {"written", "write"},     {"wrote", "write"},
});

// Where agreed is agree; need, speed, exceed are no inflections.
constexpr auto kEedToEe = std::to_array<std::string_view>({"agreed", "decreed", "disagreed", "guaranteed", "refereed"});

std::string_view regular_form(std::string_view word) {
  const auto* row = std::lower_bound(kIrregular.begin(), kIrregular.end(), word,
                                     [](const auto& entry, std::string_view w) { return entry.first < w; });
  return row != kIrregular.end() && row->first == word ? row->second : word;
}

bool is_vowel(std::string_view word, std::size_t i) {
  const char c = word[i];
  if (c == 'y') return i > 0 && !is_vowel(word, i - 1);
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

bool has_vowel(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (is_vowel(word, i)) return true;
  }
  return false;
}

// How often a vowel is followed by a consonant: 1 in trees, 2 in private.
std::size_t syllables(std::string_view word) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < word.size(); ++i) count += is_vowel(word, i - 1) && !is_vowel(word, i) ? 1 : 0;
  return count;
}

// Ends in consonant, vowel, consonant, the last of which is not w, x or y: hop, which may have been hope.
bool ends_short(std::string_view word) {
  const std::size_t n = word.size();
  if (n < 3 || is_vowel(word, n - 3) || !is_vowel(word, n - 2) || is_vowel(word, n - 1)) return false;
  return word.back() != 'w' && word.back() != 'x' && word.back() != 'y';
}

bool ends_doubled(std::string_view word) {
  const std::size_t n = word.size();
  if (n < 3 || word[n - 1] != word[n - 2] || is_vowel(word, n - 1)) return false;
  return n > 3 || !is_vowel(word, 0);  // add, egg, odd are whole
}

// shoes, boxes, policies, ties
void drop_plural(std::string& word) {
  if (word.size() <= 3 || !word.ends_with('s')) return;
  if (word.ends_with("ies")) {
    word.resize(word.size() - (word.size() > 4 ? 2 : 1));  // polici, tie
  } else if (word.ends_with("sses")) {
    word.resize(word.size() - 2);
  } else if (!word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is") &&
             has_vowel(std::string_view(word).substr(0, word.size() - 2))) {
    word.pop_back();
  }
}

// What is left of -ed and -ing: running, hoping, using, sized
void mend(std::string& stem) {
  const std::string_view word = stem;
  if (ends_doubled(word)) {
    stem.pop_back();
  } else if (word.ends_with("at") || word.ends_with("bl") || word.ends_with("iz") ||
             (syllables(word) == 1 && ends_short(word)) || (word.size() == 2 && is_vowel(word, 0))) {
    stem += 'e';
  }
}

void drop_ed_and_ing(std::string& word) {
  if (word.ends_with("ied")) {
    word.resize(word.size() - (word.size() > 4 ? 2 : 1));  // carri, die
    return;
  }
  if (word.ends_with("eed")) {
    if (std::find(kEedToEe.begin(), kEedToEe.end(), word) != kEedToEe.end()) word.pop_back();
    return;
  }
  const std::size_t ending = word.ends_with("ed") ? 2 : word.ends_with("ing") ? 3 : 0;
  if (ending == 0 || word.size() < ending + 2 || !has_vowel(std::string_view(word).substr(0, word.size() - ending))) return;
  word.resize(word.size() - ending);
  mend(word);
}

// The endings that inflections change: y, a last e, a doubled consonant.
void level_end(std::string& word) {
  const std::size_t n = word.size();
  if (n > 2 && word.back() == 'y' && !is_vowel(word, n - 2)) {
    word.back() = 'i';
  } else if (n > 3 && word.back() == 'e') {
    const std::string_view stem = std::string_view(word).substr(0, n - 1);
    const std::size_t count = syllables(stem);
    if (count > 1 || (count == 1 && !ends_short(stem))) word.pop_back();
  }
  if (ends_doubled(word)) word.pop_back();
}

}  // namespace

std::string lemma(std::string_view word) {
  const bool is_plain = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (word.size() < 3 || !is_plain) return std::string(word);
  const std::string_view regular = regular_form(word);
  std::string out(regular);
  if (std::binary_search(kIrregular.begin(), kIrregular.end(), std::pair(regular, regular))) return out;
  drop_plural(out);
  drop_ed_and_ing(out);
  level_end(out);
  return out;
}

}  // namespace localorg::text
