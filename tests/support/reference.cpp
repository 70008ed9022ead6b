#include "support/reference.h"

#include <algorithm>
#include <cassert>

#include "support/reference_condition.h"
#include "support/reference_groups.h"
#include "support/reference_text.h"
#include "support/reference_values.h"

namespace localorg::reference {
namespace {

using org::Record;
using org::Value;
using soql::BoundExpr;
using soql::BoundQuery;

constexpr std::size_t kMaxGroups = 2000;

// A value as JSON (soql.md 2.5).
std::string printed(Kind kind, const Value& value) {
  if (org::is_null(value)) return "null";
  switch (kind) {
    case Kind::exact_text:
    case Kind::text: return json_string(std::get<std::string>(value));
    case Kind::json: return std::get<std::string>(value);
    case Kind::boolean: return value == Value{std::int64_t{0}} ? "false" : "true";
    case Kind::integer: return std::to_string(std::get<std::int64_t>(value));
    case Kind::number: return number_text(std::get<double>(value));
  }
  return "null";
}

std::string envelope(std::size_t total, const std::vector<std::string>& records) {
  std::string out = "{\"totalSize\":" + std::to_string(total) + ",\"done\":true,\"records\":[";
  for (std::size_t i = 0; i < records.size(); ++i) out += (i == 0 ? "" : ",") + records[i];
  return out + "]}";
}

// The records that a query finds, with their parents: filtered, sorted, cut.  `is_child` picks those of one parent.
class Evaluator {
 public:
  Evaluator(const Tables& tables, std::string version) : tables_(tables), version_(std::move(version)) {}

  std::vector<Row> filtered(const BoundQuery& query) const {
    std::vector<Row> rows;
    for (const Record* record : tables_.of(*query.object)) {
      Row row = row_of(*record, query, tables_);
      const auto values = [&](const soql::BoundOperand& operand) { return value_of(operand, query, row); };
      if (!query.where || holds(*query.where, tables_, values)) rows.push_back(std::move(row));
    }
    return rows;
  }

  std::vector<Row> sorted_page(const BoundQuery& query, std::vector<Row> rows) const {
    const std::function<Value(const Row&, const soql::BoundOperand&)> key =
        [&](const Row& row, const soql::BoundOperand& operand) { return value_of(operand, query, row); };
    const std::function<bool(const Row&, const Row&)> tie = [](const Row& a, const Row& b) {
      return id_of(*a[0]) < id_of(*b[0]);
    };
    std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return comes_before(query, a, b, key, tie); });
    return page_of(query, rows);
  }

  std::vector<std::string> records(const BoundQuery& query, const std::vector<Row>& rows) const {
    std::vector<std::string> out;
    for (const Row& row : rows) out.push_back(shape(query.select, query, row, query.object->name));
    return out;
  }

  // {"attributes":{"type":...,"url":...}, ...} of a record that is there.
  std::string shape(const soql::BoundShape& shape, const BoundQuery& query, const Row& row, const std::string& type) const {
    const Record& record = *row[shape.join];
    std::string out = "{\"attributes\":{\"type\":\"" + type + "\",\"url\":\"/services/data/v" + version_ + "/sobjects/" +
                      record.object->name + "/" + id_of(record) + "\"}";
    for (const soql::BoundMember& member : shape.members)
      out += "," + json_string(member.key) + ":" + member_text(member, query, row);
    return out + "}";
  }

 private:
  std::string member_text(const soql::BoundMember& member, const BoundQuery& query, const Row& row) const {
    if (const auto* expr = std::get_if<BoundExpr>(&member.value)) return printed(kind_of(*expr), value_of(*expr, query, row));
    if (const auto* distance = std::get_if<soql::BoundDistance>(&member.value))
      return printed(Kind::number, value_of(*distance, query, row));
    if (const auto* parent = std::get_if<Box<soql::BoundShape>>(&member.value)) return parent_text(**parent, query, row);
    if (const auto* children = std::get_if<Box<soql::BoundChildren>>(&member.value)) return children_text(**children, *row[0]);
    return choice_text(*std::get<Box<soql::BoundTypeof>>(member.value), query, row);
  }

  // Through a polymorphic relationship the type is Name (soql.md 2.2).
  std::string parent_text(const soql::BoundShape& parent, const BoundQuery& query, const Row& row) const {
    if (row[parent.join] == nullptr) return "null";
    return shape(parent, query, row, query.joins[parent.join].object->name);
  }

