// Conditions of WHERE and HAVING: operand, then operator, then literal.
#include "base/text.h"
#include "soql/bind_scope.h"

namespace localorg::soql {
namespace {

// "Record" conditions are checked against the schema, "group" ones against GROUP BY.
struct Binder {
  Scope& scope;
  Clause clause;

  Result<BoundCondition> bind(const Condition& condition) {
    return std::visit([&](const auto& c) { return bind(c); }, condition.value);
  }

  Result<BoundCondition> bind(const AllOf& all) {
    BoundAll bound;
    for (const Condition& condition : all.conditions) {
      LOCALORG_TRY(BoundCondition next, bind(condition));
      bound.conditions.push_back(std::move(next));
    }
    return BoundCondition{std::move(bound)};
  }

  Result<BoundCondition> bind(const AnyOf& any) {
    BoundAny bound;
    for (const Condition& condition : any.conditions) {
      LOCALORG_TRY(BoundCondition next, bind(condition));
      bound.conditions.push_back(std::move(next));
    }
    return BoundCondition{std::move(bound)};
  }

  Result<BoundCondition> bind(const NotOf& negation) {
    LOCALORG_TRY(BoundCondition inner, bind(*negation.condition));
    return BoundCondition{BoundNot{std::move(inner)}};
  }

  Result<BoundCondition> bind(const Comparison& comparison) {
    const Place place = place_of(comparison.operand);
    LOCALORG_TRY(BoundOperand operand, bind_operand(scope, comparison.operand, clause));
    LOCALORG_CHECK(check_operand(operand, place));
    LOCALORG_CHECK(check_comparison(operand, comparison.op, place));
    LOCALORG_TRY(auto literal, bind_literal(scope, comparison.literal, operand, place));
    if (auto* range = std::get_if<BoundRange>(&literal)) {
      return BoundCondition{BoundCompareRange{std::get<BoundExpr>(operand), comparison.op, std::move(*range)}};
    }
    org::Value& value = std::get<org::Value>(literal);
    const bool is_order = comparison.op != Operator::equal && comparison.op != Operator::not_equal;
    if (org::is_null(value) && is_order) return BoundCondition{BoundNever{}};
    if (org::is_null(value) && type_class_of(operand) == org::TypeClass::boolean) value = std::int64_t{0};
    return BoundCondition{BoundCompare{std::move(operand), comparison.op, std::move(value)}};
  }

  Result<BoundCondition> bind(const Like& like) {
    LOCALORG_TRY(BoundExpr operand, bind_expr(scope, like.operand, clause));
    LOCALORG_CHECK(check_operand(operand, like.operand.place));
    if (type_class_of(operand) != org::TypeClass::text) return invalid_operator(operand, like.operand.place);
    std::string pattern = std::get<StringLiteral>(like.pattern.value).value;
    if (pattern.empty()) return error_at(ErrorCode::MALFORMED_QUERY, like.operand.place, "invalid LIKE value: ");
    return BoundCondition{BoundLike{std::move(operand), std::move(pattern)}};
  }

  Result<BoundCondition> bind(const InList& in) {
    LOCALORG_TRY(BoundExpr operand, bind_expr(scope, in.operand, clause));
    LOCALORG_CHECK(check_operand(operand, in.operand.place));
    BoundIn bound{operand, in.negated, {}, false, {}};
    bound.values.reserve(in.literals.size());
    for (const Literal& literal : in.literals) {
      LOCALORG_TRY(auto value, bind_literal(scope, literal, BoundOperand{operand}, in.operand.place));
      if (auto* range = std::get_if<BoundRange>(&value)) {
        bound.ranges.push_back(std::move(*range));
      } else if (org::is_null(std::get<org::Value>(value))) {
        bound.has_null = true;
      } else {
        bound.values.push_back(std::move(std::get<org::Value>(value)));
      }
    }
    if (bound.has_null && type_class_of(operand) == org::TypeClass::boolean) {
      bound.values.emplace_back(std::int64_t{0});
      bound.has_null = false;
    }
    return BoundCondition{std::move(bound)};
  }

