#include "dataset/grammar.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace localorg::dataset {
namespace {

constexpr int kDeepest = 12;  // rules within rules

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
// Letters beyond ASCII belong to words too.
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80) != 0; }

// The end of the bracket that opens at `open`, and where the alternatives in it begin and end.
struct Group {
  std::size_t end = std::string_view::npos;
  std::vector<std::string_view> alternatives;
};

Group group_at(std::string_view text, std::size_t open) {
  Group group;
  int depth = 0;
  std::size_t begin = open + 1;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (depth == 1 && (text[i] == '|' || text[i] == ']')) {
      group.alternatives.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
    if (text[i] == ']' && --depth == 0) {
      group.end = i;
      return group;
    }
  }
  return group;
}

void append(std::string& out, std::string_view text, const Rules& rules, Random& random, int depth) {
  while (!text.empty()) {
    const std::size_t special = text.find_first_of("[<");
    out.append(text.substr(0, special));
    if (special == std::string_view::npos) return;
    std::size_t end = special;
    if (text[special] == '[') {
      const Group group = group_at(text, special);
      if (group.end == std::string_view::npos) return;
      end = group.end;
      append(out, random.pick(group.alternatives), rules, random, depth);
    } else {
      end = text.find('>', special);
      if (end == std::string_view::npos) return;
      const Lines* lines = rules.find(text.substr(special + 1, end - special - 1));
      if (lines != nullptr && depth < kDeepest) append(out, random.pick(*lines), rules, random, depth + 1);
    }
    text.remove_prefix(end + 1);
  }
}

SalesforceError wrong(std::string_view text, const std::string& what) {
  return error_without_position(ErrorCode::ORG_UNUSABLE, what + " in '" + std::string(text) + "'");
}

// "9 a.m. " and "no. " do not end one.
bool ends_sentence(const std::string& text) {
  if (text.ends_with(".m.") || text.ends_with(" no.")) return false;
  return text.ends_with('.') || text.ends_with('?') || text.ends_with('!');
}

// The word at `at` begins with a vowel as it is spoken: extra, 8.5, 11, XL; not one, used, European.
bool sounds_like_vowel(std::string_view text, std::size_t at) {
  std::string_view word = text.substr(at);
  word = word.substr(0, word.find_first_of(" ,.?!;:\n"));
  if (word.empty()) return false;
  for (const std::string_view other : {"one", "once", "uni", "use", "usu", "eu"}) {
    if (text::lower(word).starts_with(other)) return false;
  }
  for (const std::string_view silent : {"hour", "honest", "XL", "XS", "11", "18"}) {
    if (word.starts_with(silent)) return true;
  }
  if (word.size() == 1) return std::string_view("AEFHILMNORSX8").find(word[0]) != std::string_view::npos;
  return std::string_view("aeiouAEIO8").find(word[0]) != std::string_view::npos;
}

// "a extra large" -> "an extra large", "an ten-digit" -> "a ten-digit"
std::string with_articles(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = i == 0 || !(is_word(text[i - 1]) || text[i - 1] == '\'' || text[i - 1] == '.' || text[i - 1] == '-');
    const std::size_t length = text.substr(i).starts_with("an ") ? 2 : text.substr(i).starts_with("a ") ? 1 : 0;
    if (!starts || length == 0) {
      out += text[i];
      continue;
    }
    const std::size_t next = text.find_first_not_of(' ', i + length);
    out += next != std::string_view::npos && sounds_like_vowel(text, next) ? "an" : "a";
    i += length - 1;
  }
  return out;
}

}  // namespace

const Lines* Rules::find(std::string_view name) const {
  for (const auto& [prefix, talk] : parts_) {
    if (!name.starts_with(prefix)) continue;
    const auto found = talk->find(name.substr(prefix.size()));
    if (found != talk->end() && !found->second.empty()) return &found->second;
  }
  return nullptr;
}

std::string expand(std::string_view text, const Rules& rules, Random& random) {
  std::string out;
  out.reserve(text.size());
  append(out, text, rules, random, 0);
  return out;
}

std::string expand_rule(std::string_view name, const Rules& rules, Random& random) {
  const Lines* lines = rules.find(name);
  return lines == nullptr ? std::string() : expand(random.pick(*lines), rules, random);
}

Result<void> check_grammar(std::string_view text, const Rules& rules, const Lines& slots) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']' && --depth < 0) return wrong(text, "a ] without [");
    if (text[i] == '|' && depth == 0) return wrong(text, "a | outside of [ ]");
    if (text[i] != '<' && text[i] != '{') continue;
    const std::size_t end = text.find(text[i] == '<' ? '>' : '}', i);
    if (end == std::string_view::npos) return wrong(text, "a < or { that does not end");
    const std::string name(text.substr(i + 1, end - i - 1));
    if (text[i] == '<' && !rules.has(name)) return wrong(text, "no list '" + name + "'");
    if (text[i] == '{' && std::find(slots.begin(), slots.end(), name) == slots.end())
      return wrong(text, "no slot '" + name + "'");
    i = end;
  }
  if (depth != 0) return wrong(text, "a [ without ]");
  return {};
}

std::string polished(std::string_view raw, bool capitals) {
  const std::string text = with_articles(raw);
  std::string out;
  out.reserve(text.size());
  bool starts = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ' ') {
      const char next = i + 1 < text.size() ? text[i + 1] : '\n';
      if (next == ' ' || next == '\n' || next == ',' || next == '.' || next == '?' || next == '!' || next == ';') continue;
      if (out.empty() || out.back() == '\n' || out.back() == ' ') continue;
    }
    if (c == '.' && out.ends_with('.')) continue;  // "at 9 a.m.."
    if (c == ' ' && ends_sentence(out)) starts = true;
    if (c == '\n') starts = true;
    const bool capital = capitals && starts && is_letter(c);
    out += capital ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    if (is_word(c)) starts = false;
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '\n')) out.pop_back();
  return out;
}

void Phrases::add(std::string phrase, Lines alternatives) {
  std::string group = "[" + text::join(alternatives, "|") + "]";
  const auto end = std::find_if_not(phrase.begin(), phrase.end(), is_word);
  auto& rows = by_word_[std::string(phrase.begin(), end)];
  const auto longer = [&](const auto& row) { return row.first.size() < phrase.size(); };
  rows.insert(std::find_if(rows.begin(), rows.end(), longer), {std::move(phrase), std::move(group)});
}

std::string Phrases::vary(std::string_view text) const {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '{' || c == '<') {  // names stay as they are
      const std::size_t end = text.find(c == '<' ? '>' : '}', i);
      if (end == std::string_view::npos) return out.append(text.substr(i));
      out.append(text.substr(i, end - i + 1));
      i = end + 1;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end == i) {
      out += text[i++];
      continue;
    }
    const auto rows = by_word_.find(text.substr(i, end - i));
    const std::pair<std::string, std::string>* found = nullptr;
    if (rows != by_word_.end()) {
      for (const auto& row : rows->second) {
        const std::size_t after = i + row.first.size();
        const bool ends = after >= text.size() || (!is_word(text[after]) && text[after] != '\'');
        if (text.substr(i, row.first.size()) == row.first && ends) {
          found = &row;
          break;
        }
      }
    }
    out.append(found != nullptr ? std::string_view(found->second) : text.substr(i, end - i));
    i = found != nullptr ? i + found->first.size() : end;
  }
  return out;
}

}  // namespace localorg::dataset
