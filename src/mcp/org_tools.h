// The tools that every org has: soql_query, sosl_search, list_objects, describe_object.  They read, and differ from the REST
// resources behind them in form alone: pages of a size that models can read, compact descriptions, errors as "CODE: message".
#pragma once

#include <vector>

#include "mcp/tool.h"

namespace localorg::mcp {

// In this order.
std::vector<Tool> org_tools();

// Of these two files; org_tools() is all.
std::vector<Tool> query_tools();
std::vector<Tool> schema_tools();

}  // namespace localorg::mcp
