// Bulk 1 (wire.md 5.3): /services/async/{version}/job..., in JSON or XML as the job's contentType says.
#include <algorithm>
#include <cstdlib>

#include "api/bulk.h"
#include "api/bulk_one_form.h"
#include "api/csv.h"
#include "api/json_body.h"
#include "api/resources.h"
#include "api/versions.h"
#include "api/writes.h"
#include "base/text.h"
#include "org/datetime.h"
#include "soql/parse.h"

namespace localorg::api {
namespace {

constexpr std::string_view kKind = "bulk1";

struct BulkFault {
  std::string code;
  std::string message;
};

// Errors are objects with status 400 (observed: clients log in again only on this form).
Response fault(const Call& call, const BulkFault& what) {
  const Json body = {{"exceptionCode", what.code}, {"exceptionMessage", what.message}};
  return speaks_json(call) ? answer(400, body) : xml_answer(400, "error", body);
}

BulkFault fault_of(const SalesforceError& error) { return {std::string(name_of(error.errorCode)), error.message}; }

std::size_t failed_in(const JobBatch& batch) {
  return static_cast<std::size_t>(
      std::count_if(batch.rows.begin(), batch.rows.end(), [](const JobRow& row) { return row.error.has_value(); }));
}

Json job_info(const Call& call, const Job& job) {
  std::size_t processed = 0;
  std::size_t failed = 0;
  for (const JobBatch& batch : job.batches) {
    processed += job.operation.starts_with("query") ? batch.records.size() : batch.rows.size();
    failed += failed_in(batch);
  }
  Json out = {{"apexProcessingTime", 0},
              {"apiActiveProcessingTime", 0},
              {"apiVersion", std::atof(job.api_version.c_str())},
              {"concurrencyMode", job.concurrency},
              {"contentType", job.content_type},
              {"createdById", call.session.engine().viewer().user_id},
              {"createdDate", job.created}};
  if (!job.external_id_field.empty()) out["externalIdFieldName"] = job.external_id_field;
  const Json rest = {{"id", job.id},
                     {"numberBatchesCompleted", job.batches.size()},
                     {"numberBatchesFailed", 0},
                     {"numberBatchesInProgress", 0},
                     {"numberBatchesQueued", 0},
                     {"numberBatchesTotal", job.batches.size()},
                     {"numberRecordsFailed", failed},
                     {"numberRecordsProcessed", processed},
                     {"numberRetries", 0},
                     {"object", job.object},
                     {"operation", job.operation},
                     {"state", job.state},
                     {"systemModstamp", job.modified},
                     {"totalProcessingTime", 0}};
  out.update(rest);
  return out;
}

Json batch_info(const Job& job, const JobBatch& batch) {
  Json out = {
      {"apexProcessingTime", 0}, {"apiActiveProcessingTime", 0},           {"createdDate", job.created}, {"id", batch.id},
      {"jobId", job.id},         {"numberRecordsFailed", failed_in(batch)}};
  out["numberRecordsProcessed"] = job.operation.starts_with("query") ? batch.records.size() : batch.rows.size();
  out["state"] = batch.state;
  if (!batch.message.empty()) out["stateMessage"] = batch.message;
  out["systemModstamp"] = job.modified;
  out["totalProcessingTime"] = 0;
  return out;
}

Response show(const Job& job, const char* name, const Json& body, int status = 200) {
  return job.content_type == "JSON" ? answer(status, body) : xml_answer(status, name, body);
}

Response make_job(const Call& call) {
  const BulkForm form = read_form(call);
  Job job;
  job.kind = kKind;
  job.operation = form.text("operation");
  job.content_type = form.text("contentType").empty() ? "XML" : form.text("contentType");
  job.external_id_field = form.text("externalIdFieldName");
  job.concurrency = form.text("concurrencyMode") == "Serial" || form.text("concurrencyMode") == "1" ? "Serial" : "Parallel";
  job.api_version = call.version;
  const std::int64_t now = call.session.clock().now_ms();
  job.created = org::format_datetime(now - now % 1000);
  job.created.replace(job.created.size() - 5, 5, "Z");  // as Bulk 1 writes dateTimes (documented samples)
  job.modified = job.created;
  job.state = "Open";
  const bool is_query = job.operation == "query" || job.operation == "queryAll";
  if (!is_query && !bulk_operation(job.operation)) return fault(call, {"InvalidJob", "Unknown operation: " + job.operation});
  if (job.content_type != "JSON" && job.content_type != "CSV")
    return fault(call, {"InvalidJob", "localorg takes JSON and CSV in batches, not " + job.content_type});
  const org::SObject* object = call.catalog().find(form.text("object"));
  if (object == nullptr || object->is_virtual())
    return fault(call, {"InvalidJob", "InvalidEntity : Unable to find object: " + form.text("object")});
  job.object = object->name;
  if (!is_query) {
    if (const auto writable = call.session.writable(); !writable) return fault(call, fault_of(writable.error()));
  }
  const bool json = speaks_json(call);
  const Job& kept = call.session.jobs().add(std::move(job));
  return json ? answer(201, job_info(call, kept)) : xml_answer(201, "jobInfo", job_info(call, kept));
}

// The records of a batch, and its rows, which keep what was uploaded.
Result<std::vector<Json>> records_of(const Call& call, const Job& job, JobBatch& batch) {
  std::vector<Json> records;
  if (job.content_type == "JSON") {
    LOCALORG_TRY(const Json body, json_body(call));
    if (!body.is_array()) return error_without_position(ErrorCode::JSON_PARSER_ERROR, "InvalidBatch : records not found");
    records.assign(body.begin(), body.end());
    batch.rows.resize(records.size());
    return records;
  }
  LOCALORG_TRY(CsvTable table, read_csv(batch.request, ','));
  const org::SObject& object = *call.catalog().find(job.object);
  if (const std::string column = unknown_column(object, table.columns); !column.empty())
    return error_without_position(ErrorCode::INVALIDJOB, "InvalidBatch : Field name not found : " + column);
  batch.columns = std::move(table.columns);
  for (auto& values : table.rows) {
    records.push_back(record_of_row(object, batch.columns, values));
    batch.rows.push_back({std::move(values), "", false, std::nullopt});
  }
  return records;
}

Result<void> run_batch(const Call& call, const Job& job, JobBatch& batch) {
  if (job.operation.starts_with("query")) {
    auto done = run_bulk_query(call, std::string(text::trim(batch.request)), job.operation == "queryAll");
    if (!done) {
      return error_without_position(ErrorCode::MALFORMED_QUERY,
                                    "InvalidBatch : Failed to process query: " + std::string(name_of(done.error().errorCode)) +
                                        ": " + message_on_wire(done.error(), soql::statement_of(batch.request)));
    }
    batch.records = std::move(done->records);
    batch.table = std::move(done->table);
    batch.result_id = call.session.jobs().next_result_id();
    return {};
  }
  LOCALORG_TRY(dml::Context context, call.session.writer());
  LOCALORG_TRY(std::vector<Json> records, records_of(call, job, batch));
  return write_rows(context, job, std::move(records), batch);
}

Response add_batch(const Call& call, Job& job) {
  if (job.state != "Open") return fault(call, {"InvalidJobState", "Job is not open: " + job.state});
  JobBatch batch;
  batch.id = call.session.jobs().next_batch_id();
  batch.request = call.request.body;
  const auto done = run_batch(call, job, batch);
  batch.state = done ? "Completed" : "Failed";
  if (!done) batch.message = done.error().message;
  job.batches.push_back(std::move(batch));
  Json info = batch_info(job, job.batches.back());
  info["state"] = "Queued";  // as it is right after it was made
  return show(job, "batchInfo", info, 201);
}

Response change_job(const Call& call, Job& job) {
  const std::string state = read_form(call).text("state");
  if (state != "Closed" && state != "Aborted") return fault(call, {"InvalidJobState", "Invalid job state: " + state});
  job.state = state;
  return show(job, "jobInfo", job_info(call, job));
}

Response list_batches(const Job& job) {
  Json list = Json::array();
  for (const JobBatch& batch : job.batches) list.push_back(batch_info(job, batch));
  return show(job, "batchInfoList", Json{{"batchInfo", std::move(list)}});
}

Response write_results(const Job& job, const JobBatch& batch) {
  if (job.content_type == "JSON") {
    Json results = Json::array();
    for (const JobRow& row : batch.rows) {
      Json errors = Json::array();
      if (row.error) errors.push_back(error_in_result(*row.error));
      results.push_back({{"success", !row.error},
                         {"created", row.created},
                         {"id", row.id.empty() ? Json() : Json(row.id)},
                         {"errors", std::move(errors)}});
    }
    return answer(200, results);
  }
  Response response{200, "text/csv", "", {}};
  append_csv_row(response.body, {"Id", "Success", "Created", "Error"}, {});
  for (const JobRow& row : batch.rows) {
    append_csv_row(response.body, {row.id, row.error ? "false" : "true", row.created ? "true" : "false", error_text(row)}, {});
  }
  return response;
}

Response results(const Call& call, const Job& job, const JobBatch& batch) {
  if (batch.state != "Completed") return fault(call, {"InvalidBatch", batch.message});
  if (!job.operation.starts_with("query")) return write_results(job, batch);
  if (job.content_type == "JSON") return answer(200, Json::array({batch.result_id}));
  return xml_answer(200, "result-list", Json{{"result", batch.result_id}});
}

Response query_result(const Job& job, const JobBatch& batch) {
  if (job.content_type == "JSON") return ok("[" + text::join(batch.records, ",") + "]");
  Response response{200, "text/csv", "", {}};
  append_csv_row(response.body, batch.table.columns, {});
  for (const auto& row : batch.table.rows) append_csv_row(response.body, row, {});
  return response;
}

Response on_batch(const Call& call, const Job& job) {
  const auto batch =
      std::find_if(job.batches.begin(), job.batches.end(), [&](const JobBatch& b) { return b.id == call.path[3]; });
  if (batch == job.batches.end()) return fault(call, {"InvalidBatch", "Unable to find batch: " + call.path[3]});
  if (call.path.size() == 4) return show(job, "batchInfo", batch_info(job, *batch));
  if (call.path.size() == 5 && call.path[4] == "result") return results(call, job, *batch);
  if (call.path.size() == 5 && call.path[4] == "request")
    return {200, job.content_type == "JSON" ? "application/json;charset=UTF-8" : "text/csv", batch->request};
  const bool is_result = call.path.size() == 6 && call.path[4] == "result" && call.path[5] == batch->result_id;
  return is_result ? query_result(job, *batch) : fault(call, {"InvalidUrl", "The requested resource does not exist"});
}

Response on_job(const Call& call, Job& job) {
  const bool is_post = call.request.method == "POST";
  if (call.path.size() == 2) return is_post ? change_job(call, job) : show(job, "jobInfo", job_info(call, job));
  if (call.path[2] != "batch") return fault(call, {"InvalidUrl", "The requested resource does not exist"});
  if (call.path.size() == 3) return is_post ? add_batch(call, job) : list_batches(job);
  return on_batch(call, job);
}

}  // namespace

Response handle_bulk_one(Session& session, const Request& request) {
  std::vector<std::string> path = steps_of(std::string_view(request.target).substr(0, request.target.find('?')));
  path.erase(path.begin(), path.begin() + 2);
  const auto version = path.empty() ? std::nullopt : version_of_step("v" + path.front());
  if (!path.empty()) path.erase(path.begin());
  const Call call{session, request, version.value_or(""), std::move(path), {}};
  if (!version || call.path.empty() || call.path[0] != "job")
    return fault(call, {"InvalidUrl", "The requested resource does not exist"});
  if (call.path.size() == 1) {
    return request.method == "POST" ? make_job(call) : fault(call, {"InvalidUrl", "The requested resource does not exist"});
  }
  Job* job = session.jobs().find(call.path[1], kKind);
  return job == nullptr ? fault(call, {"InvalidJob", "Unable to find job: " + call.path[1]}) : on_job(call, *job);
}

}  // namespace localorg::api
