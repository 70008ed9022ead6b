#include "support/reference_groups.h"

#include <algorithm>
#include <cassert>

#include "support/reference_condition.h"

namespace localorg::reference {
namespace {

using org::Value;
using soql::BoundExpr;
using soql::BoundQuery;
using soql::Function;
using soql::FunctionKind;

// Records that agree in the GROUP BY expressions that count, those with kept[i].
struct Group {
  std::vector<bool> kept;
  std::vector<Value> keys;  // null where not kept
  std::vector<Row> rows;
};

FunctionKind kind_of_function(Function function) { return soql::row_of(function).kind; }

BoundExpr without_outer(const BoundExpr& expr) { return {{expr.functions.begin() + 1, expr.functions.end()}, expr.field}; }

// Values of one group: null and null, or equal as WHERE compares them (texts that differ only in case are one group).
bool is_same(const BoundExpr& expr, const Value& a, const Value& b) {
  if (org::is_null(a) || org::is_null(b)) return org::is_null(a) && org::is_null(b);
  return compare(kind_of(expr), a, b) == 0;
}

// ---- Aggregates

double number_of(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  return std::get<double>(value);
}

Value sum_of(const std::vector<Value>& values, bool is_integer) {
  if (values.empty()) return {};
  double sum = 0;
  for (const Value& value : values) sum += number_of(value);
  if (is_integer) return static_cast<std::int64_t>(sum);
  return sum;
}

std::int64_t count_distinct(const BoundExpr& inner, const std::vector<Value>& values) {
  std::vector<Value> seen;
  for (const Value& value : values) {
    if (std::none_of(seen.begin(), seen.end(), [&](const Value& other) { return is_same(inner, value, other); }))
      seen.push_back(value);
  }
  return static_cast<std::int64_t>(seen.size());
}

// Of the values that are not null; COUNT(Id) counts records (soql.md 7.1).
Value aggregate(Function function, const BoundExpr& inner, const BoundQuery& query, const std::vector<Row>& rows) {
  std::vector<Value> values;
  for (const Row& row : rows) {
    Value value = value_of(inner, query, row);
    if (!org::is_null(value)) values.push_back(std::move(value));
  }
  const auto is_less = [&](const Value& a, const Value& b) { return compare_sorted(inner, a, b) < 0; };
  if (function == Function::count) return static_cast<std::int64_t>(values.size());
  if (function == Function::count_distinct) return count_distinct(inner, values);
  if (values.empty()) return {};
  if (function == Function::sum) return sum_of(values, kind_of(inner) == Kind::integer);
  if (function == Function::avg) return number_of(sum_of(values, false)) / static_cast<double>(values.size());
  if (function == Function::min) return *std::min_element(values.begin(), values.end(), is_less);
  assert(function == Function::max);
  return *std::max_element(values.begin(), values.end(), is_less);
}

// What an expression is worth on a group.
Value value_on(const Group& group, const BoundExpr& expr, const BoundQuery& query) {
  if (!expr.functions.empty()) {
    const Function outer = expr.functions.front();
    const FunctionKind kind = kind_of_function(outer);
    if (kind == FunctionKind::aggregate) return aggregate(outer, without_outer(expr), query, group.rows);
    if (kind == FunctionKind::grouping) return std::int64_t{group.kept[group_of(without_outer(expr), query)] ? 0 : 1};
    if (kind == FunctionKind::display) {
      const bool of_aggregate = without_outer(expr).is_aggregate();
      return apply(outer, value_on(group, without_outer(expr), query), expr, query, of_aggregate);
    }
  }
  const std::size_t place = group_of(expr, query);
  if (!group.kept[place]) return {};  // subtotalled
  return value_of(expr, query, group.rows.front());
}

// ---- Groups

// The sets of GROUP BY expressions to group by.  Plain: all of them.  ROLLUP(a, b): (a, b), (a), ().  CUBE: all subsets.
std::vector<std::vector<bool>> grouping_sets(const BoundQuery& query) {
  const std::size_t count = query.group_by.size();
  std::vector<std::vector<bool>> sets;
  for (std::size_t bits = 0; bits < (std::size_t{1} << count); ++bits) {
    std::vector<bool> kept;
    for (std::size_t i = 0; i < count; ++i) kept.push_back((bits >> i & 1) != 0);
    const bool is_all = std::find(kept.begin(), kept.end(), false) == kept.end();
    const bool is_prefix = std::is_sorted(kept.rbegin(), kept.rend());
    if (is_all || query.grouping == soql::Grouping::cube || (query.grouping == soql::Grouping::rollup && is_prefix))
      sets.push_back(kept);
  }
  return sets;
}

std::vector<Group> grouped(const BoundQuery& query, const std::vector<Row>& rows, const std::vector<bool>& kept) {
  std::vector<Group> groups;
  for (const Row& row : rows) {
    std::vector<Value> keys;
    for (std::size_t i = 0; i < kept.size(); ++i) keys.push_back(kept[i] ? value_of(query.group_by[i], query, row) : Value{});
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
      for (std::size_t i = 0; i < kept.size(); ++i) {
        if (!is_same(query.group_by[i], keys[i], group.keys[i])) return false;
      }
      return true;
    });
    if (same == groups.end()) {
      groups.push_back({kept, std::move(keys), {row}});
    } else {
      same->rows.push_back(row);
    }
  }
  return groups;
}

