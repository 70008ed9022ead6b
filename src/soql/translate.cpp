#include "soql/translate.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "soql/translate_parts.h"
#include "store/functions.h"
#include "store/layout.h"

namespace localorg::soql {
namespace {

constexpr const char* kRoot = "t";
constexpr const char* kInner = "s";

// The columns of one SELECT, each expression once.
struct Columns {
  std::vector<std::string> sql;

  int add(const std::string& expression) {
    const auto place = std::find(sql.begin(), sql.end(), expression) - sql.begin();
    if (static_cast<std::size_t>(place) == sql.size()) sql.push_back(expression);
    return static_cast<int>(place);
  }
  std::string list() const { return text::join(sql, ", "); }
};

std::string json_key(const std::string& key) {
  std::string out;
  text::append_json_string(out, key);
  return out + ":";
}

Plan child_plan(const BoundChildren& children, Rows rows);

// Turns the bound shape of a record into columns and a plan that reads them.
struct Shaper {
  Translation& t;
  Columns& columns;
  Plan& plan;

  PlanRecord record(const BoundShape& shape) {
    const BoundJoin& join = t.query.joins[shape.join];
    PlanRecord record;
    record.type = join.object->name;
    record.id_column = columns.add(id_of(t, shape.join));
    if (join.is_polymorphic()) {
      for (const org::SObject* target : join.reference->targets)
        record.type_by_prefix.emplace_back(target->key_prefix, target->name);
    }
    for (const BoundMember& bound : shape.members) record.members.push_back(member(bound));
    return record;
  }

