#include "soql/words.h"

#include <algorithm>

namespace localorg::soql {
namespace {

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
bool is_blank(char c) { return is_one_of(c, " \t\r\n\f"); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name_character(char c) { return is_letter(c) || is_digit(c) || is_one_of(c, "_$."); }
bool is_number_character(char c) { return is_letter(c) || is_digit(c) || is_one_of(c, ".:+-"); }

template <typename Belongs>
std::size_t end_of_run(std::string_view query, std::size_t begin, Belongs belongs) {
  std::size_t end = begin;
  while (end < query.size() && belongs(query[end])) ++end;
  return end;
}

// Behind the closing quote of the string at `begin`; npos: it has none.
std::size_t end_of_string(std::string_view query, std::size_t begin) {
  for (std::size_t i = begin + 1; i < query.size(); ++i) {
    if (query[i] == '\\') {
      ++i;
    } else if (query[i] == '\'') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

std::size_t end_of_sign(std::string_view query, std::size_t begin) {
  return is_one_of(query[begin], "=<>!") ? end_of_run(query, begin, [](char c) { return is_one_of(c, "=<>!"); }) : begin + 1;
}

}  // namespace

std::vector<Word> words_of(std::string_view query) {
  std::vector<Word> words;
  std::size_t end = 0;
  for (std::size_t begin = 0; begin < query.size(); begin = end) {
    WordKind kind = WordKind::sign;
    const char c = query[begin];
    if (is_blank(c)) {
      end = begin + 1;
      continue;
    }
    if (c == '\'') {
      end = end_of_string(query, begin);
      kind = end == std::string_view::npos ? WordKind::open_string : WordKind::string;
      end = std::min(end, query.size());
    } else if (is_letter(c)) {
      kind = WordKind::name;
      end = end_of_run(query, begin, is_name_character);
    } else if (is_digit(c)) {
      kind = WordKind::number;
      end = end_of_run(query, begin, is_number_character);
    } else {
      end = end_of_sign(query, begin);
    }
    words.push_back({kind, {begin, end}, query.substr(begin, end - begin)});
  }
  return words;
}

}  // namespace localorg::soql
