// A SOQL query as it was written: names as typed, nothing looked up.  Made by parse(), read by bind() and unparse().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/box.h"
#include "base/span.h"

namespace localorg::soql {

// Where something stands in the text.  All places are equal: two queries that say the same are the same.
struct Place : SourceSpan {
  friend bool operator==(const Place&, const Place&) { return true; }
};

struct Name {
  std::string text;
  Place place;

  friend bool operator==(const Name&, const Name&) = default;
};

// A path, function(path) or function(function(path)): functions from the outside in.  FIELDS(ALL) has this form too.
struct FieldExpr {
  std::vector<Name> functions;
  Name path;    // as typed, with its dots: Account.Owner.Name
  Place place;  // of the whole expression

  friend bool operator==(const FieldExpr&, const FieldExpr&) = default;
};

struct Geolocation {
  std::string latitude;  // as typed
  std::string longitude;

  friend bool operator==(const Geolocation&, const Geolocation&) = default;
};

// DISTANCE(from, to, 'mi')
struct DistanceExpr {
  Name from;
  std::variant<Geolocation, Name> to;
  std::string unit;
  Place place;

  friend bool operator==(const DistanceExpr&, const DistanceExpr&) = default;
};

using Operand = std::variant<FieldExpr, DistanceExpr>;

// ---- Literals -----------------------------------------------------------------------------------------------------

struct NullLiteral {
  friend bool operator==(const NullLiteral&, const NullLiteral&) = default;
};
struct BooleanLiteral {
  bool value;
  friend bool operator==(const BooleanLiteral&, const BooleanLiteral&) = default;
};
struct StringLiteral {
  std::string value;  // escapes resolved; in LIKE `\%`, `\_` and `\\` stay as they are
  friend bool operator==(const StringLiteral&, const StringLiteral&) = default;
};
struct NumberLiteral {
  std::string text;  // as typed, with its sign
  bool is_integer;
  friend bool operator==(const NumberLiteral&, const NumberLiteral&) = default;
};
struct DateLiteral {
  std::string text;
  friend bool operator==(const DateLiteral&, const DateLiteral&) = default;
};
struct DatetimeLiteral {
  std::string text;
  friend bool operator==(const DatetimeLiteral&, const DatetimeLiteral&) = default;
};
struct TimeLiteral {
  std::string text;
  friend bool operator==(const TimeLiteral&, const TimeLiteral&) = default;
};
// TODAY, LAST_N_DAYS:30
struct RelativeDateLiteral {
  std::string keyword;               // upper case
  std::optional<std::string> count;  // digits
  friend bool operator==(const RelativeDateLiteral&, const RelativeDateLiteral&) = default;
};

struct Literal {
  std::variant<NullLiteral, BooleanLiteral, StringLiteral, NumberLiteral, DateLiteral, DatetimeLiteral, TimeLiteral,
               RelativeDateLiteral>
      value;
  Place place;