  PlanMember member(const BoundMember& bound) {
    PlanMember out{bound.key, json_key(bound.key), PlanValue{}};
    if (const auto* expr = std::get_if<BoundExpr>(&bound.value)) {
      out.value = PlanValue{columns.add(expr_sql(t, *expr)), format_of(*expr)};
    } else if (const auto* distance = std::get_if<BoundDistance>(&bound.value)) {
      out.value = PlanValue{columns.add(operand_sql(t, *distance)), ValueFormat::number};
    } else if (const auto* shape = std::get_if<Box<BoundShape>>(&bound.value)) {
      out.value = Box<PlanRecord>(record(**shape));
    } else if (const auto* children = std::get_if<Box<BoundChildren>>(&bound.value)) {
      out.value = PlanChildren{plan.children.size()};
      plan.children.push_back(child_plan(**children, t.rows));
    } else {
      const BoundTypeof& choice = *std::get<Box<BoundTypeof>>(bound.value);
      PlanTypeof branches;
      for (const BoundShape& branch : choice.branches) branches.branches.push_back(record(branch));
      if (choice.otherwise) branches.branches.push_back(record(*choice.otherwise));
      out.value = Box<PlanTypeof>(std::move(branches));
    }
    return out;
  }
};

std::string where_sql(Translation& t, const std::string& first = {}) {
  const std::vector<bool> grouped_now = std::exchange(t.grouped_now, {});  // WHERE sees records, not groups
  std::vector<std::string> conditions;
  if (!first.empty()) conditions.push_back(first);
  if (t.query.where) conditions.push_back(condition_sql(t, *t.query.where));
  t.grouped_now = grouped_now;
  return conditions.empty() ? "" : " WHERE " + text::join(conditions, " AND ");
}

// Before: ORDER BY F DESC       After: F DESC NULLS FIRST
void add_order(std::vector<std::string>& terms, const std::vector<std::string>& keys, const BoundOrder& order) {
  for (const std::string& key : keys) {
    std::string term = key;
    if (order.descending) term += order.nulls_last ? " DESC" : " DESC NULLS FIRST";
    if (!order.descending && order.nulls_last) term += " NULLS LAST";
    terms.push_back(std::move(term));
  }
}

std::vector<std::string> order_terms(Translation& t) {
  std::vector<std::string> terms;
  for (const BoundOrder& order : t.query.order_by) add_order(terms, order_keys(t, order.operand), order);
  if (t.found != nullptr && terms.empty()) terms.push_back(t.found->order);
  const bool ends_in_id = std::any_of(t.query.order_by.begin(), t.query.order_by.end(), [](const BoundOrder& order) {
    const auto* expr = std::get_if<BoundExpr>(&order.operand);
    return expr != nullptr && expr->functions.empty() && expr->field.join == 0 && expr->field.field->type == org::FieldType::id;
  });
  if (!ends_in_id) terms.push_back(alias_of(t, 0) + "." + std::string(store::kIdColumn));
  return terms;
}

std::string limit_sql(Translation& t) {
  std::string sql;
  if (t.query.limit || t.query.offset) sql += " LIMIT " + t.parameter(t.query.limit.value_or(-1));
  if (t.query.offset) sql += " OFFSET " + t.parameter(*t.query.offset);
  return sql;
}

// ---- SELECT COUNT() -----------------------------------------------------------------------------------------------

void translate_count(Translation& t) {
  if (!t.query.limit && !t.query.offset) {
    t.sql += "SELECT COUNT(*)" + from_sql(t) + where_sql(t);
    return;
  }
  t.sql += "SELECT COUNT(*) FROM (SELECT 1" + from_sql(t) + where_sql(t) + limit_sql(t) + ")";
}

// ---- Records ------------------------------------------------------------------------------------------------------

void add_more(const Found& found, Columns& columns, PlanRecord& record) {
  for (const auto& [key, sql] : found.more) {
    record.members.push_back(
        {key, json_key(key), PlanValue{columns.add(sql), ValueFormat::text}, true, found.records_with_more});
  }
}

void translate_records(Translation& t, Plan& plan) {
  Columns columns;
  plan.record = Shaper{t, columns, plan}.record(t.query.select);
  if (t.found != nullptr) add_more(*t.found, columns, plan.record);
  const std::string found = t.found == nullptr ? "" : t.found->condition;
  t.sql += "SELECT " + columns.list() + from_sql(t) + where_sql(t, found) + " ORDER BY " + text::join(order_terms(t), ", ") +
           limit_sql(t);
}

// A child query serves all parents of a page at once.
//   Before: (SELECT Subject FROM EmailMessages LIMIT 1)
//   After:  the rows of all parents in ?1, numbered within each parent, cut by number
Plan child_plan(const BoundChildren& children, Rows rows) {
  const BoundQuery& query = children.query;
  Plan plan;
  plan.sql.parameters.emplace_back();  // ?1, the parents
  Translation t{query, rows, plan.sql, kRoot};
  Columns columns;
  const std::string parent = alias_of(t, 0) + "." + store::column_of(*children.relationship->field);
  columns.add(parent);
  plan.record = Shaper{t, columns, plan}.record(query.select);
  const std::string where = where_sql(t, parent + " IN (SELECT value FROM json_each(?1))");
  const std::string order = text::join(order_terms(t), ", ");
  if (!query.limit && !query.offset) {
    plan.sql += "SELECT " + columns.list() + from_sql(t) + where + " ORDER BY " + parent + ", " + order;
    return plan;
  }
  std::vector<std::string> named;
  for (std::size_t i = 0; i < columns.sql.size(); ++i) named.push_back(columns.sql[i] + " AS c" + std::to_string(i));
  const std::int64_t offset = query.offset.value_or(0);
  plan.sql += "SELECT * FROM (SELECT " + text::join(named, ", ") + ", row_number() OVER (PARTITION BY " + parent +
              " ORDER BY " + order + ") AS n" + from_sql(t) + where + ") WHERE n > " + t.parameter(offset);
  if (query.limit) plan.sql += " AND n - " + t.parameter(offset) + " <= " + t.parameter(*query.limit);
  plan.sql += " ORDER BY c0, n";
  return plan;
}

// ---- Aggregates ---------------------------------------------------------------------------------------------------

// Does WHERE demand one of a list of values of an indexed field?  Then that index serves, and not the one of the GROUP BY,
// which the planner would rather take (measured; store/README.md).
bool has_selective_list(const std::optional<BoundCondition>& where) {
  const auto is_list = [](const BoundCondition& condition) {
    const auto* in = std::get_if<BoundIn>(&condition.value);
    return in != nullptr && !in->negated && !in->has_null && in->operand.functions.empty() && in->operand.field.join == 0 &&
           in->operand.field.field->indexed;
  };
  if (!where) return false;
  if (is_list(*where)) return true;
  const auto* all = std::get_if<BoundAll>(&where->value);
  return all != nullptr && std::any_of(all->conditions.begin(), all->conditions.end(), is_list);
}

std::string group_by_sql(Translation& t) {
  std::vector<std::string> keys;
  const bool use_other_index = has_selective_list(t.query.where);
  for (std::size_t i = 0; i < t.query.group_by.size(); ++i) {
    if (!t.grouped_now.empty() && !t.grouped_now[i]) continue;
    const std::string key = group_key(t, t.query.group_by[i]);
    keys.push_back(use_other_index && is_plain_column(t, t.query.group_by[i]) ? "+" + key : key);
  }
  // The total of a ROLLUP is one group of all records, and none of no records.
  if (keys.empty() && t.query.grouping != Grouping::plain) keys.emplace_back("NULL");
  std::string sql = keys.empty() ? "" : " GROUP BY " + text::join(keys, ", ");
  if (t.query.having) sql += " HAVING " + condition_sql(t, *t.query.having);
  return sql;
}

// ROLLUP(a, b): (a, b), (a), ().  CUBE(a, b): all subsets.
std::vector<std::vector<bool>> grouping_sets(const BoundQuery& query) {
  const std::size_t count = query.group_by.size();
  std::vector<std::vector<bool>> sets;
  if (query.grouping == Grouping::rollup) {
    for (std::size_t keep = count + 1; keep-- > 0;) {
      std::vector<bool> set(count);
      std::fill_n(set.begin(), keep, true);
      sets.push_back(std::move(set));
    }
    return sets;
  }
  for (std::size_t bits = std::size_t{1} << count; bits-- > 0;) {
    std::vector<bool> set(count);
    for (std::size_t i = 0; i < count; ++i) set[i] = ((bits >> i) & 1U) != 0;
    sets.push_back(std::move(set));
  }
  return sets;
}

// Order keys of a grouped query: its ORDER BY, then the groups' values, picklists as text (assumed).
std::vector<std::string> group_order(Translation& t) {
  std::vector<std::string> terms;
  for (const BoundOrder& order : t.query.order_by) add_order(terms, order_keys(t, order.operand), order);
  for (const BoundExpr& group : t.query.group_by) terms.push_back(group_key(t, group));
  return terms;
}

PlanRecord aggregate_record(Translation& t, Columns& columns) {
  PlanRecord record;
  record.type = "AggregateResult";
  for (const BoundMember& member : t.query.select.members) {
    const auto& expr = std::get<BoundExpr>(member.value);
    record.members.push_back({member.key, json_key(member.key), PlanValue{columns.add(expr_sql(t, expr)), format_of(expr)}});
  }
  return record;
}

void translate_groups(Translation& t, Plan& plan) {
  Columns columns;
  plan.record = aggregate_record(t, columns);
  t.sql += "SELECT " + columns.list() + from_sql(t) + where_sql(t) + group_by_sql(t);
  const std::vector<std::string> order = group_order(t);
  if (!order.empty()) t.sql += " ORDER BY " + text::join(order, ", ");
  t.sql += limit_sql(t);
}

// Before: GROUP BY ROLLUP(a, b)
// After:  SELECT c0, ... FROM (SELECT ... GROUP BY a, b UNION ALL SELECT ... GROUP BY a UNION ALL SELECT ...) ORDER BY o0, ...
void translate_grouping_sets(Translation& t, Plan& plan) {
  std::vector<std::string> selects;
  std::size_t shown = 0;
  std::vector<std::string> order_suffix;
  for (const std::vector<bool>& set : grouping_sets(t.query)) {
    t.grouped_now = set;
    std::vector<std::string> values;
    PlanRecord record;
    record.type = "AggregateResult";
    for (const BoundMember& member : t.query.select.members) {
      const auto& expr = std::get<BoundExpr>(member.value);
      record.members.push_back({member.key, json_key(member.key), PlanValue{static_cast<int>(values.size()), format_of(expr)}});
      values.push_back(expr_sql(t, expr) + " AS c" + std::to_string(values.size()));
    }
    plan.record = std::move(record);
    shown = values.size();
    order_suffix.clear();
    std::size_t keys = 0;
    const auto add_key = [&](const std::string& sql, const std::string& suffix) {
      values.push_back(sql + " AS o" + std::to_string(keys));
      order_suffix.push_back("o" + std::to_string(keys++) + suffix);
    };
    const std::string collate = " COLLATE " + std::string(store::kTextCollation);
    const auto add_keys = [&](const BoundOrder& order) {
      for (const std::string& key : order_keys(t, order.operand)) {
        std::vector<std::string> terms;
        add_order(terms, {""}, order);
        add_key(key, (key.ends_with(collate) ? collate : "") + terms.front());
      }
    };
    for (const BoundOrder& order : t.query.order_by) add_keys(order);
    for (std::size_t i = 0; i < set.size(); ++i) {  // each group before its subtotal
      add_key(set[i] ? "0" : "1", "");
      add_key(expr_sql(t, t.query.group_by[i]), is_text(t.query.group_by[i]) ? collate : "");
    }
    selects.push_back("SELECT " + text::join(values, ", ") + from_sql(t) + where_sql(t) + group_by_sql(t));
  }
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < shown; ++i) columns.push_back("c" + std::to_string(i));
  t.sql += "SELECT " + text::join(columns, ", ") + " FROM (" + text::join(selects, " UNION ALL ") + ") ORDER BY " +
           text::join(order_suffix, ", ") + limit_sql(t);
}

}  // namespace

