#include "support/reference_text.h"

#include <unicode/uchar.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace localorg::reference {
namespace {

char32_t upper(char32_t c) {
  const auto up = static_cast<char32_t>(u_toupper(static_cast<UChar32>(c)));
  return c >= 0x80 && up < 0x80 ? c : up;
}

// Does the pattern from p on fit the value from v on?
bool fits(const std::u32string& pattern, std::size_t p, const std::u32string& value, std::size_t v) {
  if (p == pattern.size()) return v == value.size();
  if (pattern[p] == U'%') {
    for (std::size_t rest = v; rest <= value.size(); ++rest) {
      if (fits(pattern, p + 1, value, rest)) return true;
    }
    return false;
  }
  if (v == value.size()) return false;
  if (pattern[p] == U'_') return fits(pattern, p + 1, value, v + 1);
  if (pattern[p] == U'\\' && p + 1 < pattern.size()) ++p;
  return pattern[p] == value[v] && fits(pattern, p + 1, value, v + 1);
}

// The shortest text of scientific notation that reads back as the same number.
std::string shortest_scientific(double value) {
  char text[40];
  for (int digits = 0; digits <= 17; ++digits) {
    std::snprintf(text, sizeof text, "%.*e", digits, value);
    if (std::strtod(text, nullptr) == value) break;
  }
  return text;
}

}  // namespace

std::u32string code_points(const std::string& text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i++]);
    const int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    char32_t c = more == 0 ? first : first & (0x3FU >> more);
    for (int k = 0; k < more; ++k) c = (c << 6) | (static_cast<unsigned char>(text[i++]) & 0x3FU);
    out += c;
  }
  return out;
}

std::u32string folded(const std::string& text) {
  std::u32string out = code_points(text);
  for (char32_t& c : out) c = upper(c);
  return out;
}

bool like(const std::string& pattern, const std::string& value, bool case_sensitive) {
  if (case_sensitive) return fits(code_points(pattern), 0, code_points(value), 0);
  return fits(folded(pattern), 0, folded(value), 0);
}

std::string json_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') {
      out += "\\\"";
    } else if (c == '\\') {
      out += "\\\\";
    } else if (c == '\b') {
      out += "\\b";
    } else if (c == '\f') {
      out += "\\f";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string number_text(double value) {
  if (value == 0) return "0.0";
  const std::string printed = shortest_scientific(std::fabs(value));  // d.ddde-XX
  const std::size_t e = printed.find('e');
  std::string digits = printed.substr(0, 1) + (e > 2 ? printed.substr(2, e - 2) : "");
  const int exponent = std::atoi(printed.c_str() + e + 1);
  const std::string sign = value < 0 ? "-" : "";
  if (exponent < -3 || exponent >= 7) {
    const std::string behind = digits.size() > 1 ? digits.substr(1) : "0";
    return sign + digits.substr(0, 1) + "." + behind + "E" + std::to_string(exponent);
  }
  if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  while (digits.size() < whole + 1) digits += '0';
  return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

}  // namespace localorg::reference
