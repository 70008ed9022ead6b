// Aggregate queries as the reference evaluator understands them (soql.md 7).
#pragma once

#include <vector>

#include "support/reference_values.h"

namespace localorg::reference {

// The values of the selected members, record by record, of a query of kind `aggregates`: grouped, filtered by HAVING, sorted,
// cut by LIMIT and OFFSET.
std::vector<std::vector<org::Value>> group_values(const soql::BoundQuery& query, const std::vector<Row>& rows,
                                                  const Tables& tables);

// The place in GROUP BY that a grouped expression hangs on; GROUP BY's size for one that hangs on none.
std::size_t group_of(const soql::BoundExpr& expr, const soql::BoundQuery& query);

}  // namespace localorg::reference
