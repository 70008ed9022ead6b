// GROUP BY, ORDER BY, and what they demand of each other and of the SELECT list.
#include <algorithm>

#include "base/text.h"
#include "soql/bind_scope.h"

namespace localorg::soql {
namespace {

constexpr std::size_t kMaxOrderItems = 32;
constexpr std::size_t kMaxRollup = 3;

SalesforceError malformed(std::string message) {
  return error_without_position(ErrorCode::MALFORMED_QUERY, std::move(message));
}

bool is_groupable(const BoundExpr& expr) {
  if (expr.functions.empty()) return expr.field.field->groupable;
  return row_of(expr.functions.front()).kind == FunctionKind::date;
}

}  // namespace

bool is_grouped(const BoundQuery& bound, const BoundExpr& expr) {
  return std::any_of(bound.group_by.begin(), bound.group_by.end(), [&](const BoundExpr& group) {
    if (group == expr) return true;
    // A date function of a date field that is grouped itself (documented).
    const bool is_date_function = expr.functions.size() == 1 && row_of(expr.functions.front()).kind == FunctionKind::date;
    return is_date_function && group.functions.empty() && group.field == expr.field;
  });
}

bool is_group_value(const BoundQuery& bound, const BoundExpr& expr) {
  if (expr.is_aggregate() || is_grouped(bound, expr)) return true;
  if (expr.functions.empty()) return false;
  const FunctionRow& outer = row_of(expr.functions.front());
  if (outer.kind == FunctionKind::grouping)
    return bound.grouping != Grouping::plain && is_grouped(bound, BoundExpr{{}, expr.field});
  if (outer.kind != FunctionKind::display) return false;
  return is_group_value(bound, BoundExpr{{expr.functions.begin() + 1, expr.functions.end()}, expr.field});
}

Result<void> bind_group_by(Scope& scope) {
  const auto& clause = scope.query.group_by;
  if (!clause) return {};
  if (scope.query.count_only) return malformed("Grouped query cannot use COUNT()");  // text assumed
  BoundQuery& bound = scope.bound;
  bound.grouping = clause->grouping;
  for (const FieldExpr& field : clause->fields) {
    LOCALORG_TRY(BoundExpr expr, bind_expr(scope, field, Clause::group_by));
    if (!is_groupable(expr)) {
      return error_at(ErrorCode::MALFORMED_QUERY, field.place,
                      "field '" + expr.field.field->name + "' can not be grouped in a query call");
    }
    if (std::find(bound.group_by.begin(), bound.group_by.end(), expr) != bound.group_by.end()) {
      return error_at(ErrorCode::MALFORMED_QUERY, field.place,
                      "duplicate grouping expression: " + expr.field.field->name);  // position assumed
    }
    bound.group_by.push_back(std::move(expr));
  }
  if (clause->grouping != Grouping::plain && bound.group_by.size() > kMaxRollup) {
    return malformed("GROUP BY ROLLUP and CUBE can have at most 3 fields");  // text assumed
  }
  // COUNT(x) beside GROUP BY x, at the aggregate's argument.
  for (const SelectItem& item : scope.query.select) {
    const auto* selected = std::get_if<SelectField>(&item);
    if (selected == nullptr || selected->expr.functions.size() != 1) continue;
    LOCALORG_TRY(const BoundExpr expr, bind_expr(scope, selected->expr, Clause::select));
    if (expr.is_aggregate() && is_grouped(bound, BoundExpr{{}, expr.field})) {
      return error_at(ErrorCode::MALFORMED_QUERY, selected->expr.path.place,
                      "Grouped field should not be aggregated: " + expr.field.field->name);
    }
  }
  if (clause->having) {
    LOCALORG_TRY(bound.having, bind_having(scope, *clause->having));
  }
  return {};
}

Result<void> bind_order_by(Scope& scope) {
  if (scope.query.order_by.empty()) return {};
  BoundQuery& bound = scope.bound;
  if (bound.kind == ResultKind::count) return malformed("COUNT() query cannot use ORDER BY");                 // text assumed
  if (scope.query.order_by.size() > kMaxOrderItems) return malformed("ORDER BY can have at most 32 fields");  // text assumed
  for (const OrderItem& item : scope.query.order_by) {
    LOCALORG_TRY(BoundOperand operand, bind_operand(scope, item.operand, Clause::order_by));
    const auto* expr = std::get_if<BoundExpr>(&operand);
    bool nulls_last = item.nulls_last.value_or(false);
    if (expr != nullptr) {
      const org::Field& field = *expr->field.field;
      const bool sortable = field.sortable || expr->is_aggregate();
      if (!sortable) {
        return error_at(ErrorCode::MALFORMED_QUERY, place_of(item.operand),
                        "field '" + field.name + "' can not be sorted in a query call");
      }
      if (bound.kind == ResultKind::aggregates && !is_group_value(bound, *expr)) {
        return malformed("Ordered field must be grouped or aggregated: " + field.name);
      }
      const bool is_date_function = !expr->functions.empty() && row_of(expr->functions.front()).kind == FunctionKind::date;
      if (bound.kind == ResultKind::records && is_date_function) {
        return malformed("Ordered field must be grouped or aggregated: " + field.name);
      }
      // Nulls of a foreign key come first whatever is asked (documented).
      if (expr->functions.empty() && field.type == org::FieldType::reference && field.nillable) nulls_last = false;
    }
    bound.order_by.push_back({std::move(operand), item.descending, nulls_last});
  }
  return {};
}

Result<void> check_grouping(const Scope& scope) {
  const BoundQuery& bound = scope.bound;
  if (bound.kind != ResultKind::aggregates) return {};
  for (const BoundMember& member : bound.select.members) {
    const auto* expr = std::get_if<BoundExpr>(&member.value);
    if (expr == nullptr) return malformed("Field must be grouped or aggregated: " + member.key);
    if (!is_group_value(bound, *expr)) return malformed("Field must be grouped or aggregated: " + expr->field.field->name);
  }
  return {};
}

}  // namespace localorg::soql
