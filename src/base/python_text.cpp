#include "base/python_text.h"

#include <unicode/uchar.h>

#include <array>
#include <charconv>
#include <cmath>

#include "base/json.h"
#include "base/text.h"

namespace localorg::text {
namespace {

// What str.isprintable() says: no control, format, unassigned, private or surrogate character, no separator but the blank.
bool is_printable(std::int32_t c) {
  constexpr std::uint32_t unprintable = U_GC_C_MASK | U_GC_Z_MASK;
  return c == ' ' || (U_GET_GC_MASK(c) & unprintable) == 0;
}

void append_escaped(std::string& out, std::int32_t c) {
  static constexpr char digits[] = "0123456789abcdef";
  const int width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  out += width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U";
  for (int shift = 4 * (width - 1); shift >= 0; shift -= 4) out += digits[(c >> shift) & 0xF];
}

// In single quotes, or in double ones if it holds a single quote and no double one.
void append_text(std::string& out, const std::string& value) {
  const bool has_single = value.find('\'') != std::string::npos, has_double = value.find('"') != std::string::npos;
  const char quote = has_single && !has_double ? '"' : '\'';
  out += quote;
  for (std::size_t at = 0; at < value.size();) {
    const std::int32_t c = next_code_point(value, at);
    if (c == '\\' || c == quote) {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (is_printable(c)) {
      append_code_point(out, c);
    } else {
      append_escaped(out, c);
    }
  }
  out += quote;
}

// float.__repr__: the shortest digits that read back, with an exponent below 1e-04 and from 1e+16 on.
void append_float(std::string& out, double value) {
  if (std::isnan(value) || std::isinf(value)) {
    out += std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
    return;
  }
  std::array<char, 400> buffer;
  const double size = std::fabs(value);
  const bool has_exponent = size != 0 && (size < 1e-4 || size >= 1e16);
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 has_exponent ? std::chars_format::scientific : std::chars_format::fixed)
                       .ptr;
  const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  out += digits;
  if (!has_exponent && digits.find('.') == std::string_view::npos) out += ".0";
}

void append(std::string& out, const Json& value, bool is_ordered);

void append_list(std::string& out, const Json& value, bool is_ordered) {
  out += '[';
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i > 0) out += ", ";
    append(out, value[i], is_ordered);
  }
  out += ']';
}

void append_object(std::string& out, const Json& value, bool is_ordered) {
  is_ordered = is_ordered || value.contains("attributes") || value.contains("totalSize");
  if (is_ordered && value.empty()) {
    out += "OrderedDict()";
    return;
  }
  out += is_ordered ? "OrderedDict([" : "{";
  bool first = true;
  for (const auto& [key, member] : value.items()) {
    if (!first) out += ", ";
    first = false;
    if (is_ordered) out += '(';
    append_text(out, key);
    out += is_ordered ? ", " : ": ";
    append(out, member, is_ordered);
    if (is_ordered) out += ')';
  }
  out += is_ordered ? "])" : "}";
}

// `is_ordered`: inside an OrderedDict, where everything is one.
void append(std::string& out, const Json& value, bool is_ordered) {
  switch (value.type()) {
    case Json::value_t::null:
    case Json::value_t::discarded: out += "None"; return;
    case Json::value_t::boolean: out += value.get<bool>() ? "True" : "False"; return;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: out += value.dump(); return;
    case Json::value_t::number_float: append_float(out, value.get<double>()); return;
    case Json::value_t::string: append_text(out, value.get_ref<const std::string&>()); return;
    case Json::value_t::array: append_list(out, value, is_ordered); return;
    case Json::value_t::object: append_object(out, value, is_ordered); return;
    case Json::value_t::binary: return;  // JSON text has none
  }
}

}  // namespace

std::string python_repr(const Json& value) {
  std::string out;
  append(out, value, false);
  return out;
}

std::string python_str(const Json& value) { return value.is_string() ? value.get<std::string>() : python_repr(value); }

}  // namespace localorg::text
