// Translation, the third step of a SOQL query:
//     text -> parse -> bind -> TRANSLATE -> execute -> render
//
// translate() formats what bind() decided; it cannot fail.  Here SOQL's differences from SQL are said once:
//   - conditions are true or false, never unknown: != and NOT IN keep records whose field is null
//   - text is compared and sorted ignoring case, in Unicode; picklists sort in their defined order
//   - nulls come first in both directions; every order ends in Id
//   - parents are outer-joined
#pragma once

#include "soql/bound.h"
#include "soql/plan.h"

namespace localorg::soql {

enum class Rows { live, with_deleted };  // /query, /queryAll

Plan translate(const BoundQuery& query, Rows rows = Rows::live);

}  // namespace localorg::soql
