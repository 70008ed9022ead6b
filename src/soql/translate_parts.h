// The parts of translate(): SQL for names, expressions and conditions of one query level.  Used by the translate*.cpp alone.
#pragma once

#include <string>
#include <vector>

#include "soql/bound.h"
#include "soql/plan.h"
#include "soql/translate.h"
#include "store/sql.h"

namespace localorg::soql {

// One level's translation in the making.  Parameters are numbered, so pieces of SQL may be put together in any order.
struct Translation {
  const BoundQuery& query;
  Rows rows;
  store::SqlQuery& sql;
  std::string alias_prefix;  // keeps a semi-join's table names apart from its outer query's
  const Found* found = nullptr;
  std::vector<bool> grouped_now;  // ROLLUP, CUBE: which GROUP BY expressions this grouping set has; empty: all

  // ?N for a value of the query.
  std::string parameter(org::Value value) {
    sql.parameters.push_back(std::move(value));
    return "?" + std::to_string(sql.parameters.size());
  }
};

// ---- translate_exprs.cpp
// FROM "Case" t0 LEFT JOIN "Account" t1 ON t1."Id" = t0."AccountId" ...
std::string from_sql(Translation& t);
std::string alias_of(const Translation& t, std::size_t join);
std::string id_of(Translation& t, std::size_t join);
std::string field_sql(Translation& t, const BoundField& field);
std::string expr_sql(Translation& t, const BoundExpr& expr);
std::string operand_sql(Translation& t, const BoundOperand& operand);
// Is the expression a plain column, with the collation of its declaration?
bool is_plain_column(const Translation& t, const BoundOperand& operand);
bool is_text(const BoundOperand& operand);
// The expression in the form to sort or group by: text with its collation, a picklist by its defined order.
std::vector<std::string> order_keys(Translation& t, const BoundOperand& operand);
std::string group_key(Translation& t, const BoundExpr& expr);
ValueFormat format_of(const BoundOperand& operand);

// ---- translate_conditions.cpp
std::string condition_sql(Translation& t, const BoundCondition& condition);

// ---- translate.cpp
// SELECT ... for a semi-join.
std::string semi_join_sql(Translation& outer, const BoundQuery& query);

}  // namespace localorg::soql
