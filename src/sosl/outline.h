// Outlines of a search before and after binding, one fact a line, for localorg explain and the stage tests.
#pragma once

#include <string>

#include "sosl/ast.h"
#include "sosl/bound.h"

namespace localorg::sosl {

std::string outline(const Search& search);
std::string outline(const BoundSearch& search);
std::string outline(const BoundReturned& returned);

}  // namespace localorg::sosl
