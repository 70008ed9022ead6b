// A SOSL search as it was written: names as typed, nothing looked up.  Made by parse(), read by bind().
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "soql/ast.h"

namespace localorg::sosl {

using soql::Name;
using soql::Place;

// ---- The text in the braces ---------------------------------------------------------------------------------------

struct Sequence;

// A word or, in quotes, a phrase.
struct Term {
  std::string typed;  // without the quotes; wildcards and escapes as they stand
  bool is_phrase = false;
  Place place;

  friend bool operator==(const Term&, const Term&) = default;
};

// What stands between two words: nothing, or an operator.
enum class Joint { adjacent, and_, and_not, or_ };

// One level of parentheses.  What binds what is not settled here: adjacent words are AND for some objects, OR for others.
struct Sequence {
  std::vector<std::variant<Term, Box<Sequence>>> items;
  std::vector<Joint> joints;  // joints[i] stands before items[i + 1]

  friend bool operator==(const Sequence&, const Sequence&) = default;
};

// ---- The clauses --------------------------------------------------------------------------------------------------

enum class Group { all, name, email, phone, sidebar };

struct ListView {
  Name name;
  friend bool operator==(const ListView&, const ListView&) = default;
};

// An object of RETURNING.
struct Returned {
  Name object;
  std::vector<soql::SelectField> fields;
  std::optional<soql::Condition> where;
  std::optional<ListView> list_view;
  std::vector<soql::OrderItem> order_by;
  std::optional<soql::Integer> limit;
  std::optional<soql::Integer> offset;

  friend bool operator==(const Returned&, const Returned&) = default;
};

struct WithCategory {
  std::vector<soql::DataCategory> categories;
  friend bool operator==(const WithCategory&, const WithCategory&) = default;
};
// WITH DIVISION = 'Global', WITH SPELL_CORRECTION = false, WITH NETWORK IN ('...', '...')
struct WithValues {
  Name name;
  std::vector<std::string> values;
  bool is_string = true;
  bool is_list = false;
  friend bool operator==(const WithValues&, const WithValues&) = default;
};
// WITH HIGHLIGHT, WITH SNIPPET (target_length = 120)
struct WithWord {
  Name name;
  std::vector<std::pair<std::string, std::string>> options;
  friend bool operator==(const WithWord&, const WithWord&) = default;
};
using With = std::variant<WithCategory, WithValues, WithWord>;

struct Search {
  std::string text;  // in the braces, as typed
  Sequence words;    // of a text that is too long for operators, with OR between all
  Group group = Group::all;
  std::vector<Returned> returning;  // empty: no RETURNING
  std::vector<With> with;
  std::optional<soql::Integer> limit;
  std::vector<Name> update;

  friend bool operator==(const Search&, const Search&) = default;
};

}  // namespace localorg::sosl