// Ties of ORDER BY: by the group keys, null first and picklists as the text they are, a subtotal behind what it sums
// (assumed).
bool comes_first(const BoundQuery& query, const Group& a, const Group& b) {
  for (std::size_t i = 0; i < query.group_by.size(); ++i) {
    if (a.kept[i] != b.kept[i]) return a.kept[i];
    const int way = compare_values(query.group_by[i], a.keys[i], b.keys[i]);
    if (way != 0) return way < 0;
  }
  return false;
}

std::vector<Group> all_groups(const BoundQuery& query, const std::vector<Row>& rows) {
  if (query.group_by.empty()) return {Group{{}, {}, rows}};  // one record, even of nothing
  std::vector<Group> groups;
  for (const std::vector<bool>& kept : grouping_sets(query)) {
    for (Group& group : grouped(query, rows, kept)) groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace

std::size_t group_of(const BoundExpr& expr, const BoundQuery& query) {
  const auto place = [&](const BoundExpr& wanted) {
    return static_cast<std::size_t>(std::find(query.group_by.begin(), query.group_by.end(), wanted) - query.group_by.begin());
  };
  if (place(expr) < query.group_by.size()) return place(expr);
  // A date function of a date that is grouped itself (soql.md 7.2).
  return place(BoundExpr{{}, expr.field});
}

std::vector<std::vector<Value>> group_values(const BoundQuery& query, const std::vector<Row>& rows, const Tables& tables) {
  std::vector<Group> groups;
  for (Group& group : all_groups(query, rows)) {
    const auto values = [&](const soql::BoundOperand& operand) { return value_on(group, std::get<BoundExpr>(operand), query); };
    if (!query.having || holds(*query.having, tables, values)) groups.push_back(std::move(group));
  }
  const std::function<Value(const Group&, const soql::BoundOperand&)> key = [&](const Group& group,
                                                                                const soql::BoundOperand& operand) {
    return value_on(group, std::get<BoundExpr>(operand), query);
  };
  const std::function<bool(const Group&, const Group&)> tie = [&](const Group& a, const Group& b) {
    return comes_first(query, a, b);
  };
  std::stable_sort(groups.begin(), groups.end(),
                   [&](const Group& a, const Group& b) { return comes_before(query, a, b, key, tie); });

  std::vector<std::vector<Value>> out;
  for (const Group& group : page_of(query, groups)) {
    std::vector<Value> values;
    for (const soql::BoundMember& member : query.select.members)
      values.push_back(value_on(group, std::get<BoundExpr>(member.value), query));
    out.push_back(std::move(values));
  }
  return out;
}

}  // namespace localorg::reference
