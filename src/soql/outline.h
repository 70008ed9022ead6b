// Outlines of a query before and after binding, one fact a line, for localorg explain and the stage tests.
#pragma once

#include <string>

#include "soql/ast.h"
#include "soql/bound.h"

namespace localorg::soql {

std::string outline(const Query& query);
std::string outline(const BoundQuery& query);
// One condition in one line; of one that holds others (AND, OR, NOT, a semi-join) what stands before them.
std::string condition_text(const BoundQuery& query, const BoundCondition& condition);

}  // namespace localorg::soql
