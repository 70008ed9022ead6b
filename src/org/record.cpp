#include "org/record.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/text.h"
#include "org/datetime.h"
#include "org/id.h"

namespace localorg::org {
namespace {

SalesforceError bad_value(const Field& field, std::string_view text, std::string_view wanted) {
  const std::string quoted = text::utf8(text::utf16(text.substr(0, 240)).substr(0, 60));  // well-formed, whatever came in
  return error_without_position(ErrorCode::ORG_UNUSABLE, field.name + ": '" + quoted + "' is no " + std::string(wanted));
}

Value computed_value(const Field& field, const Record& record) {
  const Computed& rule = field.computed;
  if (!rule.join.empty()) {
    std::vector<std::string> parts;
    for (const std::string& name : rule.join) {
      if (const auto* part = std::get_if<std::string>(&record[name])) parts.push_back(*part);
    }
    if (!parts.empty()) return text::join(parts, " ");
  }
  if (!rule.picklist.empty()) {
    const auto* current = std::get_if<std::string>(&record[rule.picklist]);
    if (current == nullptr) return std::monostate{};
    const auto& values = record.object->find_field(rule.picklist)->picklist_values;
    const auto found = std::find_if(values.begin(), values.end(), [&](const PicklistValue& v) {
      return text::compare_ignoring_case(v.value, *current) == 0;
    });
    const Value otherwise = field.type == FieldType::boolean ? Value{std::int64_t{0}} : Value{};
    if (found == values.end()) return otherwise;
    const auto attribute = found->attributes.find(rule.attribute);
    if (attribute == found->attributes.end()) return otherwise;
    auto value = value_from_text(field, attribute->second);
    return value ? *std::move(value) : otherwise;
  }
  // A copy stands in for a value nobody gave: the Name of a custom object's record is its Id only where it was left blank.
  if (!rule.copy.empty() && is_null(record.values[field.index])) return record[rule.copy];
  return std::monostate{};
}

// A number with nothing behind it, with or without its sign.
std::optional<double> read_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

Result<Value> integer_from_text(const Field& field, std::string_view text) {
  // 24 and 24.0 are the same int: exports of data frames write the second.
  const auto number = read_number(text);
  if (!number || *number != std::floor(*number) || std::fabs(*number) > 9e15) return bad_value(field, text, "int");
  return Value{static_cast<std::int64_t>(*number)};
}

Result<Value> number_from_text(const Field& field, std::string_view text) {
  const auto number = read_number(text);
  if (!number) return bad_value(field, text, "number");
  return Value{*number};
}

Result<Value> boolean_from_text(const Field& field, std::string_view text) {
  const std::string word = text::lower(text);
  if (word == "true" || word == "1" || word == "1.0") return Value{std::int64_t{1}};
  if (word == "false" || word == "0" || word == "0.0") return Value{std::int64_t{0}};
  return bad_value(field, text, "boolean");
}

}  // namespace

void complete(Record& record, const std::vector<bool>& given) {
  for (const Field& field : record.object->fields) {
    Value& value = record.values[field.index];
    const bool keep_null = !given.empty() && given[field.index] && field.type != FieldType::boolean;
    if (is_null(value) && !keep_null && !field.default_value.empty()) {
      auto initial = value_from_text(field, field.default_value);
      if (initial) value = *std::move(initial);
    }
  }
  for (const Field& field : record.object->fields) {
    if (!field.computed.any()) continue;
    Value value = computed_value(field, record);
    if (!is_null(value)) record.values[field.index] = std::move(value);
  }
}

std::string auto_number(std::string_view format, std::uint64_t number) {
  const std::size_t open = format.find('{');
  const std::size_t close = format.find('}', open);
  if (open == std::string_view::npos || close == std::string_view::npos) return std::string(format) + std::to_string(number);
  const std::string digits = std::to_string(number);
  const std::size_t width = close - open - 1;
  return std::string(format.substr(0, open)) + std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits +
         std::string(format.substr(close + 1));
}

Result<Value> value_from_text(const Field& field, std::string_view text) {
  if (text.empty()) return Value{};
  const std::string_view trimmed = text::trim(text);
  const TypeClass type_class = traits(field.type).type_class;
  if (trimmed.empty() && type_class != TypeClass::text) return Value{};
  switch (type_class) {
    case TypeClass::id: {
      auto id = normalize_id(trimmed);
      if (!id) return bad_value(field, text, "Id of 15 or 18 letters and digits");
      return Value{*std::move(id)};
    }
    case TypeClass::boolean: return boolean_from_text(field, trimmed);
    case TypeClass::integer: return integer_from_text(field, trimmed);
    case TypeClass::number: return number_from_text(field, trimmed);
    case TypeClass::date: {
      if (const auto day = parse_date(trimmed)) return Value{format_date(*day)};
      if (const auto ms = parse_datetime(trimmed)) return Value{format_date(day_of(*ms))};
      return bad_value(field, text, "date");
    }
    case TypeClass::datetime: {
      if (const auto ms = parse_datetime(trimmed)) return Value{format_datetime(*ms)};
      if (const auto day = parse_date(trimmed)) return Value{format_datetime(midnight_ms(*day))};
      return bad_value(field, text, "dateTime");
    }
    case TypeClass::time: {
      auto time = parse_time(trimmed);
      if (!time) return bad_value(field, text, "time");
      return Value{*std::move(time)};
    }
    case TypeClass::text:
    case TypeClass::multipicklist:
    case TypeClass::compound:
    case TypeClass::id_list:
      if (!text::is_valid_utf8(text)) return bad_value(field, text, "UTF-8 text");
      return Value{std::string(text)};
  }
  return Value{};
}

}  // namespace localorg::org
