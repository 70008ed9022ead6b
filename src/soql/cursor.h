// Where in a query a place is, for help while typing:
//     text -> words_of -> CURSOR_AT -> complete, suggest
//
// The query may be half typed, and wrong anywhere.  What stands behind the place counts too: of SELECT | FROM Case the
// place is in the select list of a query of Case.  Knows no org.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "soql/words.h"

namespace localorg::soql {

// What may stand at a place.  "next": what may follow the thing named.
// clang-format off
enum class Slot {
  query,
  select_item, select_next,
  typeof_relationship, typeof_when, typeof_object, typeof_then, typeof_field, typeof_next,
  source, source_next, alias, scope_word, scope,
  condition, comparison, in_word, list, list_first, list_next, list_value, list_count, value, value_count, condition_next,
  with_word, group_word, group_item, group_next, order_word, order_item, order_next, nulls_word,
  number, for_word, update_word, clause_next,
  argument, argument_next,
};
// clang-format on

// An entry of FROM: Case c, or c.Account a.
struct Source {
  std::string_view path;
  std::string_view alias;  // empty: none
};

enum class LevelRole { root, child, semi_join };

// One SELECT with its FROM.
struct QueryLevel {
  LevelRole role = LevelRole::root;
  std::size_t parent = 0;
  std::vector<Source> sources;
};

// Views point into the query.
struct Cursor {
  Slot slot = Slot::query;
  std::optional<Word> word;        // the word that the place is in or right behind; none before it counts
  std::vector<QueryLevel> levels;  // of the whole query
  std::size_t level = 0;           // the one of the place
  bool in_having = false;
  std::string_view operand;           // what a value is compared with; empty where that is no plain path
  std::string_view typeof_path;       // TYPEOF <path>
  std::string_view typeof_object;     // WHEN <object>, or Name behind ELSE
  std::vector<std::string> keywords;  // those that may stand here: FROM, GROUP BY
};

Cursor cursor_at(std::string_view query, std::size_t at);

}  // namespace localorg::soql
