// What an expression of a bound query is worth: on one record with its parents, and on a group of them.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "org/record.h"
#include "soql/bound.h"
#include "support/reference.h"

namespace localorg::reference {

// The records that a query can see, by object and by Id.
class Tables {
 public:
  // Without the recycle bin, or with it.
  Tables(const Records& records, bool with_deleted);

  const std::vector<const org::Record*>& of(const org::SObject& object) const;
  // Null where there is none.
  const org::Record* find(const org::SObject& object, const org::Value& id) const;

 private:
  std::map<std::string, std::vector<const org::Record*>> by_object_;  // by name, in Id order
  std::map<std::string, std::map<std::string, const org::Record*>> by_id_;
};

const std::string& id_of(const org::Record& record);

// One record of a query's object with the records that its joins lead to; null where a parent is missing.
using Row = std::vector<const org::Record*>;

Row row_of(const org::Record& record, const soql::BoundQuery& query, const Tables& tables);

// How values are compared and written: what the field's type makes them, or the functions round it.
enum class Kind { exact_text, text, boolean, integer, number, json };
Kind kind_of(const soql::BoundOperand& operand);

org::Value value_of(const soql::BoundOperand& operand, const soql::BoundQuery& query, const Row& row);

// A value with one more function round it; `inner` is the function inside, if any.  Not for aggregates and GROUPING.
org::Value apply(soql::Function function, const org::Value& value, const soql::BoundExpr& expr, const soql::BoundQuery& query,
                 bool of_aggregate);

// ---- Order

// <0, 0, >0 of two values that are not null, as WHERE compares them: picklists by their text.
int compare(Kind kind, const org::Value& a, const org::Value& b);
// The same with null in front of everything.
int compare_values(const soql::BoundOperand& operand, const org::Value& a, const org::Value& b);
// As ORDER BY, MIN and MAX sort: picklists in their defined order.
int compare_sorted(const soql::BoundOperand& operand, const org::Value& a, const org::Value& b);

// Sorts by the query's ORDER BY, then by `tie`.  `key(item, i)` is the item's value for order_by[i].
template <typename Item>
bool comes_before(const soql::BoundQuery& query, const Item& a, const Item& b,
                  const std::function<org::Value(const Item&, const soql::BoundOperand&)>& key,
                  const std::function<bool(const Item&, const Item&)>& tie) {
  for (const soql::BoundOrder& order : query.order_by) {
    const org::Value x = key(a, order.operand);
    const org::Value y = key(b, order.operand);
    if (org::is_null(x) && org::is_null(y)) continue;
    if (org::is_null(x) || org::is_null(y)) return org::is_null(x) != order.nulls_last;  // first both ways (soql.md 8)
    const int way = compare_sorted(order.operand, x, y);
    if (way != 0) return order.descending ? way > 0 : way < 0;
  }
  return tie(a, b);
}

// LIMIT and OFFSET.
template <typename Item>
std::vector<Item> page_of(const soql::BoundQuery& query, const std::vector<Item>& items) {
  std::vector<Item> out;
  for (std::size_t i = static_cast<std::size_t>(query.offset.value_or(0)); i < items.size(); ++i) {
    if (query.limit && out.size() >= static_cast<std::size_t>(*query.limit)) break;
    out.push_back(items[i]);
  }
  return out;
}

}  // namespace localorg::reference
