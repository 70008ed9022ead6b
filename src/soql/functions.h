// The functions of SOQL, one row each: what they take, give and where they may stand (SOQL reference, soql.md section 10).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "org/catalog.h"

namespace localorg::soql {

// clang-format off
enum class Function {
  count, count_distinct, sum, avg, min, max, grouping,
  calendar_month, calendar_quarter, calendar_year, day_in_month, day_in_week, day_in_year, day_only,
  fiscal_month, fiscal_quarter, fiscal_year, hour_in_day, week_in_month, week_in_year, convert_timezone,
  format, to_label, convert_currency,
};
// clang-format on

enum class FunctionKind { aggregate, grouping, date, timezone, display };

struct FunctionRow {
  Function function;
  std::string_view name;  // as the reference spells it
  FunctionKind kind;
};

// All of them.
std::span<const FunctionRow> functions();
const FunctionRow& row_of(Function function);
// Ignoring case.
std::optional<FunctionRow> find_function(std::string_view name);

// May this aggregate be taken of this field?
bool supports(Function aggregate, const org::Field& field);

}  // namespace localorg::soql
