#include <cmath>
#include <cstdio>

#include "org/datetime.h"
#include "org/id.h"
#include "support/generator_parts.h"
#include "support/generator_values.h"

namespace localorg::test {
namespace {

using org::TypeClass;
using org::Value;

// Of a record that is there: the value that the path's field may have; null if there is no such record.
Value sample(const Level& level, const Path& path) {
  std::string object = path.object->name;
  std::string field = path.field->name;
  if (path.object->is_virtual()) {
    object = level.random.pick(std::vector<std::string>{"User", "Group", "Account", "Order", "Item__c"});
    if (field == "Type") return object;
    const org::SObject& target = *level.org.catalog->find(object);
    if (field == "NameOrAlias" || field == "Name") field = target.name_field()->name;
    if (target.find_field(field) == nullptr) return {};
  }
  const auto found = level.org.records.find(object);
  if (found == level.org.records.end() || found->second.empty()) return {};
  return level.random.pick(found->second)[field];
}

std::string text_value(const Level& level, const Expr& expr) {
  Random& random = level.random;
  Value value = random.chance(70) ? sample(level, expr.path) : Value{};
  if (expr.functions == std::vector{soql::Function::to_label} && random.chance(70)) {
    if (!expr.path.field->picklist_values.empty()) value = random.pick(expr.path.field->picklist_values).label;
  }
  const auto* text = std::get_if<std::string>(&value);
  const std::string out = text != nullptr ? *text : random_text(random);
  return random.chance(25) ? in_other_case(out, random) : out;
}

std::string id_literal(const Level& level, const Expr& expr) {
  Random& random = level.random;
  const Value value = sample(level, expr.path);
  const auto* text = std::get_if<std::string>(&value);
  const std::string id = text != nullptr ? *text : org::make_id("005", "No0", random.below(4));
  switch (random.below(6)) {
    case 0: return "'" + id.substr(0, 15) + "'";
    case 1: return "'" + in_other_case(id, random) + "'";  // the checksum knows better
    case 2: return random.chance(20) ? "''" : "'" + id + "'";
    default: return "'" + id + "'";
  }
}

double number_value(const Level& level, const Expr& expr) {
  Random& random = level.random;
  if (expr.functions.empty() || expr.functions.front() == soql::Function::min ||
      expr.functions.front() == soql::Function::max) {
    const Value value = sample(level, expr.path);
    if (const auto* number = std::get_if<double>(&value); number != nullptr && random.chance(80)) return *number;
    if (const auto* integer = std::get_if<std::int64_t>(&value); integer != nullptr && random.chance(80))
      return static_cast<double>(*integer);
  }
  if (expr.functions.empty()) return static_cast<double>(random.between(-20, 4000)) / 4;
  switch (expr.functions.front()) {
    case soql::Function::calendar_year:
    case soql::Function::fiscal_year: return static_cast<double>(random.between(2021, 2025));
    case soql::Function::grouping: return static_cast<double>(random.below(2));
    case soql::Function::day_in_year: return static_cast<double>(random.between(1, 366));
    case soql::Function::sum:
    case soql::Function::avg: return static_cast<double>(random.between(-10, 4000)) / 4;
    case soql::Function::count:
    case soql::Function::count_distinct:
    case soql::Function::min:
    case soql::Function::max:
    case soql::Function::calendar_month:
    case soql::Function::calendar_quarter:
    case soql::Function::day_in_month:
    case soql::Function::day_in_week:
    case soql::Function::day_only:
    case soql::Function::fiscal_month:
    case soql::Function::fiscal_quarter:
    case soql::Function::hour_in_day:
    case soql::Function::week_in_month:
    case soql::Function::week_in_year:
    case soql::Function::convert_timezone:
    case soql::Function::format:
    case soql::Function::to_label:
    case soql::Function::convert_currency: break;
  }
  return static_cast<double>(random.between(0, 13));
}

// One of the keywords of soql.md 6.3: LAST_MONTH, NEXT_N_FISCAL_YEARS:2, ...
std::string relative_date(const Level& level) {
  static const std::vector<std::string> kUnits = {"DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_QUARTER", "FISCAL_YEAR"};
  static const std::vector<std::string> kCounts = {"0", "1", "2", "3", "5", "13", "100", "500"};
  Random& random = level.random;
  const std::string unit = random.pick(kUnits);
  const std::size_t way = random.below(3);
  if (random.chance(50)) {
    const std::string count = ":" + random.pick(kCounts);
    if (way == 2) return level.keyword("N_" + unit + "S_AGO") + count;
    return level.keyword((way == 0 ? "LAST_N_" : "NEXT_N_") + unit + "S") + count;
  }
  if (unit == "DAY" && random.chance(40)) return level.keyword(way == 0 ? "LAST_90_DAYS" : "NEXT_90_DAYS");
  if (unit == "DAY") return level.keyword(way == 0 ? "YESTERDAY" : way == 1 ? "TODAY" : "TOMORROW");
  return level.keyword((way == 0 ? "LAST_" : way == 1 ? "THIS_" : "NEXT_") + unit);
}

// 2024-02-29T23:30:00Z, or the same moment by the clock of another zone.
std::string datetime_literal(const std::string& stored, Random& random) {
  const std::int64_t ms = *org::parse_datetime(stored);
  const bool is_edge = stored.starts_with("1700") || stored.starts_with("4000");
  static const std::vector<std::pair<int, std::string>> kOffsets = {
      {330, "+05:30"}, {-480, "-0800"}, {840, "+14:00"}, {-150, "-02:30"}, {0, "+0000"}};
  if (is_edge || random.chance(50)) {
    std::string out = stored.substr(0, 23) + "Z";
    if (out.ends_with(".000Z") && random.chance(50)) out.erase(19, 4);
    return out;
  }
  const auto& [minutes, text] = random.pick(kOffsets);
  return org::format_datetime(ms + std::int64_t{minutes} * 60'000).substr(0, 23) + text;
}

std::string date_literal(const Level& level, const Expr& expr) {
  Random& random = level.random;
  if (expr.is_plain() && random.chance(50)) return relative_date(level);
  Value value = random.chance(60) ? sample(level, expr.path) : Value{};
  const auto* stored = std::get_if<std::string>(&value);
  if (expr.type_class == TypeClass::date)
    return stored != nullptr ? stored->substr(0, 10) : random_date(level.org.now_ms, random);
  return datetime_literal(stored != nullptr ? *stored : random_datetime(level.org.now_ms, random), random);
}

std::string hex_escape(char32_t unit) {
  char out[16];
  std::snprintf(out, sizeof out, "\\u%04X", static_cast<unsigned>(unit));
  return out;
}

// The bytes of the character at `at`, and its code point.
std::pair<std::string, char32_t> character_at(const std::string& text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t c = size == 1 ? first : first & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) c = c << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  return {text.substr(at, size), c};
}

// One character as a string literal writes it.
std::string escaped(const std::pair<std::string, char32_t>& character, Random& random) {
  const auto& [bytes, c] = character;
  switch (c) {
    case U'\'': return "\\'";
    case U'\\': return "\\\\";
    case U'\n': return random.chance(50) ? "\\n" : "\\N";
    case U'\r': return "\\r";
    case U'\t': return random.chance(50) ? "\\t" : "\t";
    case U'"': return random.chance(50) ? "\\\"" : "\"";
    default: break;
  }
  if (c < 0x80 || !random.chance(15)) return bytes;
  if (c < 0x10000) return hex_escape(c);
  return hex_escape(0xD800 + ((c - 0x10000) >> 10)) + hex_escape(0xDC00 + ((c - 0x10000) & 0x3FF));
}

}  // namespace

std::string quoted(const std::string& text, Random& random) {
  std::string out = "'";
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    out += escaped(character, random);
    at += character.first.size();
  }
  return out + "'";
}

