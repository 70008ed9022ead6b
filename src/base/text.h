// Text: UTF-8 checked and converted, case folded as SOQL folds it, numbers printed as Java prints them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace localorg::text {

bool is_ascii(std::string_view s);
bool is_valid_utf8(std::string_view s);
// Conversions; ill-formed input becomes U+FFFD.
std::u16string utf16(std::string_view utf8);
std::string utf8(std::u16string_view utf16);
// Reads the code point at `at` and moves past it; U+FFFD for an ill-formed byte.
std::int32_t next_code_point(std::string_view s, std::size_t& at);
void append_code_point(std::string& out, std::int32_t c);

// ASCII letters only: names of objects, fields and keywords are ASCII.
std::string lower(std::string_view s);
std::string upper(std::string_view s);
bool equal_ignoring_case(std::string_view a, std::string_view b);

// <0, 0, >0.  Code point by code point after Unicode simple upper-casing, then by length: how SOQL compares and sorts
// text in English locales (SOQL reference, ORDER BY).  Accents are significant, and no letter beyond ASCII equals one of
// ASCII, so that SQLite's NOCASE agrees wherever one side is ASCII.
int compare_ignoring_case(std::string_view a, std::string_view b);

// SOQL's LIKE: `%` any run, `_` one character, `\` makes the next character literal; whole value.
enum class Case { ignored, exact };
bool like(std::string_view pattern, std::string_view value, Case letters = Case::ignored);

std::string_view trim(std::string_view s);
std::vector<std::string_view> split(std::string_view s, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Java's Double.toString, which is how REST prints double, currency and percent: 1.0  12.5  1.0E7  5.0E-4.
std::string java_double(double value);
void append_java_double(std::string& out, double value);

// Appends `s` as a JSON string with its quotes.  `s` is UTF-8 and stays UTF-8; only what JSON must escape is escaped.
void append_json_string(std::string& out, std::string_view s);

// Columns that UTF-8 text takes on a terminal, and the longest beginning of it that takes no more than `width`.
std::size_t display_width(std::string_view s);
std::string cut_to_width(std::string_view s, std::size_t width);

// The candidate nearest to `word`, ignoring case, if it is near enough to be meant; else empty.  A letter too many, missing,
// exchanged or swapped with its neighbour counts one; of every three letters one may be wrong.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace localorg::text