  friend bool operator==(const Literal&, const Literal&) = default;
};

// ---- Conditions ---------------------------------------------------------------------------------------------------

enum class Operator { equal, not_equal, less, less_or_equal, greater, greater_or_equal };

struct Condition;
struct Query;

struct AllOf {
  std::vector<Condition> conditions;
  friend bool operator==(const AllOf&, const AllOf&) = default;
};
struct AnyOf {
  std::vector<Condition> conditions;
  friend bool operator==(const AnyOf&, const AnyOf&) = default;
};
struct NotOf {
  Box<Condition> condition;
  friend bool operator==(const NotOf&, const NotOf&) = default;
};
struct Comparison {
  Operand operand;
  Operator op;
  Literal literal;
  friend bool operator==(const Comparison&, const Comparison&) = default;
};
struct Like {
  FieldExpr operand;
  Literal pattern;
  friend bool operator==(const Like&, const Like&) = default;
};
struct InList {
  FieldExpr operand;
  bool negated;
  std::vector<Literal> literals;
  friend bool operator==(const InList&, const InList&) = default;
};
struct InSemiJoin {
  FieldExpr operand;
  bool negated;
  Box<Query> query;
  friend bool operator==(const InSemiJoin&, const InSemiJoin&) = default;
};
struct Includes {
  FieldExpr operand;
  bool excludes;
  std::vector<Literal> literals;
  friend bool operator==(const Includes&, const Includes&) = default;
};

struct Condition {
  std::variant<AllOf, AnyOf, NotOf, Comparison, Like, InList, InSemiJoin, Includes> value;
  friend bool operator==(const Condition&, const Condition&) = default;
};

// ---- SELECT, FROM and the other clauses ---------------------------------------------------------------------------

struct SelectField {
  FieldExpr expr;
  std::optional<Name> alias;
  friend bool operator==(const SelectField&, const SelectField&) = default;
};
struct SelectSubquery {
  Box<Query> query;
  std::optional<Name> alias;
  friend bool operator==(const SelectSubquery&, const SelectSubquery&) = default;
};
struct TypeofWhen {
  Name object;
  std::vector<FieldExpr> fields;
  friend bool operator==(const TypeofWhen&, const TypeofWhen&) = default;
};
struct SelectTypeof {
  Name relationship;
  std::vector<TypeofWhen> when;
  std::vector<FieldExpr> otherwise;  // ELSE; empty: none
  std::optional<Name> alias;
  Place place;
  friend bool operator==(const SelectTypeof&, const SelectTypeof&) = default;
};
struct SelectDistance {
  DistanceExpr expr;
  std::optional<Name> alias;
  friend bool operator==(const SelectDistance&, const SelectDistance&) = default;
};
using SelectItem = std::variant<SelectField, SelectSubquery, SelectTypeof, SelectDistance>;

struct FromItem {
  Name source;  // an object, a relationship in a subquery, or alias.relationship
  std::optional<Name> alias;
  std::optional<Name> scope;  // USING SCOPE
  friend bool operator==(const FromItem&, const FromItem&) = default;
};

struct DataCategory {
  Name group;
  std::string op;  // AT, ABOVE, BELOW, ABOVE_OR_BELOW
  std::vector<Name> categories;
  friend bool operator==(const DataCategory&, const DataCategory&) = default;
};
struct WithDataCategory {
  std::vector<DataCategory> categories;
  friend bool operator==(const WithDataCategory&, const WithDataCategory&) = default;
};
struct WithEquals {
  Name name;
  std::string value;
  friend bool operator==(const WithEquals&, const WithEquals&) = default;
};
// WITH SECURITY_ENFORCED, WITH RecordVisibilityContext (...): `options` as typed.
struct WithWord {
  Name name;
  std::vector<std::pair<std::string, std::string>> options;
  Place place;
  friend bool operator==(const WithWord&, const WithWord&) = default;
};
using With = std::variant<WithDataCategory, WithEquals, WithWord>;

enum class Grouping { plain, rollup, cube };

struct GroupBy {
  Grouping grouping = Grouping::plain;
  std::vector<FieldExpr> fields;
  std::optional<Condition> having;
  friend bool operator==(const GroupBy&, const GroupBy&) = default;
};

struct OrderItem {
  Operand operand;
  bool descending = false;
  std::optional<bool> nulls_last;  // as written; unset: not written
  friend bool operator==(const OrderItem&, const OrderItem&) = default;
};

struct Integer {
  std::string text;  // as typed, with its sign
  Place place;
  friend bool operator==(const Integer&, const Integer&) = default;
};

enum class ForClause { view, reference };

struct Query {
  bool count_only = false;  // SELECT COUNT()
  std::vector<SelectItem> select;
  std::vector<FromItem> from;
  std::optional<Condition> where;
  std::vector<With> with;
  std::optional<GroupBy> group_by;
  std::vector<OrderItem> order_by;
  std::optional<Integer> limit;
  std::optional<Integer> offset;
  std::optional<ForClause> for_clause;
  std::vector<Name> update;
  std::vector<std::pair<std::string, std::string>> set_options;
  Place place;
  friend bool operator==(const Query&, const Query&) = default;
};

}  // namespace localorg::soql
