// Translation, the third step of a SOSL search:
//     text -> parse -> bind -> TRANSLATE -> execute -> render
//
// Each object of the answer becomes one statement: its full-text index in front of SOQL's own translation of the fields,
// conditions and order.
//     FROM localorg_search_Case s CROSS JOIN localorg_found_Case f ON f.n = s.rowid CROSS JOIN "Case" t0 ON t0."Id" = f."Id"
//     WHERE s MATCH ?1 AND ... ORDER BY soql_score(s, ?2) DESC, t0."Id" LIMIT ...
#pragma once

#include "soql/plan.h"
#include "sosl/bound.h"

namespace localorg::sosl {

// ?1, ?2 and ?3 take a Match: query, score, highlight.
soql::Plan translate(const BoundReturned& returned, const BoundSearch& search);

}  // namespace localorg::sosl
