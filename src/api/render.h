// Rendering, the last step of a query: SQLite's columns straight into the text of the REST answer (soql.md section 2).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "soql/query.h"

namespace localorg::api {

// {"totalSize":2,"done":true,"records":[...]} of a plan that query() has prepared.  `version` is that of the URL, 59.0.
// Runs the plan's statements to their end and resets them.
Result<std::string> render_query(soql::PreparedPlan& prepared, std::string_view version);

// [{"message":"...","errorCode":"..."}]; `query` is the text that the error's position refers to.
std::string render_error(const SalesforceError& error, std::string_view query);

}  // namespace localorg::api
