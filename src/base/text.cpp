#include "base/text.h"

#include <unicode/uchar.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace localorg::text {

std::int32_t next_code_point(std::string_view s, std::size_t& at) {
  const char* data = s.data();
  const auto size = static_cast<std::int64_t>(s.size());
  auto i = static_cast<std::int64_t>(at);
  UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
  U8_NEXT_OR_FFFD(data, i, size, c);
#pragma GCC diagnostic pop
  at = static_cast<std::size_t>(i);
  return c;
}

void append_code_point(std::string& out, std::int32_t c) {
  const auto byte = [&](UChar32 bits) { out += static_cast<char>(bits); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6));
    byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3F));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

namespace {

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// The next character of `s`, upper-cased.  One that is not ASCII does not become so: dotless i is no I.
UChar32 next_folded(std::string_view s, std::size_t& at) {
  if (is_ascii(s[at])) return static_cast<unsigned char>(ascii_upper(s[at++]));
  const UChar32 c = next_code_point(s, at);
  const UChar32 upper = u_toupper(c);
  return upper < 0x80 ? c : upper;
}

template <UChar32 (*next)(std::string_view, std::size_t&)>
bool like_by(std::string_view pattern, std::string_view value) {
  std::size_t p = 0;
  std::size_t v = 0;
  std::size_t star = std::string_view::npos;  // pattern position after the last % met
  std::size_t retry = 0;                      // where in value the run of that % ends
  while (v < value.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      star = ++p;
      retry = v;
      continue;
    }
    if (p < pattern.size()) {
      std::size_t p_next = p;
      std::size_t v_next = v;
      bool same = false;
      if (pattern[p] == '_') {
        ++p_next;
        next_code_point(value, v_next);
        same = true;
      } else {
        if (pattern[p] == '\\' && p + 1 < pattern.size()) ++p_next;
        same = next(pattern, p_next) == next(value, v_next);
      }
      if (same) {
        p = p_next;
        v = v_next;
        continue;
      }
    }
    if (star == std::string_view::npos) return false;
    next_code_point(value, retry);
    p = star;
    v = retry;
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

std::size_t width_of(UChar32 c) {
  const int type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR || type == U_CONTROL_CHAR) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_FULLWIDTH || width == U_EA_WIDE ? 2 : 1;
}

// How many letters to put in, leave out, exchange or swap with their neighbour make `b` of `a` (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before;  // the rows of a[0, i-1) and a[0, i) against each beginning of b
  std::vector<std::size_t> above(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::move(above);
    above = std::move(row);
  }
  return above[b.size()];
}

}  // namespace

bool is_ascii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return is_ascii(c); });
}

bool is_valid_utf8(std::string_view s) {
  const char* data = s.data();
  const auto size = static_cast<std::int64_t>(s.size());
  for (std::int64_t i = 0; i < size;) {
    UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
    U8_NEXT(data, i, size, c);
#pragma GCC diagnostic pop
    if (c < 0) return false;
  }
  return true;
}

std::u16string utf16(std::string_view utf8) {
  std::u16string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const UChar32 c = next_code_point(utf8, at);
    if (U_IS_BMP(c)) {
      out.push_back(static_cast<char16_t>(c));
    } else {
      out.push_back(static_cast<char16_t>(U16_LEAD(c)));
      out.push_back(static_cast<char16_t>(U16_TRAIL(c)));
    }
  }
  return out;
}

std::string utf8(std::u16string_view utf16) {
  std::string out;
  out.reserve(utf16.size());
  for (std::size_t at = 0; at < utf16.size();) {
    UChar32 c = 0;
    U16_NEXT_OR_FFFD(utf16.data(), at, utf16.size(), c);
    append_code_point(out, c);
  }
  return out;
}

std::string lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), ascii_lower);
  return out;
}

std::string upper(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), ascii_upper);
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

int compare_ignoring_case(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const UChar32 x = next_folded(a, i);
    const UChar32 y = next_folded(b, j);
    if (x != y) return x < y ? -1 : 1;
  }
  if (i < a.size()) return 1;
  return j < b.size() ? -1 : 0;
}

bool like(std::string_view pattern, std::string_view value, Case letters) {
  return letters == Case::exact ? like_by<next_code_point>(pattern, value) : like_by<next_folded>(pattern, value);
}

std::string_view trim(std::string_view s) {
  constexpr std::string_view kBlanks = " \t\r\n\f\v";
  const std::size_t begin = s.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return s.substr(begin, s.find_last_not_of(kBlanks) - begin + 1);
}

std::vector<std::string_view> split(std::string_view s, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = s.find(separator);
    parts.push_back(s.substr(0, at));
    if (at == std::string_view::npos) return parts;
    s.remove_prefix(at + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) out += separator;
    out += part;
  }
  return out;
}

void append_java_double(std::string& out, double value) {
  if (std::isnan(value) || std::isinf(value)) {  // not storable in Salesforce; JSON has no spelling for it either
    out += "null";
    return;
  }
  if (value == 0) {
    out += std::signbit(value) ? "-0.0" : "0.0";
    return;
  }
  // Shortest digits that read back as the same number, as d.ddde±xx.
  std::array<char, 32> buffer{};
  const auto done =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value), std::chars_format::scientific);
  const std::string_view printed(buffer.data(), static_cast<std::size_t>(done.ptr - buffer.data()));
  const std::size_t e = printed.find('e');
  std::string digits(1, printed[0]);
  if (e > 2) digits += printed.substr(2, e - 2);
  int exponent = 0;
  std::string_view exponent_text = printed.substr(e + 1);
  if (exponent_text.front() == '+') exponent_text.remove_prefix(1);
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);

  if (value < 0) out += '-';
  const int count = static_cast<int>(digits.size());
  if (exponent >= 7 || exponent < -3) {
    out += digits[0];
    out += '.';
    out += count > 1 ? digits.substr(1) : "0";
    out += 'E' + std::to_string(exponent);
  } else if (exponent < 0) {
    out += "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  } else {
    if (count <= exponent + 1) {
      out += digits + std::string(static_cast<std::size_t>(exponent + 1 - count), '0') + ".0";
    } else {
      out += digits.substr(0, static_cast<std::size_t>(exponent) + 1) + '.' +
             digits.substr(static_cast<std::size_t>(exponent) + 1);
    }
  }
}

std::string java_double(double value) {
  std::string out;
  append_java_double(out, value);
  return out;
}

void append_json_string(std::string& out, std::string_view s) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  std::size_t clean = 0;  // start of the run that needs no escape
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto c = static_cast<unsigned char>(s[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(s, clean, i - clean);
    clean = i + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      default:
        out += "\\u00";
        out += kHex[c >> 4];
        out += kHex[c & 15];
    }
  }
  out.append(s, clean, s.size() - clean);
  out += '"';
}

std::size_t display_width(std::string_view s) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < s.size();) width += width_of(next_code_point(s, at));
  return width;
}

std::string cut_to_width(std::string_view s, std::size_t width) {
  std::size_t used = 0;
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t begin = at;
    used += width_of(next_code_point(s, at));
    if (used > width) return std::string(s.substr(0, begin));
  }
  return std::string(s);
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string wanted = lower(word);
  const std::size_t limit = std::max<std::size_t>(1, wanted.size() / 3);
  std::size_t best = limit + 1;
  std::string_view found;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, lower(candidate));
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

}  // namespace localorg::text
