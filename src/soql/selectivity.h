// Which indexes a query uses, and which of its conditions none can serve: a section of localorg explain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "soql/bound.h"
#include "soql/plan.h"

namespace localorg::soql {

// One pass over the records of an object.
struct ObjectRead {
  std::string object;               // Account
  std::string path;                 // Case.Account where a relationship leads there, "semi-join"; empty: FROM's object
  std::vector<std::string> fields;  // looked up by; empty: every record is read
  std::string index;                // its name; empty: by Id, or none

  friend bool operator==(const ObjectRead&, const ObjectRead&) = default;
};

struct UnservedCondition {
  std::string condition;  // as the outline of the bound query has it: Case.Subject like '%a%'
  std::string reason;

  friend bool operator==(const UnservedCondition&, const UnservedCondition&) = default;
};

struct IndexUse {
  std::vector<ObjectRead> reads;            // in the order of SQLite's loops
  std::vector<UnservedCondition> unserved;  // of WHERE, those that are checked record by record
};

// `sqlite_plan`: what Database::explain_plan() says of the query's translation.  Child queries are queries of their own.
IndexUse index_use(const BoundQuery& query, std::string_view sqlite_plan);

}  // namespace localorg::soql
