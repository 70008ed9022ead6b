#include "soql/selectivity.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.h"
#include "soql/outline.h"
#include "store/query_plan.h"

namespace localorg::soql {
namespace {

using store::TableRead;

// ---- Which table of the SQL is which object -----------------------------------------------------------------------

// t2, or t2_0 for the first target of a polymorphic relationship; a semi-join's are s2 (translate_exprs).
struct Alias {
  std::size_t join = 0;
  std::size_t target = 0;
};

Alias alias_of(std::string_view name) {
  Alias alias;
  const std::size_t mark = std::min(name.find('_'), name.size());
  std::from_chars(name.data() + 1, name.data() + mark, alias.join);
  if (mark < name.size()) std::from_chars(name.data() + mark + 1, name.data() + name.size(), alias.target);
  return alias;
}

void add_semi_joins(const BoundCondition& condition, std::vector<const BoundQuery*>& out) {
  const auto add_all = [&](const std::vector<BoundCondition>& conditions) {
    for (const BoundCondition& part : conditions) add_semi_joins(part, out);
  };
  if (const auto* all = std::get_if<BoundAll>(&condition.value)) add_all(all->conditions);
  if (const auto* any = std::get_if<BoundAny>(&condition.value)) add_all(any->conditions);
  if (const auto* negation = std::get_if<BoundNot>(&condition.value)) add_semi_joins(*negation->condition, out);
  if (const auto* in = std::get_if<BoundSemiJoin>(&condition.value)) out.push_back(&*in->query);
}

// The tables of one SELECT: of the query itself or of a semi-join.
struct Level {
  const BoundQuery* query;
  std::vector<TableRead> reads;
};

// SQLite numbers the lists in parentheses in the order of the text, and so come the semi-joins.
std::vector<Level> levels_of(const BoundQuery& query, std::string_view plan) {
  std::vector<const BoundQuery*> semi_joins;
  if (query.where) add_semi_joins(*query.where, semi_joins);
  const std::vector<TableRead> reads = store::reads_of(plan);
  std::set<int> subqueries;
  for (const TableRead& read : reads) subqueries.insert(read.subquery);
  subqueries.erase(0);
  std::vector<Level> levels{{&query, {}}};
  for (const BoundQuery* semi_join : semi_joins) levels.push_back({semi_join, {}});
  for (const TableRead& read : reads) {
    std::size_t level = 0;
    if (read.subquery != 0 && !semi_joins.empty()) {
      const auto place = static_cast<std::size_t>(std::distance(subqueries.begin(), subqueries.find(read.subquery)));
      level = 1 + place % semi_joins.size();  // ROLLUP asks them again for each of its SELECTs
    }
    const bool known = alias_of(read.alias).join < levels[level].query->joins.size();
    if (known) levels[level].reads.push_back(read);
  }
  return levels;
}

// ---- What is read -------------------------------------------------------------------------------------------------

std::string path_of(const BoundQuery& query, std::size_t join) {
  if (join == 0) return query.object->name;
  return path_of(query, query.joins[join].parent) + "." + query.joins[join].reference->relationship_name;
}

ObjectRead object_read(const Level& level, const TableRead& read, bool is_semi_join) {
  const Alias alias = alias_of(read.alias);
  const BoundJoin& join = level.query->joins[alias.join];
  const bool has_target = join.is_polymorphic() && alias.target < join.reference->targets.size();
  ObjectRead out{has_target ? join.reference->targets[alias.target]->name : join.object->name, "", read.columns, read.index};
  if (is_semi_join) out.path = "semi-join";
  if (alias.join != 0) out.path += (out.path.empty() ? "" : ", ") + path_of(*level.query, alias.join);
  return out;
}

// ---- What no index serves -----------------------------------------------------------------------------------------

bool has_index(const org::SObject& object, const org::Field& field) {
  const auto holds = [&](const std::vector<const org::Field*>& index) {
    return std::find(index.begin(), index.end(), &field) != index.end();
  };
  return field.indexed || field.type == org::FieldType::id || std::any_of(object.indexes.begin(), object.indexes.end(), holds);
}

bool is_text(const BoundExpr& expr) { return org::traits(expr.field.field->type).type_class == org::TypeClass::text; }
bool is_ascii(const org::Value& value) {
  const auto* string = std::get_if<std::string>(&value);
  return string == nullptr || text::is_ascii(*string);
}

constexpr std::string_view kNegative = "negative operator";
constexpr std::string_view kUnicode = "text is compared in Unicode, the index knows ASCII";

// The field of a condition, and why no index can serve the condition, whatever there is; empty: one might.
struct Need {
  const BoundExpr* expr = nullptr;  // null: none that a table has
  std::string_view obstacle;
};

struct NeedOf {
  Need operator()(const BoundCompare& c) const {
    const auto* expr = std::get_if<BoundExpr>(&c.operand);
    if (expr == nullptr) return {nullptr, "function"};
    const bool is_order = c.op != Operator::equal && c.op != Operator::not_equal;
    const bool needs_unicode = is_text(*expr) && (is_order || !is_ascii(c.value));
    return {expr, c.op == Operator::not_equal ? kNegative : needs_unicode ? kUnicode : ""};
  }
  Need operator()(const BoundCompareRange& c) const { return {&c.operand, c.op == Operator::not_equal ? kNegative : ""}; }
  Need operator()(const BoundLike& c) const {
    const bool is_open = c.pattern.starts_with('%') || c.pattern.starts_with('_');
    return {&c.operand, is_open ? "leading wildcard" : kUnicode};
  }
  Need operator()(const BoundIn& c) const {
    const bool ascii = std::all_of(c.values.begin(), c.values.end(), is_ascii);
    return {&c.operand, c.negated ? kNegative : is_text(c.operand) && !ascii ? kUnicode : ""};
  }
  Need operator()(const BoundSemiJoin& c) const { return {&c.operand, c.negated ? kNegative : ""}; }
  Need operator()(const BoundIncludes& c) const {
    return {&c.operand, c.excludes ? kNegative : "one value of several in a field"};
  }
  Need operator()(const BoundNever&) const { return {nullptr, "no record passes"}; }
  // Conditions of conditions have no need of their own.
  Need operator()(const BoundAll&) const { return {}; }
  Need operator()(const BoundAny&) const { return {}; }
  Need operator()(const BoundNot&) const { return {}; }
};

class Checker {
 public:
  Checker(const Level& level, std::vector<UnservedCondition>& out) : level_(level), out_(out) {}

