#include "support/reference_condition.h"

#include <algorithm>
#include <set>

#include "support/reference_text.h"

namespace localorg::reference {
namespace {

using org::Value;
using soql::Operator;

struct Judge {
  const Tables& tables;
  const std::function<Value(const soql::BoundOperand&)>& values;

  bool judge(const soql::BoundCondition& condition) const {
    return std::visit([&](const auto& c) { return judge(c); }, condition.value);
  }

  bool judge(const soql::BoundAll& all) const {
    return std::all_of(all.conditions.begin(), all.conditions.end(), [&](const auto& c) { return judge(c); });
  }

  bool judge(const soql::BoundAny& any) const {
    return std::any_of(any.conditions.begin(), any.conditions.end(), [&](const auto& c) { return judge(c); });
  }

  bool judge(const soql::BoundNot& negation) const { return !judge(*negation.condition); }

  bool judge(const soql::BoundCompare& condition) const {
    const Value value = values(condition.operand);
    if (org::is_null(condition.value)) return org::is_null(value) == (condition.op == Operator::equal);
    if (org::is_null(value)) return condition.op == Operator::not_equal;
    const int way = compare(kind_of(condition.operand), value, condition.value);
    switch (condition.op) {
      case Operator::equal: return way == 0;
      case Operator::not_equal: return way != 0;
      case Operator::less: return way < 0;
      case Operator::less_or_equal: return way <= 0;
      case Operator::greater: return way > 0;
      case Operator::greater_or_equal: return way >= 0;
    }
    return false;
  }

  // soql.md 6.2
  bool judge(const soql::BoundCompareRange& condition) const {
    const Value value = values(condition.operand);
    if (org::is_null(value)) return condition.op == Operator::not_equal;
    switch (condition.op) {
      case Operator::equal: return is_in(value, condition.range);
      case Operator::not_equal: return !is_in(value, condition.range);
      case Operator::less: return value < condition.range.begin;
      case Operator::less_or_equal: return value < condition.range.end;
      case Operator::greater: return value >= condition.range.end;
      case Operator::greater_or_equal: return value >= condition.range.begin;
    }
    return false;
  }

  // Dates in their stored forms: as text they are in time order.
  static bool is_in(const Value& value, const soql::BoundRange& range) { return value >= range.begin && value < range.end; }

  bool judge(const soql::BoundLike& condition) const {
    const Value value = values(condition.operand);
    if (org::is_null(value)) return false;
    return like(condition.pattern, std::get<std::string>(value), kind_of(condition.operand) == Kind::exact_text);
  }

  // Null in the list counts for IN alone.
  bool judge(const soql::BoundIn& condition) const {
    const Value value = values(condition.operand);
    if (org::is_null(value)) return condition.negated || condition.has_null;
    const Kind kind = kind_of(condition.operand);
    const auto is_value = [&](const Value& other) { return compare(kind, value, other) == 0; };
    const auto holds_value = [&](const soql::BoundRange& range) { return is_in(value, range); };
    const bool found = std::any_of(condition.values.begin(), condition.values.end(), is_value) ||
                       std::any_of(condition.ranges.begin(), condition.ranges.end(), holds_value);
    return found != condition.negated;
  }

  // Inner nulls count for nothing; an outer null is in no list.
  bool judge(const soql::BoundSemiJoin& condition) const {
    const Value value = values(condition.operand);
    const soql::BoundQuery& inner = *condition.query;
    bool found = false;
    for (const org::Record* record : tables.of(*inner.object)) {
      const Row row = row_of(*record, inner, tables);
      const auto inner_values = [&](const soql::BoundOperand& operand) { return value_of(operand, inner, row); };
      if (inner.where && !holds(*inner.where, tables, inner_values)) continue;
      const Value selected = inner_values(std::get<soql::BoundExpr>(inner.select.members.front().value));
      found = found || (!org::is_null(selected) && selected == value);
    }
    return found != condition.negated;
  }

  // The set has all of one of the lists.
  bool judge(const soql::BoundIncludes& condition) const {
    const Value value = values(condition.operand);
    std::set<std::u32string> chosen;
    if (const auto* text = std::get_if<std::string>(&value)) {
      std::u32string rest = folded(*text) + U";";
      for (std::size_t end; (end = rest.find(U';')) != std::u32string::npos; rest.erase(0, end + 1))
        chosen.insert(rest.substr(0, end));
    }
    bool found = false;
    for (const std::vector<std::string>& list : condition.sets) {
      const auto is_chosen = [&](const std::string& one) { return chosen.contains(folded(one)); };
      found = found || (!list.empty() && std::all_of(list.begin(), list.end(), is_chosen));
    }
    return found != condition.excludes;
  }

  static bool judge(const soql::BoundNever& /*never*/) { return false; }
};

}  // namespace

bool holds(const soql::BoundCondition& condition, const Tables& tables,
           const std::function<Value(const soql::BoundOperand&)>& values) {
  return Judge{tables, values}.judge(condition);
}

}  // namespace localorg::reference