std::string semi_join_sql(Translation& outer, const BoundQuery& query) {
  Translation t{query, outer.rows, outer.sql, kInner, {}};
  const std::string selected = expr_sql(t, std::get<BoundExpr>(query.select.members.front().value));
  return "SELECT " + selected + from_sql(t) + where_sql(t, selected + " IS NOT NULL");
}

Plan translate(const BoundQuery& query, Rows rows) {
  Plan plan;
  plan.kind = query.kind;
  plan.grouped = !query.group_by.empty();
  plan.has_offset = query.offset.has_value();
  plan.depends_on_clock = query.depends_on_clock;
  Translation t{query, rows, plan.sql, kRoot};
  switch (query.kind) {
    case ResultKind::count: translate_count(t); break;
    case ResultKind::records: translate_records(t, plan); break;
    case ResultKind::aggregates:
      query.grouping == Grouping::plain ? translate_groups(t, plan) : translate_grouping_sets(t, plan);
      break;
  }
  return plan;
}

Plan translate(const BoundQuery& query, const Found& found) {
  Plan plan;
  plan.has_offset = query.offset.has_value();
  plan.depends_on_clock = query.depends_on_clock;
  plan.sql.parameters = found.parameters;
  Translation t{query, Rows::live, plan.sql, kRoot, &found};
  translate_records(t, plan);
  return plan;
}

std::string column_of_root(const org::Field& field) { return std::string(kRoot) + "0." + store::column_of(field); }

}  // namespace localorg::soql
