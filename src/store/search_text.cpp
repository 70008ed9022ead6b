#include "store/search_text.h"

#include <sqlite3.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/lemma.h"
#include "base/search_words.h"
#include "base/text.h"
#include "store/database.h"
#include "store/full_text.h"

namespace localorg::store {
namespace {

struct Word {
  std::string text;
  std::string lemma;
  std::size_t begin;
  std::size_t end;
};

// Bytes [begin, end) of the text.
struct Mark {
  std::size_t begin;
  std::size_t end;
};

using Phrase = std::vector<std::string_view>;

std::string_view text_of(sqlite3_value* value) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return data == nullptr ? std::string_view() : std::string_view(data, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

std::vector<Phrase> phrases_of(std::string_view search) {
  std::vector<Phrase> out;
  for (const std::string_view line : text::split(search, '\n')) {
    if (!line.empty()) out.push_back(text::split(line, ' '));
  }
  return out;
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  text::WordReader words(text);
  while (words.next()) out.push_back({words.word(), text::lemma(words.word()), words.begin(), words.end()});
  return out;
}

bool is_token(const Word& word, std::string_view token) {
  if (token.ends_with('*')) return word.text.starts_with(token.substr(0, token.size() - 1));
  return token.starts_with(kLemmaMark) ? token.substr(1) == word.lemma && word.lemma != word.text : token == word.text;
}

bool begins_at(const std::vector<Word>& words, std::size_t at, const Phrase& phrase) {
  if (at + phrase.size() > words.size()) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (!is_token(words[at + i], phrase[i])) return false;
  }
  return true;
}

std::vector<Mark> marks_of(std::string_view text, const std::vector<Phrase>& phrases) {
  const std::vector<Word> words = words_of(text);
  std::vector<Mark> marks;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t longest = 0;
    for (const Phrase& phrase : phrases) {
      if (begins_at(words, at, phrase)) longest = std::max(longest, phrase.size());
    }
    if (longest != 0) marks.push_back({words[at].begin, words[at + longest - 1].end});
    at += std::max<std::size_t>(longest, 1);
  }
  return marks;
}

// Bytes [begin, end) of the text, marked.
std::string marked(std::string_view text, const std::vector<Mark>& marks, std::size_t begin, std::size_t end) {
  std::string out;
  for (const Mark& mark : marks) {
    if (mark.begin < begin || mark.end > end) continue;
    out += text.substr(begin, mark.begin - begin);
    out += "<mark>";
    out += text.substr(mark.begin, mark.end - mark.begin);
    out += "</mark>";
    begin = mark.end;
  }
  return out += text.substr(begin, end - begin);
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Runs of blanks and line ends become one blank; none at the ends.
std::string in_one_line(std::string_view text) {
  std::string out;
  for (const char c : text::trim(text)) {
    if (!is_blank(c)) {
      out += c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return out;
}

// A stretch of about `length` bytes with the first mark in its first third, from blank to blank.
std::string stretch(std::string_view text, const std::vector<Mark>& marks, std::size_t length) {
  const Mark& first = marks.front();
  std::size_t begin = first.begin > length / 3 ? first.begin - length / 3 : 0;
  while (begin > 0 && begin < first.begin && !is_blank(text[begin - 1])) ++begin;
  std::size_t end = std::min(std::max(begin + length, first.end), text.size());
  while (end < text.size() && end > first.end && !is_blank(text[end])) --end;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return in_one_line(marked(text, marks, begin, end));
}

void give(sqlite3_context* context, const std::string& text) {
  sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void highlight(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  const std::string_view text = text_of(arguments[0]);
  const std::vector<Mark> marks = marks_of(text, phrases_of(text_of(arguments[1])));
  if (!marks.empty()) give(context, marked(text, marks, 0, text.size()));
}

void snippet(sqlite3_context* context, int count, sqlite3_value** arguments) {
  if (count < 2) return;
  const std::vector<Phrase> phrases = phrases_of(text_of(arguments[0]));
  const auto length = static_cast<std::size_t>(std::max<sqlite3_int64>(sqlite3_value_int64(arguments[1]), 1));
  for (int i = 2; i < count; ++i) {
    const std::string_view text = text_of(arguments[i]);
    const std::vector<Mark> marks = marks_of(text, phrases);
    if (!marks.empty()) return give(context, stretch(text, marks, length));
  }
}

}  // namespace

Result<void> register_search_text(Database& database) {
  sqlite3* handle = database.handle();
  constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  int rc = sqlite3_create_function_v2(handle, "soql_highlight", 2, kPure, nullptr, highlight, nullptr, nullptr, nullptr);
  if (rc == SQLITE_OK)
    rc = sqlite3_create_function_v2(handle, "soql_snippet", -1, kPure, nullptr, snippet, nullptr, nullptr, nullptr);
  if (rc == SQLITE_OK) return {};
  return error_without_position(ErrorCode::ORG_UNUSABLE, std::string("SQLite: ") + sqlite3_errmsg(handle));
}

}  // namespace localorg::store
