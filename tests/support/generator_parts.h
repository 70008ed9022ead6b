// What the parts of the query generator share.  Used by the generator_*.cpp alone.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "org/catalog.h"
#include "soql/functions.h"
#include "support/generator.h"

namespace localorg::test {

// How one query is typed: keywords and names in which case, what between words.
struct Style {
  unsigned keywords = 0;  // 0: as they are, 1: small, 2: any
  unsigned names = 0;
  bool wide = false;  // line ends and tabs
};

// One SELECT in the making: the root, a child subquery or a semi-join.
struct Level {
  const GeneratedOrg& org;
  Random& random;
  const Style& style;
  const org::SObject* object;
  // Aliases of FROM: each a word, the object it stands for, and the canonical path to it, empty for the object in FROM.
  struct Alias {
    std::string word;
    const org::SObject* object;
    std::string path;
  };
  std::vector<Alias> aliases;

  std::string keyword(const std::string& text) const;
  std::string name(const std::string& text) const;
  std::string blank() const;
};

// ---- generator_path.cpp
struct Path {
  std::string text;                      // as the query writes it
  std::string canonical;                 // Account.Owner.Name
  const org::SObject* object = nullptr;  // that has the field
  const org::Field* field = nullptr;
  std::size_t hops = 0;
};
using FieldFilter = std::function<bool(const org::Field&)>;

// A field that passes `filter`, of the object or of a parent at most `max_hops` away; nullopt if none was found.
std::optional<Path> pick_path(const Level& level, const FieldFilter& filter, std::size_t max_hops = 3);

// ---- An expression: a path under functions.
struct Expr {
  std::string text;
  std::vector<soql::Function> functions;  // from the outside in
  Path path;
  org::TypeClass type_class = org::TypeClass::text;  // of its value

  bool is_plain() const { return functions.empty(); }
};
org::TypeClass class_of(const org::Field& field);
Expr plain(Path path);
Expr call(const Level& level, soql::Function function, Expr argument, org::TypeClass type_class);
// A date function of a date or dateTime, perhaps of convertTimezone().
Expr date_call(const Level& level, Path path);
bool is_date(const org::Field& field);

// ---- generator_literal.cpp
// A literal of the expression's class, often a value that a record has; sometimes null.
std::string literal(const Level& level, const Expr& expr);
std::string literal_not_null(const Level& level, const Expr& expr);
// A quoted pattern for LIKE.
std::string like_literal(const Level& level, const Expr& expr);
std::string quoted(const std::string& text, Random& random);
std::string number_literal(double value, Random& random);
std::string geolocation(const Level& level);

// ---- generator_condition.cpp
// Conditions on expressions that `operand` draws; grouped, negated, `depth` levels deep.
std::string conditions(const Level& level, const std::function<std::optional<Expr>()>& operand, int depth);
// WHERE ..., with semi-joins where they may be; or nothing.
std::string where_clause(const Level& level, bool semi_joins);
// DISTANCE(Place__c, GEOLOCATION(37.7, -122.4), 'mi'), if the object has a place.
std::optional<std::string> distance_call(const Level& level);

// ---- generator_query.cpp
std::string from_clause(Level& level, const std::string& source, bool is_root);
std::string sort_direction(const Level& level);
std::string limit_clause(const Level& level);

// ---- generator_groups.cpp
// SELECT ... GROUP BY ... of an aggregate query, up to its LIMIT.
std::string aggregate_query(Level& level);

// ", " between.
std::string joined(const std::vector<std::string>& parts, const std::string& between = ", ");

}  // namespace localorg::test
