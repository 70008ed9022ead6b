// A parsed search as text again: one canonical spelling, which parses to the same AST.
#pragma once

#include <string>

#include "sosl/ast.h"

namespace localorg::sosl {

std::string unparse(const Search& search);
std::string unparse(const Sequence& words);
std::string_view name_of(Group group);

}  // namespace localorg::sosl
