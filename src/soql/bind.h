// Binding, the second step of a SOQL query:
//     text -> parse -> BIND -> translate -> execute -> render
//
// bind() gives every name in a parsed query its meaning in one org: the sObject in FROM, each field and relationship
// path, each literal's type, each date literal's range.  A BoundQuery holds no unresolved name, so translate() never asks
// the catalog.  No I/O; knows neither SQLite nor HTTP.
#pragma once

#include "base/result.h"
#include "soql/ast.h"
#include "soql/bound.h"

namespace localorg::org {
class Catalog;
struct Viewer;
}  // namespace localorg::org

namespace localorg::soql {

// Binds `query`, or returns the error Salesforce gives, placed at the name that caused it:
//     SELECT Id FROM Acount      INVALID_TYPE   at "Acount"   (FROM first: the rest hangs on it)
//     SELECT Nmae FROM Account   INVALID_FIELD  at "Nmae"
// Checks run in the order of soql.md 12.5; one error is ever returned.  Names match in any case; the result carries the
// catalog's spelling and points into `catalog`, which outlives it.  TODAY and its kin, and USING SCOPE mine, are read from
// `viewer`.
Result<BoundQuery> bind(const Query& query, const org::Catalog& catalog, const org::Viewer& viewer);

}  // namespace localorg::soql
