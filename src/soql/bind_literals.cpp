// Literals: each becomes a value in the form in which records hold it, or the range of days that it names.
#include <charconv>
#include <limits>

#include "base/text.h"
#include "org/datetime.h"
#include "org/id.h"
#include "soql/bind_scope.h"

namespace localorg::soql {
namespace {

constexpr std::size_t kMaxString = 4000;

using Bound = std::variant<org::Value, BoundRange>;

// The name that errors give an operand's type, and the field they name.
std::string_view type_name(const BoundOperand& operand) {
  const auto* expr = std::get_if<BoundExpr>(&operand);
  if (expr != nullptr && expr->functions.empty()) return org::traits(expr->field.field->type).literal;
  switch (type_class_of(operand)) {
    case org::TypeClass::integer: return "int";
    case org::TypeClass::number: return "double";
    case org::TypeClass::date: return "date";
    case org::TypeClass::datetime: return "dateTime";
    case org::TypeClass::time: return "time";
    case org::TypeClass::boolean: return "boolean";
    case org::TypeClass::id:
    case org::TypeClass::text:
    case org::TypeClass::multipicklist:
    case org::TypeClass::compound:
    case org::TypeClass::id_list: return "string";
  }
  return "string";
}

SalesforceError wrong_type(const BoundOperand& operand, Place place) {
  const auto* expr = std::get_if<BoundExpr>(&operand);
  const std::string field = expr != nullptr ? expr->field.field->name : std::get<BoundDistance>(operand).from.field->name;
  const std::string type(type_name(operand));
  return error_at(ErrorCode::INVALID_FIELD, place,
                  "value of filter criterion for field '" + field + "' must be of type " + type + " and should " +
                      (type == "string" ? "" : "not ") + "be enclosed in quotes");
}

// Words of the parser's kind: columns from 0 (assumed, as for invalid strings).
SalesforceError invalid(Place place, std::string message) {
  return {ErrorCode::MALFORMED_QUERY, std::move(message), {}, place, ColumnsFrom::zero};
}

double number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault == std::errc::result_out_of_range) return std::numeric_limits<double>::max();
  return value;
}

Result<Bound> bind_text(const StringLiteral& literal, Place place) {
  if (literal.value.size() > kMaxString && text::utf16(literal.value).size() > kMaxString) {  // limit documented, text assumed
    return error_at(ErrorCode::MALFORMED_QUERY, place, "String literals in WHERE can not be longer than 4000 characters");
  }
  if (literal.value.empty()) return Bound{org::Value{}};  // '' is null
  return Bound{org::Value{literal.value}};
}

Result<Bound> bind_id(const StringLiteral& literal, Place place) {
  if (literal.value.empty()) return Bound{org::Value{}};
  auto id = org::normalize_id(literal.value);
  if (!id) return error_at(ErrorCode::INVALID_QUERY_FILTER_OPERATOR, place, "invalid ID field: " + literal.value);
  return Bound{org::Value{*std::move(id)}};
}

Result<Bound> bind_date(const DateLiteral& literal, Place place) {
  const auto day = org::parse_date(literal.text);
  if (!day) return invalid(place, "Invalid date: " + literal.text);
  return Bound{org::Value{org::format_date(*day)}};
}

Result<Bound> bind_datetime(const DatetimeLiteral& literal, Place place) {
  const auto ms = org::parse_datetime(literal.text);
  if (!ms) return invalid(place, "Invalid datetime: " + literal.text);
  return Bound{org::Value{org::format_datetime(*ms)}};
}

Result<Bound> bind_relative(Scope& scope, const RelativeDateLiteral& literal, bool as_datetime, Place place) {
  std::optional<std::int64_t> count;
  if (literal.count) {
    std::int64_t n = 0;
    const auto [end, fault] = std::from_chars(literal.count->data(), literal.count->data() + literal.count->size(), n);
    count = fault == std::errc{} ? n : std::numeric_limits<std::int64_t>::max();
  }
  const org::Calendar& calendar = scope.viewer.calendar;
  const auto days = org::relative_days(literal.keyword, count, calendar);
  if (!days) return invalid(place, "Invalid date: " + literal.keyword);
  scope.bound.depends_on_clock = true;
  if (!as_datetime) return Bound{BoundRange{org::format_date(days->first), org::format_date(days->end)}};
  return Bound{
      BoundRange{org::format_datetime(calendar.start_of(days->first)), org::format_datetime(calendar.start_of(days->end))}};
}

}  // namespace

Result<Bound> bind_literal(Scope& scope, const Literal& literal, const BoundOperand& operand, Place place) {
  const auto& value = literal.value;
  if (std::holds_alternative<NullLiteral>(value)) return Bound{org::Value{}};
  const auto* string = std::get_if<StringLiteral>(&value);
  const auto* number = std::get_if<NumberLiteral>(&value);
  const auto* relative = std::get_if<RelativeDateLiteral>(&value);
  const org::TypeClass type_class = type_class_of(operand);
  switch (type_class) {
    case org::TypeClass::text:
    case org::TypeClass::multipicklist:
    case org::TypeClass::compound:
    case org::TypeClass::id_list:
      if (string != nullptr) return bind_text(*string, place);
      break;
    case org::TypeClass::id:
      if (string != nullptr) return bind_id(*string, place);
      break;
    case org::TypeClass::boolean:
      if (const auto* boolean = std::get_if<BooleanLiteral>(&value))
        return Bound{org::Value{std::int64_t{boolean->value ? 1 : 0}}};
      break;
    case org::TypeClass::integer:
      if (number != nullptr && number->is_integer) return Bound{org::Value{number_of(number->text)}};
      break;
    case org::TypeClass::number:
      if (number != nullptr) return Bound{org::Value{number_of(number->text)}};
      break;
    case org::TypeClass::date:
      if (const auto* date = std::get_if<DateLiteral>(&value)) return bind_date(*date, literal.place);
      if (relative != nullptr) return bind_relative(scope, *relative, false, literal.place);
      break;
    case org::TypeClass::datetime:
      if (const auto* datetime = std::get_if<DatetimeLiteral>(&value)) return bind_datetime(*datetime, literal.place);
      if (relative != nullptr) return bind_relative(scope, *relative, true, literal.place);
      break;
    case org::TypeClass::time:
      if (const auto* time = std::get_if<TimeLiteral>(&value)) {
        auto stored = org::parse_time(time->text);
        if (!stored) return invalid(literal.place, "Invalid time: " + time->text);
        return Bound{org::Value{*std::move(stored)}};
      }
      break;
  }
  return wrong_type(operand, place);
}

}  // namespace localorg::soql
