// The answer of a SOSL search as the specification has it (soql.md 15).
#pragma once

#include <string>

#include "sosl/ast.h"
#include "sosl/bound.h"
#include "support/reference.h"

namespace localorg::reference {

// {"searchRecords":[...]}.  Of `bound` only the objects and their fields, conditions and order are used.  The search has WITH
// SPELL_CORRECTION = false and no other WITH.
std::string search_answer(const sosl::Search& search, const sosl::BoundSearch& bound, const Records& records,
                          const std::string& version);

}  // namespace localorg::reference