std::string like_literal(const Level& level, const Expr& expr) {
  Random& random = level.random;
  const std::string text = text_value(level, expr);
  std::string out = random.chance(40) ? "%" : "";
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    at += character.first.size();
    const std::size_t way = random.below(12);
    if (way == 0) {
      out += "_";
    } else if (way == 1) {
      out += "%";
    } else if (way == 2 && at > 1) {
      continue;
    } else if (character.first == "%" || character.first == "_") {
      out += (random.chance(70) ? "\\" : "") + character.first;
    } else {
      out += escaped(character, random);
    }
  }
  if (out.empty() || random.chance(40)) out += "%";
  return "'" + out + "'";
}

std::string number_literal(double value, Random& random) {
  char text[400];
  std::snprintf(text, sizeof text, "%.20f", value);
  std::string out = text;
  while (out.ends_with('0')) out.pop_back();
  if (out.ends_with('.')) out += random.chance(50) ? "0" : "00";
  if (out.ends_with(".0") && random.chance(60)) out.resize(out.size() - 2);
  if (out.starts_with("0.") && random.chance(30)) out.erase(0, 1);
  return (value >= 0 && random.chance(5) ? "+" : "") + out;
}

std::string geolocation(const Level& level) {
  Random& random = level.random;
  const double latitude = static_cast<double>(random.between(-360, 360)) / 4;
  const double longitude = static_cast<double>(random.between(-720, 720)) / 4;
  return level.keyword("GEOLOCATION") + "(" + number_literal(latitude, random) + ", " + number_literal(longitude, random) + ")";
}

std::string literal_not_null(const Level& level, const Expr& expr) {
  Random& random = level.random;
  switch (expr.type_class) {
    case TypeClass::id: return id_literal(level, expr);
    case TypeClass::boolean: return level.keyword(random.chance(50) ? "TRUE" : "FALSE");
    case TypeClass::integer: return std::to_string(std::llround(number_value(level, expr)));
    case TypeClass::number: return number_literal(number_value(level, expr), random);
    case TypeClass::date:
    case TypeClass::datetime: return date_literal(level, expr);
    case TypeClass::time: {
      const Value value = sample(level, expr.path);
      return std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : "10:30:00Z";
    }
    case TypeClass::text:
    case TypeClass::multipicklist:
    case TypeClass::compound:
    case TypeClass::id_list: return quoted(text_value(level, expr), random);
  }
  return "null";
}

std::string literal(const Level& level, const Expr& expr) {
  return level.random.chance(10) ? level.keyword("NULL") : literal_not_null(level, expr);
}

}  // namespace localorg::test
