// Rendering, the last step of a query: SQLite's columns straight into the text of the REST answer (soql.md section 2).
#pragma once

#include <string>
#include <string_view>

#include "api/cursors.h"
#include "base/result.h"
#include "soql/query.h"

namespace localorg::api {

// All records of a plan that query() has prepared.  `version` is that of the URL, 59.0.  Runs the plan's statements to their
// end and resets them.  For SELECT COUNT() use render_count().
Result<RenderedRecords> render_records(soql::PreparedPlan& prepared, std::string_view version);
Result<std::size_t> render_count(soql::PreparedPlan& prepared);

// {"totalSize":2,"done":true,"records":[...]}; with the rest of the result elsewhere, done is false and nextRecordsUrl says
// where.
std::string render_envelope(std::size_t total, std::string_view records, std::string_view next_records_url = {});

// {"searchRecords":[...]}, and the metadata where it was asked for.
std::string render_search(std::string_view records, std::string_view metadata = {});

// [{"message":"...","errorCode":"..."}]; `query` is the text that the error's position refers to.
std::string render_error(const SalesforceError& error, std::string_view query);

}  // namespace localorg::api
