// What the names round a cursor lead to in one org: the objects of FROM, and those that a path of relationships reaches.
// For help while typing, so nothing here is an error: what cannot be followed reaches nothing.
#pragma once

#include <string_view>
#include <vector>

#include "org/catalog.h"
#include "soql/cursor.h"

namespace localorg::soql {

// One object, none where FROM is missing or unknown, or several where a path may start at any object.
using Objects = std::vector<const org::SObject*>;

// The object that a level's FROM names, or, for a child subquery, that its relationship leads to.
Objects objects_of(const Cursor& cursor, std::size_t level, const org::Catalog& catalog);

// How far a path goes: Account.Ownr.Name stops at `Ownr`, of Account, which is not its last step.
struct Reach {
  Objects objects;        // those that `step` is a name of
  std::string_view step;  // the last one, or the first that is no relationship of theirs
  bool is_last = true;
};

// Follows a path that starts in the SELECT of the cursor, at FROM's object, one of its aliases or a TYPEOF's object.
// Where FROM is not known, at any of `otherwise`.
Reach follow(const Cursor& cursor, std::string_view path, const org::Catalog& catalog, const Objects& otherwise = {});

}  // namespace localorg::soql