  Result<BoundCondition> bind(const InSemiJoin& in) {
    if (clause == Clause::having) {
      return error_without_position(ErrorCode::MALFORMED_QUERY,
                                    "Semi join sub-selects are not allowed in HAVING clauses");  // assumed
    }
    return bind_semi_join(scope, in);
  }

  Result<BoundCondition> bind(const Includes& includes) {
    LOCALORG_TRY(BoundExpr operand, bind_expr(scope, includes.operand, clause));
    LOCALORG_CHECK(check_operand(operand, includes.operand.place));
    if (type_class_of(operand) != org::TypeClass::multipicklist) {
      return error_at(ErrorCode::INVALID_QUERY_FILTER_OPERATOR, includes.operand.place, "invalid operator");  // text assumed
    }
    BoundIncludes bound{std::move(operand), includes.excludes, {}};
    for (const Literal& literal : includes.literals) {
      LOCALORG_TRY(auto value, bind_literal(scope, literal, BoundOperand{bound.operand}, includes.operand.place));
      std::vector<std::string> set;
      if (const auto* text = std::get_if<std::string>(&std::get<org::Value>(value))) {
        for (const std::string_view entry : text::split(*text, ';')) set.emplace_back(entry);
      }
      bound.sets.push_back(std::move(set));
    }
    return BoundCondition{std::move(bound)};
  }

  // WHERE: the field may be filtered.  HAVING: the operand is grouped or aggregated.
  Result<void> check_operand(const BoundOperand& operand, Place place) const {
    const auto* expr = std::get_if<BoundExpr>(&operand);
    if (expr == nullptr) return {};
    if (clause == Clause::having) {
      if (is_group_value(scope.bound, *expr)) return {};
      return error_without_position(ErrorCode::MALFORMED_QUERY,
                                    "Field must be grouped or aggregated: " + expr->field.field->name);
    }
    const org::Field& field = *expr->field.field;
    if (field.filterable) return {};
    if (field.type == org::FieldType::address) {
      return error_at(ErrorCode::INVALID_FIELD, place, "Address fields can only be filtered using Distance expressions");
    }
    return error_at(ErrorCode::INVALID_FIELD, place, "field '" + field.name + "' can not be filtered in a query call");
  }

  static SalesforceError invalid_operator(const BoundOperand& operand, Place place) {
    const auto* expr = std::get_if<BoundExpr>(&operand);
    std::string_view type = "double";
    if (expr != nullptr) {
      const org::TypeClass type_class = type_class_of(operand);
      type = type_class == org::TypeClass::id ? "id" : org::traits(expr->field.field->type).name;
      if (!expr->functions.empty() && type_class == org::TypeClass::integer) type = "int";
    }
    return error_at(ErrorCode::INVALID_QUERY_FILTER_OPERATOR, place, "invalid operator on " + std::string(type) + " field");
  }

  static Result<void> check_comparison(const BoundOperand& operand, Operator op, Place place) {
    const bool is_equality = op == Operator::equal || op == Operator::not_equal;
    if (std::holds_alternative<BoundDistance>(operand)) {
      if (is_equality)
        return error_at(ErrorCode::INVALID_QUERY_FILTER_OPERATOR, place, "invalid operator");  // only < and > (documented)
      return {};
    }
    const org::TypeClass type_class = type_class_of(operand);
    const bool has_no_order = type_class == org::TypeClass::boolean || type_class == org::TypeClass::multipicklist;
    if (has_no_order && !is_equality) return invalid_operator(operand, place);
    return {};
  }
};

}  // namespace

Result<BoundCondition> bind_where(Scope& scope, const Condition& condition) {
  return Binder{scope, Clause::where}.bind(condition);
}

Result<BoundCondition> bind_having(Scope& scope, const Condition& condition) {
  return Binder{scope, Clause::having}.bind(condition);
}

}  // namespace localorg::soql
