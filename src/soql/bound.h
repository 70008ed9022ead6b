// A SOQL query with every name resolved: made by bind(), read by translate().  Points into the catalog.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/box.h"
#include "org/catalog.h"
#include "org/record.h"
#include "soql/ast.h"
#include "soql/functions.h"

namespace localorg::soql {

// joins[0] is the queried object.  Each other join follows `reference`, a field of joins[parent], to `object`; where that
// is the virtual Name entity, to whichever of reference->targets the record points.
struct BoundJoin {
  std::size_t parent = 0;
  const org::Field* reference = nullptr;
  const org::SObject* object = nullptr;

  bool is_polymorphic() const { return object->is_virtual(); }
};

struct BoundField {
  std::size_t join = 0;
  const org::Field* field = nullptr;

  friend bool operator==(const BoundField&, const BoundField&) = default;
};

// A field under its functions, from the outside in.
struct BoundExpr {
  std::vector<Function> functions;
  BoundField field;

  bool is_aggregate() const { return !functions.empty() && row_of(functions.front()).kind == FunctionKind::aggregate; }
  friend bool operator==(const BoundExpr&, const BoundExpr&) = default;
};

struct BoundDistance {
  BoundField from;
  std::variant<std::pair<double, double>, BoundField> to;  // latitude and longitude, or another location
  bool in_miles = false;

  friend bool operator==(const BoundDistance&, const BoundDistance&) = default;
};

using BoundOperand = std::variant<BoundExpr, BoundDistance>;

// What a value is compared and printed as: the class of its field, or what its functions make of it.
org::TypeClass type_class_of(const BoundOperand& operand);

// The field of a polymorphic target that stands for a field of the Name entity; null where the target has none, and for
// Name.Type, which is the target's own name.
const org::Field* stands_for(const org::Field& name_entity_field, const org::SObject& target);

// ---- Conditions ---------------------------------------------------------------------------------------------------

struct BoundCondition;
struct BoundQuery;

struct BoundAll {
  std::vector<BoundCondition> conditions;
};
struct BoundAny {
  std::vector<BoundCondition> conditions;
};
struct BoundNot {
  Box<BoundCondition> condition;
};
// Compares with a value in the form in which records store it; null: is (not) null.
struct BoundCompare {
  BoundOperand operand;
  Operator op;
  org::Value value;
};
// A relative date literal: the half-open range [begin, end).
struct BoundRange {
  org::Value begin;
  org::Value end;
};
struct BoundCompareRange {
  BoundExpr operand;
  Operator op;
  BoundRange range;
};
struct BoundLike {
  BoundExpr operand;
  std::string pattern;  // % _ and \ as SOQL has them
};
struct BoundIn {
  BoundExpr operand;
  bool negated;
  std::vector<org::Value> values;  // none is null
  bool has_null;                   // null was in the list
  std::vector<BoundRange> ranges;
};
struct BoundSemiJoin {
  BoundExpr operand;
  bool negated;
  Box<BoundQuery> query;  // selects one field
};
struct BoundIncludes {
  BoundExpr operand;
  bool excludes;
  std::vector<std::vector<std::string>> sets;  // any of: all of
};
// A comparison that no record passes, whatever it holds.
struct BoundNever {};

struct BoundCondition {
  std::variant<BoundAll, BoundAny, BoundNot, BoundCompare, BoundCompareRange, BoundLike, BoundIn, BoundSemiJoin, BoundIncludes,
               BoundNever>
      value;
};

// ---- What a record of the answer looks like -----------------------------------------------------------------------

struct BoundShape;
struct BoundChildren;
struct BoundTypeof;

// One key of a record.
struct BoundMember {
  std::string key;
  std::variant<BoundExpr, BoundDistance, Box<BoundShape>, Box<BoundChildren>, Box<BoundTypeof>> value;
};

// The record of joins[join], as an object of its own.
struct BoundShape {
  std::size_t join = 0;
  std::vector<BoundMember> members;
};

// TYPEOF: the shape of the first branch whose object the record points to; each branch has a join of its own.
struct BoundTypeof {
  std::size_t parent = 0;  // the join that holds the reference
  const org::Field* reference = nullptr;
  std::vector<BoundShape> branches;
  std::optional<BoundShape> otherwise;  // through the Name entity
};

// ---- The query ----------------------------------------------------------------------------------------------------

struct BoundOrder {
  BoundOperand operand;
  bool descending = false;
  bool nulls_last = false;
};

enum class ResultKind {
  records,
  count,       // SELECT COUNT(): a number and no records
  aggregates,  // AggregateResult rows
};

struct BoundQuery {
  const org::SObject* object = nullptr;
  std::vector<BoundJoin> joins;
  ResultKind kind = ResultKind::records;
  BoundShape select;
  std::optional<BoundCondition> where;
  Grouping grouping = Grouping::plain;
  std::vector<BoundExpr> group_by;
  std::optional<BoundCondition> having;
  std::vector<BoundOrder> order_by;
  std::optional<std::int64_t> limit;
  std::optional<std::int64_t> offset;
  bool depends_on_clock = false;  // a relative date literal was read
  std::string time_zone;          // of convertTimezone()
  unsigned fiscal_start_month = 1;
};

// The rows of a child relationship; one query for all parents of a page.
struct BoundChildren {
  const org::ChildRelationship* relationship = nullptr;
  BoundQuery query;
};

}  // namespace localorg::soql