  std::string children_text(const soql::BoundChildren& children, const Record& parent) const {
    std::vector<Row> rows;
    for (Row& row : filtered(children.query)) {
      if ((*row[0])[children.relationship->field->name] == Value{id_of(parent)}) rows.push_back(std::move(row));
    }
    rows = sorted_page(children.query, std::move(rows));
    if (rows.empty()) return "null";  // no empty envelope (soql.md 2.3)
    return envelope(rows.size(), records(children.query, rows));
  }

  // The first branch that fits, and always the concrete type (soql.md 9.3); null where none fits (assumed).
  std::string choice_text(const soql::BoundTypeof& choice, const BoundQuery& query, const Row& row) const {
    for (const soql::BoundShape& branch : choice.branches) {
      if (row[branch.join] != nullptr) return shape(branch, query, row, row[branch.join]->object->name);
    }
    if (choice.otherwise && row[choice.otherwise->join] != nullptr) {
      return shape(*choice.otherwise, query, row, row[choice.otherwise->join]->object->name);
    }
    return "null";
  }

  const Tables& tables_;
  std::string version_;
};

std::vector<std::string> aggregate_records(const BoundQuery& query, const std::vector<std::vector<Value>>& groups) {
  std::vector<std::string> out;
  for (const std::vector<Value>& values : groups) {
    std::string record = R"({"attributes":{"type":"AggregateResult"})";
    for (std::size_t i = 0; i < values.size(); ++i) {
      const soql::BoundMember& member = query.select.members[i];
      record += "," + json_string(member.key) + ":" + printed(kind_of(std::get<BoundExpr>(member.value)), values[i]);
    }
    out.push_back(record + "}");
  }
  return out;
}

// Is the text of an aggregate query's column one of several that differ in case?
bool is_loosely_spelled(const BoundExpr& expr) {
  if (expr.functions.empty()) return kind_of(expr) == Kind::text;
  const soql::Function outer = expr.functions.front();
  const BoundExpr inner{{expr.functions.begin() + 1, expr.functions.end()}, expr.field};
  const bool keeps_text = outer == soql::Function::min || outer == soql::Function::max || outer == soql::Function::format ||
                          outer == soql::Function::to_label;
  return keeps_text && is_loosely_spelled(inner);
}

}  // namespace

Result<std::string> answer(const BoundQuery& query, const Records& records, bool with_deleted, const std::string& version) {
  const Tables tables(records, with_deleted);
  const Evaluator evaluator(tables, version);
  const std::vector<Row> rows = evaluator.filtered(query);
  switch (query.kind) {
    case soql::ResultKind::count: return envelope(page_of(query, rows).size(), {});
    case soql::ResultKind::records: {
      const std::vector<Row> page = evaluator.sorted_page(query, rows);
      return envelope(page.size(), evaluator.records(query, page));
    }
    case soql::ResultKind::aggregates: break;
  }
  const auto groups = group_values(query, rows, tables);
  if (groups.size() > kMaxGroups) {
    return error_without_position(
        ErrorCode::EXCEEDED_ID_LIMIT,
        "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch");
  }
  return envelope(groups.size(), aggregate_records(query, groups));
}

std::vector<std::string> found_records(const BoundQuery& query, const Records& records,
                                       const std::map<std::string, std::int64_t>& scores, const std::string& version) {
  const Tables tables(records, false);
  const Evaluator evaluator(tables, version);
  std::vector<Row> rows = evaluator.filtered(query);
  std::erase_if(rows, [&](const Row& row) { return !scores.contains(id_of(*row[0])); });
  if (!query.order_by.empty()) return evaluator.records(query, evaluator.sorted_page(query, std::move(rows)));
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const Row& a, const Row& b) { return scores.at(id_of(*a[0])) > scores.at(id_of(*b[0])); });
  return evaluator.records(query, page_of(query, rows));
}

std::set<std::string> loosely_spelled_keys(const BoundQuery& query) {
  std::set<std::string> keys;
  if (query.kind != soql::ResultKind::aggregates) return keys;
  for (const soql::BoundMember& member : query.select.members) {
    if (is_loosely_spelled(std::get<BoundExpr>(member.value))) keys.insert(member.key);
  }
  return keys;
}

}  // namespace localorg::reference