  // `in_or`: under an OR that no index serves, for which each of its parts must be served.
  void check(const BoundCondition& condition, bool negated = false, bool in_or = false) {
    if (const auto* all = std::get_if<BoundAll>(&condition.value)) {
      for (const BoundCondition& part : all->conditions) check(part, negated, in_or);
    } else if (const auto* any = std::get_if<BoundAny>(&condition.value)) {
      for (const BoundCondition& part : any->conditions) check(part, negated, in_or || !is_served(condition));
    } else if (const auto* negation = std::get_if<BoundNot>(&condition.value)) {
      check(*negation->condition, true, in_or);
    } else {
      add(condition, negated ? "under NOT" : reason(condition, in_or));
    }
  }

 private:
  void add(const BoundCondition& condition, std::string_view reason) {
    if (reason.empty()) return;
    const bool is_semi_join = std::holds_alternative<BoundSemiJoin>(condition.value);
    out_.push_back({condition_text(*level_.query, condition) + (is_semi_join ? " (SELECT ...)" : ""), std::string(reason)});
  }

  // Empty: an index serves it.
  std::string_view reason(const BoundCondition& condition, bool in_or) const {
    const Need need = std::visit(NeedOf{}, condition.value);
    const std::string_view obstacle = obstacle_of(need);
    if (!obstacle.empty()) return obstacle;
    if (in_or) return "in an OR with a condition that no index serves";
    return is_served(condition) ? "" : "has an index; SQLite took another way";
  }

  std::string_view obstacle_of(const Need& need) const {
    if (need.expr == nullptr) return need.obstacle;
    const BoundJoin& join = level_.query->joins[need.expr->field.join];
    if (!need.expr->functions.empty()) return "function";
    if (!need.obstacle.empty()) return need.obstacle;
    if (join.is_polymorphic()) return "reached through a relationship to several objects";
    return has_index(*join.object, *need.expr->field.field) ? "" : "the field has no index";
  }

  bool is_served(const BoundCondition& condition) const {
    const auto served = [&](const BoundCondition& part) { return is_served(part); };
    if (const auto* all = std::get_if<BoundAll>(&condition.value))
      return std::any_of(all->conditions.begin(), all->conditions.end(), served);
    if (const auto* any = std::get_if<BoundAny>(&condition.value))
      return std::all_of(any->conditions.begin(), any->conditions.end(), served);
    const Need need = std::visit(NeedOf{}, condition.value);
    if (need.expr == nullptr || !obstacle_of(need).empty()) return false;
    return std::any_of(level_.reads.begin(), level_.reads.end(), [&](const TableRead& read) {
      const bool is_it = read.is_search && !read.is_left_join && alias_of(read.alias).join == need.expr->field.join;
      return is_it && std::find(read.columns.begin(), read.columns.end(), need.expr->field.field->name) != read.columns.end();
    });
  }

  const Level& level_;
  std::vector<UnservedCondition>& out_;
};

}  // namespace

IndexUse index_use(const BoundQuery& query, std::string_view sqlite_plan) {
  IndexUse use;
  const std::vector<Level> levels = levels_of(query, sqlite_plan);
  for (const Level& level : levels) {
    for (const TableRead& read : level.reads) {
      ObjectRead object = object_read(level, read, &level != &levels.front());
      const bool is_new = std::find(use.reads.begin(), use.reads.end(), object) == use.reads.end();
      if (is_new) use.reads.push_back(std::move(object));
    }
    if (level.query->where) Checker(level, use.unserved).check(*level.query->where);
  }
  return use;
}

}  // namespace localorg::soql
