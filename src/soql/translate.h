// Translation, the third step of a SOQL query:
//     text -> parse -> bind -> TRANSLATE -> execute -> render
//
// translate() formats what bind() decided; it cannot fail.  Here SOQL's differences from SQL are said once:
//   - conditions are true or false, never unknown: != and NOT IN keep records whose field is null
//   - text is compared and sorted ignoring case, in Unicode; picklists sort in their defined order
//   - nulls come first in both directions; every order ends in Id
//   - parents are outer-joined
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "soql/bound.h"
#include "soql/plan.h"

namespace localorg::soql {

enum class Rows { live, with_deleted };  // /query, /queryAll

Plan translate(const BoundQuery& query, Rows rows = Rows::live);

// Records that were found by other means than the query's own conditions: by SOSL's index.
//     SELECT ... FROM <source> CROSS JOIN "Case" t0 ON t0."Id" = <id> WHERE <condition> AND ... ORDER BY <order>, t0."Id"
struct Found {
  std::string source;
  std::string id;
  std::string condition;
  std::string order;                                      // where the query has no ORDER BY
  std::vector<std::pair<std::string, std::string>> more;  // further keys of each record, and their SQL; left out where null
  int records_with_more = 0;                              // the first so many records have them; 0: all
  std::vector<org::Value> parameters;                     // ?1 and on in all of these
};
Plan translate(const BoundQuery& query, const Found& found);

// A field of the queried object, for the SQL in Found.
std::string column_of_root(const org::Field& field);

}  // namespace localorg::soql
