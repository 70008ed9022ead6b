// What the parts of bind() share: the names of one query level, and the order in which its clauses are bound.
// Used by the bind_*.cpp alone.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "org/calendar.h"
#include "org/catalog.h"
#include "soql/ast.h"
#include "soql/bound.h"

namespace localorg::soql {

// One SELECT: the root, a child subquery or a semi-join.
enum class Level { root, child, semi_join };

struct Scope {
  const org::Catalog& catalog;
  const org::Viewer& viewer;
  const Query& query;
  BoundQuery& bound;
  Level level;
  int depth;                                               // of nesting, the root is 1
  std::vector<std::pair<std::string, std::size_t>> names;  // FROM's object name and aliases: which join each stands for
};

enum class Clause { select, where, group_by, having, order_by };

// ---- bind.cpp
Result<BoundQuery> bind_level(const Query& query, const org::Catalog& catalog, const org::Viewer& viewer, Level level,
                              int depth, const org::SObject* parent);

// ---- bind_names.cpp
// FROM: fills bound.object, joins and the scope's names.  `parent`: the object whose child relationship FROM names.
Result<void> bind_from(Scope& scope, const org::SObject* parent);
// A path to a field.  The error stands at the path's start, or behind an own-object prefix (observed).
Result<BoundField> bind_path(Scope& scope, const Name& path);
// A path that starts at `join`, whatever FROM's names are.
Result<BoundField> bind_path_from(Scope& scope, std::size_t join, const Name& path);
// A path to a relationship: the reference field and the join that holds it.
Result<BoundField> bind_relationship(Scope& scope, const Name& path);
std::size_t join_to(BoundQuery& bound, std::size_t parent, const org::Field& reference, const org::SObject& object);
// The relationship names from the root to a join, canonical: {"Account", "Owner"}.
std::vector<std::string> path_to(const BoundQuery& bound, std::size_t join);
std::string no_such_column(std::string_view field, const org::SObject& object);

// ---- bind_exprs.cpp
// A field under its functions, checked for the clause it stands in.
Result<BoundExpr> bind_expr(Scope& scope, const FieldExpr& expr, Clause clause);
Result<BoundOperand> bind_operand(Scope& scope, const Operand& operand, Clause clause);
Result<BoundDistance> bind_distance(Scope& scope, const DistanceExpr& expr);
Place place_of(const Operand& operand);

// ---- bind_select.cpp
Result<void> bind_select(Scope& scope);
// Does the query give AggregateResult rows?
bool is_aggregate(const Query& query);

// ---- bind_where.cpp, bind_semi_join.cpp
Result<BoundCondition> bind_where(Scope& scope, const Condition& condition);
Result<BoundCondition> bind_having(Scope& scope, const Condition& condition);
Result<BoundCondition> bind_semi_join(Scope& scope, const InSemiJoin& condition);
// Counts and placement of the semi-joins in a WHERE.
Result<void> check_semi_joins(const Condition& where, Level level);

// ---- bind_options.cpp
// USING SCOPE, as a condition.  The scopes are those of describe's supportedScopes: everything, and mine where records have
// an owner; an org has the others only after somebody set up territories, teams or scoping rules (SOQL reference).  The
// text for a scope that the object lacks is that for an unknown one (assumed).
Result<void> bind_using_scope(Scope& scope, std::vector<BoundCondition>& conditions);
Result<void> bind_with(const Scope& scope);
// UPDATE and SET OPTIONS.
Result<void> bind_update(const Scope& scope);

// ---- bind_literals.cpp
// A literal as a value of the operand's class, or the range of days it stands for.
Result<std::variant<org::Value, BoundRange>> bind_literal(Scope& scope, const Literal& literal, const BoundOperand& operand,
                                                          Place place);

// ---- bind_groups.cpp
Result<void> bind_group_by(Scope& scope);
Result<void> bind_order_by(Scope& scope);
// Every selected field is grouped or aggregated.
Result<void> check_grouping(const Scope& scope);
// Is the expression one of the grouped ones, or a date function of a grouped date field?
bool is_grouped(const BoundQuery& bound, const BoundExpr& expr);
// Has the expression one value per group: grouped, aggregated, GROUPING() of a rolled-up field, or one of these shown?
bool is_group_value(const BoundQuery& bound, const BoundExpr& expr);

}  // namespace localorg::soql
