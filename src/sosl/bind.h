// Binding, the second step of a SOSL search:
//     text -> parse -> BIND -> translate -> execute -> render
//
// bind() gives the words and names of a parsed search their meaning in one org: which objects are searched, in which of
// their fields, for which words, and what of each record is shown.  Fields, conditions and order are SOQL's and bound by
// soql::bind().  No I/O.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sosl/ast.h"
#include "sosl/bound.h"

namespace localorg::org {
class Catalog;
struct Viewer;
}  // namespace localorg::org

namespace localorg::sosl {

// Binds `search`, or returns the error Salesforce gives; positions as in the statement it was parsed from.  `recent`: the Ids
// of the records that the user viewed last.
Result<BoundSearch> bind(const Search& search, const org::Catalog& catalog, const org::Viewer& viewer,
                         const std::vector<std::string>& recent = {});

// Does the answer hang on what the user viewed?
bool uses_list_view(const Search& search);

}  // namespace localorg::sosl
