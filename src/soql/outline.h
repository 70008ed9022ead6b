// Outlines of a query before and after binding, one fact a line, for localorg explain and the stage tests.
#pragma once

#include <string>

#include "soql/ast.h"
#include "soql/bound.h"

namespace localorg::soql {

std::string outline(const Query& query);
std::string outline(const BoundQuery& query);

}  // namespace localorg::soql
