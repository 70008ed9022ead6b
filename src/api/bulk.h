// What bulk jobs of both versions share: queries as tables, rows as records, records written one by one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/jobs.h"
#include "base/result.h"
#include "dml/write.h"

namespace localorg::api {

// A query's records, with their columns as bulk results head them (Account.Name), and its object.
struct BulkQuery {
  std::string object;
  CsvTable table;
  std::vector<std::string> records;  // as JSON
};
// Queries that bulk jobs do not take (aggregates, children, compound fields) are MALFORMED_QUERY.
Result<BulkQuery> run_bulk_query(const Call& call, const std::string& text, bool with_deleted);

enum class BulkOperation { insert, update, upsert, remove };
// insert, update, upsert, delete, hardDelete
std::optional<BulkOperation> bulk_operation(std::string_view name);

// Writes each row, alone.  `records` are what the rows of the batch say, as JSON.
Result<void> write_rows(dml::Context& context, const Job& job, std::vector<Json> records, JobBatch& batch);

// A row of CSV as a record: an empty value is not there, #N/A is null, Owner.Username names a parent.
Json record_of_row(const org::SObject& object, const std::vector<std::string>& columns, const std::vector<std::string>& values);
// REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --, or nothing
std::string error_text(const JobRow& row);
// The column that is no field of the object; empty: all are.
std::string unknown_column(const org::SObject& object, const std::vector<std::string>& columns);

}  // namespace localorg::api
