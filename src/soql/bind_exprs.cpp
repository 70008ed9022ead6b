// Expressions: a field, and the functions round it.
#include <charconv>

#include "base/text.h"
#include "soql/bind_scope.h"

namespace localorg::soql {
namespace {

bool is_date_argument(Function function, const org::Field& field) {
  if (function == Function::day_only || function == Function::hour_in_day || function == Function::convert_timezone) {
    return field.type == org::FieldType::datetime;
  }
  return field.type == org::FieldType::datetime || field.type == org::FieldType::date;
}

SalesforceError unsupported(const FunctionRow& row, const org::Field& field, Place place) {
  return error_at(ErrorCode::MALFORMED_QUERY, place,
                  "field " + field.name + " does not support aggregate operator " + text::upper(row.name));
}

// May `inner` stand inside `outer`?
bool may_nest(const FunctionRow& outer, const FunctionRow& inner) {
  if (outer.kind == FunctionKind::date) return inner.kind == FunctionKind::timezone;
  if (outer.function == Function::format)
    return inner.kind == FunctionKind::aggregate || inner.function == Function::convert_currency;
  return false;
}

Result<void> check_argument(const FunctionRow& row, const org::Field& field, Place place) {
  switch (row.kind) {
    case FunctionKind::aggregate:
      if (!supports(row.function, field)) return unsupported(row, field, place);
      return {};
    case FunctionKind::date:
    case FunctionKind::timezone:
      if (!is_date_argument(row.function, field)) return unsupported(row, field, place);
      return {};
    case FunctionKind::grouping:
    case FunctionKind::display: return {};
  }
  return {};
}

// Where a function may stand.  Texts for wrong places are assumed but for aggregates in WHERE (soql.md 7.1).
Result<void> check_place(const FunctionRow& row, const Name& name, Clause clause) {
  const SourceSpan parenthesis{name.place.end, name.place.end + 1};
  const SalesforceError misplaced{ErrorCode::MALFORMED_QUERY, "unexpected token: '('", {}, parenthesis, ColumnsFrom::zero};
  if (row.kind == FunctionKind::aggregate && (clause == Clause::where || clause == Clause::group_by)) return misplaced;
  if (row.kind == FunctionKind::grouping && (clause == Clause::where || clause == Clause::group_by)) return misplaced;
  if (row.kind == FunctionKind::display) {
    const bool label_filter = row.function == Function::to_label && clause == Clause::where;
    if (clause != Clause::select && !label_filter) return misplaced;
  }
  return {};
}

SalesforceError bad_nesting(const FunctionRow& outer, Place place) {
  return error_at(
      ErrorCode::MALFORMED_QUERY, place,
      "nested functional syntax can only be used in the following manner: date_function(convertTimezone(columnName)): " +
          text::upper(outer.name));
}

}  // namespace

Place place_of(const Operand& operand) {
  return std::visit([](const auto& expr) { return expr.place; }, operand);
}

Result<BoundExpr> bind_expr(Scope& scope, const FieldExpr& expr, Clause clause) {
  std::vector<FunctionRow> rows;
  for (const Name& name : expr.functions) {
    const auto row = find_function(name.text);
    if (!row) return error_at(ErrorCode::MALFORMED_QUERY, name.place, "Invalid aggregate function");
    rows.push_back(*row);
  }
  if (!rows.empty()) LOCALORG_CHECK(check_place(rows.front(), expr.functions.front(), clause));
  if (rows.size() == 2 && !may_nest(rows[0], rows[1])) return bad_nesting(rows[0], expr.place);
  if (rows.size() == 1 && rows[0].kind == FunctionKind::timezone) return bad_nesting(rows[0], expr.place);

  LOCALORG_TRY(const BoundField field, bind_path(scope, expr.path));
  BoundExpr bound{{}, field};
  for (const FunctionRow& row : rows) {
    bound.functions.push_back(row.function);
    const bool on_field = &row == &rows.back() || row.kind == FunctionKind::date;
    if (on_field) LOCALORG_CHECK(check_argument(row, *field.field, expr.path.place));
  }
  const bool aggregates = rows.size() == 1 && rows[0].kind == FunctionKind::aggregate;
  if (aggregates && scope.level != Level::root) {
    return error_at(ErrorCode::MALFORMED_QUERY, expr.place,
                    "only root queries support aggregate expressions");  // position assumed
  }
  return bound;
}

Result<BoundDistance> bind_distance(Scope& scope, const DistanceExpr& expr) {
  LOCALORG_TRY(const BoundField from, bind_path(scope, expr.from));
  if (org::traits(from.field->type).type_class != org::TypeClass::compound) {
    return error_at(ErrorCode::INVALID_FIELD, expr.from.place,  // text assumed
                    "field '" + from.field->name + "' is not a location: DISTANCE takes a location or address");
  }
  BoundDistance bound{from, std::pair{0.0, 0.0}, false};
  if (const auto* point = std::get_if<Geolocation>(&expr.to)) {
    std::pair<double, double> to;
    std::from_chars(point->latitude.data(), point->latitude.data() + point->latitude.size(), to.first);
    std::from_chars(point->longitude.data(), point->longitude.data() + point->longitude.size(), to.second);
    bound.to = to;
  } else {
    LOCALORG_TRY(bound.to, bind_path(scope, std::get<Name>(expr.to)));
  }
  if (expr.unit == "mi") {
    bound.in_miles = true;
  } else if (expr.unit != "km") {
    return error_at(ErrorCode::MALFORMED_QUERY, expr.place,
                    "Invalid distance unit: " + expr.unit + ". Valid unit: 'mi', 'km'");  // assumed
  }
  return bound;
}

Result<BoundOperand> bind_operand(Scope& scope, const Operand& operand, Clause clause) {
  if (const auto* distance = std::get_if<DistanceExpr>(&operand)) {
    LOCALORG_TRY(BoundDistance bound, bind_distance(scope, *distance));
    return BoundOperand{std::move(bound)};
  }
  LOCALORG_TRY(BoundExpr bound, bind_expr(scope, std::get<FieldExpr>(operand), clause));
  return BoundOperand{std::move(bound)};
}

}  // namespace localorg::soql
