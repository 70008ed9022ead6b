// Queries for other resources.
#pragma once

#include <string>

#include "api/call.h"
#include "api/cursors.h"
#include "base/result.h"
#include "soql/query.h"

namespace localorg::api {

// {"totalSize":...,"records":[...]}, with a cursor for what is beyond the first batch.
Result<std::string> query_envelope(const Call& call, const std::string& text, soql::Rows rows);

// All records of a query, as they are sent.
Result<RenderedRecords> query_records(const Call& call, const std::string& text, soql::Rows rows);

// The plan of a query as ?explain= shows it.
Result<Json> explain_query(const Call& call, const std::string& text);

}  // namespace localorg::api
