// A parsed query as text again: one canonical spelling, which parses to the same AST.
#pragma once

#include <string>

#include "soql/ast.h"

namespace localorg::soql {

std::string unparse(const Query& query);
std::string unparse(const Condition& condition);
std::string unparse(const Operand& operand);
std::string unparse(const Literal& literal);
// A string as a SOQL literal, quotes and escapes included.  In a LIKE pattern `\%` and `\_` stay as they are.
std::string quote(std::string_view value, bool is_pattern = false);

}  // namespace localorg::soql
