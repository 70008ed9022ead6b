// The reference evaluator: what a bound query answers, worked out from the specification (soql.md) over records in memory,
// slowly and obviously.  It shares no code with soql/translate, api/render and store/, so that what both agree on was
// understood twice.
//
//     reference.h           answers: records, children, TYPEOF, the JSON round them
//     reference_groups.h    aggregates, GROUP BY, HAVING, ROLLUP and CUBE
//     reference_condition.h WHERE and HAVING, true or false
//     reference_values.h    fields through parents, functions, order
//     reference_dates.h     date functions, time zones, FORMAT
//     reference_text.h      case, LIKE, JSON strings, numbers
//
// and a SOSL search (soql.md 15), by a plain scan over all texts, likewise without sosl/bind_words, translate, match and the
// index:
//
//     reference_search.h    objects, row limits, order, the answer
//     reference_score.h     which records match, and how well
//     reference_words.h     the search text read, texts cut into words
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "org/record.h"
#include "soql/bound.h"

namespace localorg::reference {

// All records of an org, by the name of their object, in Id order; complete, as OrgWriter takes them.
using Records = std::map<std::string, std::vector<org::Record>>;

// The body of the REST answer, all records in one batch; or the error.  `with_deleted`: /queryAll.
Result<std::string> answer(const soql::BoundQuery& query, const Records& records, bool with_deleted,
                           const std::string& version);

// The records of one object in the answer of a search: those that have a score and that WHERE lets through, by ORDER BY or
// else the highest score first, ties by Id; LIMIT and OFFSET as the query has them.
std::vector<std::string> found_records(const soql::BoundQuery& query, const Records& records,
                                       const std::map<std::string, std::int64_t>& scores, const std::string& version);

// The keys of a grouped answer whose text stands for several spellings that differ in case: which one is shown is nobody's
// decision.
std::set<std::string> loosely_spelled_keys(const soql::BoundQuery& query);

}  // namespace localorg::reference
