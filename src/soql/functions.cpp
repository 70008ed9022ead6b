#include "soql/functions.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace localorg::soql {
namespace {

constexpr auto kFunctions = std::to_array<FunctionRow>({
    {Function::count, "COUNT", FunctionKind::aggregate},
    {Function::count_distinct, "COUNT_DISTINCT", FunctionKind::aggregate},
    {Function::sum, "SUM", FunctionKind::aggregate},
    {Function::avg, "AVG", FunctionKind::aggregate},
    {Function::min, "MIN", FunctionKind::aggregate},
    {Function::max, "MAX", FunctionKind::aggregate},
    {Function::grouping, "GROUPING", FunctionKind::grouping},
    {Function::calendar_month, "CALENDAR_MONTH", FunctionKind::date},
    {Function::calendar_quarter, "CALENDAR_QUARTER", FunctionKind::date},
    {Function::calendar_year, "CALENDAR_YEAR", FunctionKind::date},
    {Function::day_in_month, "DAY_IN_MONTH", FunctionKind::date},
    {Function::day_in_week, "DAY_IN_WEEK", FunctionKind::date},
    {Function::day_in_year, "DAY_IN_YEAR", FunctionKind::date},
    {Function::day_only, "DAY_ONLY", FunctionKind::date},
    {Function::fiscal_month, "FISCAL_MONTH", FunctionKind::date},
    {Function::fiscal_quarter, "FISCAL_QUARTER", FunctionKind::date},
    {Function::fiscal_year, "FISCAL_YEAR", FunctionKind::date},
    {Function::hour_in_day, "HOUR_IN_DAY", FunctionKind::date},
    {Function::week_in_month, "WEEK_IN_MONTH", FunctionKind::date},
    {Function::week_in_year, "WEEK_IN_YEAR", FunctionKind::date},
    {Function::convert_timezone, "convertTimezone", FunctionKind::timezone},
    {Function::format, "FORMAT", FunctionKind::display},
    {Function::to_label, "toLabel", FunctionKind::display},
    {Function::convert_currency, "convertCurrency", FunctionKind::display},
});

}  // namespace

std::span<const FunctionRow> functions() { return kFunctions; }

const FunctionRow& row_of(Function function) {
  return *std::find_if(kFunctions.begin(), kFunctions.end(), [&](const FunctionRow& row) { return row.function == function; });
}

std::optional<FunctionRow> find_function(std::string_view name) {
  const auto* found = std::find_if(kFunctions.begin(), kFunctions.end(),
                                   [&](const FunctionRow& row) { return text::equal_ignoring_case(row.name, name); });
  if (found == kFunctions.end()) return std::nullopt;
  return *found;
}

bool supports(Function aggregate, const org::Field& field) {
  const org::TypeClass type_class = org::traits(field.type).type_class;
  const bool is_number = type_class == org::TypeClass::integer || type_class == org::TypeClass::number;
  if (aggregate == Function::sum || aggregate == Function::avg) return is_number && field.aggregatable;
  return field.aggregatable;
}

}  // namespace localorg::soql
