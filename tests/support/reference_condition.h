// Conditions as the reference evaluator understands them: true or false, never unknown (soql.md 5.5).
#pragma once

#include <functional>

#include "support/reference_values.h"

namespace localorg::reference {

// Does the condition hold where operands have these values?  `values`: of a record for WHERE, of a group for HAVING.
bool holds(const soql::BoundCondition& condition, const Tables& tables,
           const std::function<org::Value(const soql::BoundOperand&)>& values);

}  // namespace localorg::reference
