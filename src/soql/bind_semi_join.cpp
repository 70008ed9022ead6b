// Semi-joins and anti-joins: field [NOT] IN (SELECT ...), and the restrictions the server puts on them (soql.md 9.5).
#include <algorithm>

#include "soql/bind_scope.h"

namespace localorg::soql {
namespace {

constexpr int kMaxSemiJoins = 2;

SalesforceError malformed(std::string message) {
  return error_without_position(ErrorCode::MALFORMED_QUERY, std::move(message));
}

// The objects that an Id field can hold an Id of.
std::vector<std::string> points_to(const org::Field& field, const org::SObject& object) {
  return field.type == org::FieldType::id ? std::vector<std::string>{object.name} : field.reference_to;
}

bool share(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const std::string& name) { return std::find(b.begin(), b.end(), name) != b.end(); });
}

struct Finder {
  int count = 0;

  // `nested`: inside the parentheses of another condition; `in_or`: directly under an OR.
  Result<void> check(const Condition& condition, bool nested, bool in_or) {
    if (std::holds_alternative<InSemiJoin>(condition.value)) {
      if (nested) {
        return malformed(
            "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.");
      }
      if (in_or) return malformed("Semi join sub-selects are not allowed with the 'OR' operator");
      if (++count > kMaxSemiJoins) return malformed("Maximum 2 semi join sub-selects are allowed");  // text assumed
      return {};
    }
    if (const auto* negation = std::get_if<NotOf>(&condition.value)) return check(*negation->condition, true, false);
    const auto* all = std::get_if<AllOf>(&condition.value);
    const auto* any = std::get_if<AnyOf>(&condition.value);
    if (all == nullptr && any == nullptr) return {};
    for (const Condition& part : all != nullptr ? all->conditions : any->conditions) {
      const bool is_group = std::holds_alternative<AllOf>(part.value) || std::holds_alternative<AnyOf>(part.value);
      LOCALORG_CHECK(check(part, nested || is_group, any != nullptr));
    }
    return {};
  }
};

bool has_semi_join(const Condition& condition) {
  if (std::holds_alternative<InSemiJoin>(condition.value)) return true;
  if (const auto* negation = std::get_if<NotOf>(&condition.value)) return has_semi_join(*negation->condition);
  const auto any_of = [](const std::vector<Condition>& parts) {
    return std::any_of(parts.begin(), parts.end(), has_semi_join);
  };
  if (const auto* all = std::get_if<AllOf>(&condition.value)) return any_of(all->conditions);
  if (const auto* any = std::get_if<AnyOf>(&condition.value)) return any_of(any->conditions);
  return false;
}

}  // namespace

Result<void> check_semi_joins(const Condition& where, Level level) {
  if (level == Level::semi_join && has_semi_join(where)) return malformed("Nesting of semi join sub-selects is not supported");
  return Finder{}.check(where, false, false);
}

Result<BoundCondition> bind_semi_join(Scope& scope, const InSemiJoin& in) {
  LOCALORG_TRY(BoundExpr left, bind_expr(scope, in.operand, Clause::where));
  const org::Field& outer = *left.field.field;
  // The next two texts are assumed.
  if (left.field.join != 0)
    return malformed("The left operand '" + in.operand.path.text + "' cannot have more than one level of relationships");
  if (!left.functions.empty() || org::traits(outer.type).type_class != org::TypeClass::id) {
    return malformed("The left operand field in the where expression for outer query should be an id field, cannot use: '" +
                     outer.name + "'");
  }
  LOCALORG_TRY(BoundQuery inner, bind_level(*in.query, scope.catalog, scope.viewer, Level::semi_join, scope.depth, nullptr));
  scope.bound.depends_on_clock |= inner.depends_on_clock;
  const auto& selected = std::get<BoundExpr>(inner.select.members.front().value);
  const org::Field& field = *selected.field.field;
  const org::SObject& object = *inner.joins[selected.field.join].object;
  if (!selected.functions.empty() || org::traits(field.type).type_class != org::TypeClass::id) {
    return malformed("Semi join sub-selects can only query id fields, cannot use: '" + field.name + "'");  // text assumed
  }
  const bool both_id = outer.type == org::FieldType::id && field.type == org::FieldType::id;
  if (both_id && inner.object == scope.bound.object)
    return malformed("The inner and outer selects should not be on the same object type");
  if (!share(points_to(outer, *scope.bound.object), points_to(field, object))) {
    return error_at(ErrorCode::MALFORMED_QUERY, in.operand.place,
                    "The selected field '" + field.name +
                        "' in the subquery and the left operand field in the where expression in "
                        "the outer query '" +
                        outer.name + "' should point to the same object type");
  }
  return BoundCondition{BoundSemiJoin{std::move(left), in.negated, std::move(inner)}};
}

}  // namespace localorg::soql
