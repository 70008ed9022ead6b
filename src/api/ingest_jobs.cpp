// Bulk 2.0 ingest jobs (wire.md 5.2): made, filled, closed, and done with that.
#include <algorithm>

#include "api/bulk.h"
#include "api/csv.h"
#include "api/job_json.h"
#include "api/json_body.h"
#include "api/resources.h"
#include "base/text.h"
#include "org/datetime.h"

namespace localorg::api {
namespace {

constexpr std::string_view kKind = "ingest";

Job* job_in(const Call& call) { return call.session.jobs().find(call.path[2], kKind); }

SalesforceError bad_state(std::string what) { return error_without_position(ErrorCode::INVALIDJOBSTATE, std::move(what)); }

std::size_t failed_rows(const Job& job) {
  if (job.batches.empty()) return 0;
  const auto& rows = job.batches.front().rows;
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [](const JobRow& row) { return row.error.has_value(); }));
}

bool is_done(const Job& job) { return job.state == "JobComplete"; }

Json poll_json(const Call& call, const Job& job) {
  Json out = job_json(call, job);
  const std::size_t processed = is_done(job) && !job.batches.empty() ? job.batches.front().rows.size() : 0;
  out["jobType"] = "V2Ingest";
  out["retries"] = 0;
  out["totalProcessingTime"] = 0;
  out["apiActiveProcessingTime"] = 0;
  out["apexProcessingTime"] = 0;
  out["numberRecordsProcessed"] = processed;
  out["numberRecordsFailed"] = is_done(job) ? failed_rows(job) : 0;
  if (!job.error.empty()) out["errorMessage"] = job.error;
  return out;
}

Result<Response> make(const Call& call) {
  LOCALORG_TRY(store::OpenOrg * writable, call.session.writable());
  if (call.header("content-type").starts_with("multipart/")) return not_in_sandbox("multipart bodies of ingest jobs");
  LOCALORG_TRY(const Json body, json_object_body(call));
  LOCALORG_TRY(Job job, job_from(call, body));
  job.kind = kKind;
  const std::string name = body.contains("object") && body["object"].is_string() ? body["object"].get<std::string>() : "";
  const org::SObject* object = writable->catalog->find(name);
  if (object == nullptr || object->is_virtual())
    return error_without_position(ErrorCode::INVALIDJOB, "InvalidEntity : Unable to find object: " + name);
  job.object = object->name;
  const auto operation = bulk_operation(job.operation);
  if (!operation) return error_without_position(ErrorCode::INVALIDJOB, "Unknown operation: " + job.operation);
  const auto key = body.find("externalIdFieldName");
  if (key != body.end() && key->is_string()) job.external_id_field = key->get<std::string>();
  if (*operation == BulkOperation::upsert) {
    const org::Field* field = object->find_field(job.external_id_field);
    if (field == nullptr || !field->id_lookup)
      return error_without_position(ErrorCode::INVALIDJOB, "InvalidJob : Invalid external ID field: " + job.external_id_field);
  }
  job.state = "Open";
  return ok(job_json(call, call.session.jobs().add(std::move(job))));
}

// All at once: the rows are written, and each says what became of it.
Result<void> run(const Call& call, Job& job) {
  LOCALORG_TRY(dml::Context context, call.session.writer());
  const std::int64_t now = call.session.clock().now_ms();
  job.modified = org::format_datetime(now - now % 1000);
  if (job.batches.empty()) {
    job.state = "Failed";
    job.error = "InvalidBatch : No data was uploaded";
    return {};
  }
  const org::SObject& object = *call.catalog().find(job.object);
  JobBatch& batch = job.batches.front();
  if (const std::string column = unknown_column(object, batch.columns); !column.empty()) {
    job.state = "Failed";
    job.error = "InvalidBatch : Field name not found : " + column;  // assumed
    return {};
  }
  std::vector<Json> records;
  for (const JobRow& row : batch.rows) records.push_back(record_of_row(object, batch.columns, row.values));
  LOCALORG_CHECK(write_rows(context, job, std::move(records), batch));
  job.state = "JobComplete";
  return {};
}

Result<Response> upload(const Call& call, Job& job) {
  if (job.state != "Open" || !job.batches.empty())
    return bad_state("Found multiple contents for job: <" + job.id + ">, please 'Close' / 'Abort' / 'Delete' the current Job");
  LOCALORG_TRY(CsvTable table, read_csv(call.request.body, *delimiter_named(job.column_delimiter)));
  JobBatch batch;
  batch.columns = std::move(table.columns);
  for (auto& values : table.rows) batch.rows.push_back({std::move(values), "", false, std::nullopt});
  job.batches.push_back(std::move(batch));
  return Response{201, "", ""};
}

Result<Response> change_state(const Call& call, Job& job) {
  LOCALORG_TRY(const Json body, json_object_body(call));
  const auto state = body.find("state");
  const std::string wanted = state != body.end() && state->is_string() ? state->get<std::string>() : "";
  if (wanted != "UploadComplete" && wanted != "Aborted") return bad_state("Invalid job state: " + wanted);
  if (job.state != "Open") return bad_state("Closing already " + job.state + " Job not allowed");
  if (wanted == "Aborted") {
    job.state = wanted;
    return ok(job_json(call, job));
  }
  LOCALORG_CHECK(run(call, job));
  Json answer = job_json(call, job);
  answer["state"] = wanted;  // as it is right after it was closed
  return ok(answer);
}

struct ResultKind {
  std::string_view name;
  std::vector<std::string> heading;
  bool (*has)(const Job&, const JobRow&);
};

const std::vector<ResultKind>& result_kinds() {
  static const std::vector<ResultKind> kinds = {
      {"successfulresults", {"sf__Id", "sf__Created"}, [](const Job& j, const JobRow& r) { return is_done(j) && !r.error; }},
      {"failedresults",
       {"sf__Id", "sf__Error"},
       [](const Job& j, const JobRow& r) { return is_done(j) && r.error.has_value(); }},
      {"unprocessedrecords", {}, [](const Job& j, const JobRow&) { return !is_done(j); }},
  };
  return kinds;
}

Response results(const Job& job, const ResultKind& kind) {
  const CsvForm form{*delimiter_named(job.column_delimiter), *line_end_named(job.line_ending)};
  Response response{200, "text/csv", "", {}};
  if (job.batches.empty()) return response;
  const JobBatch& batch = job.batches.front();
  std::vector<std::string> heading = kind.heading;
  heading.insert(heading.end(), batch.columns.begin(), batch.columns.end());
  append_csv_row(response.body, heading, form);
  for (const JobRow& row : batch.rows) {
    if (!kind.has(job, row)) continue;
    std::vector<std::string> values;
    if (!kind.heading.empty()) {
      const std::string second = !row.error ? (row.created ? "true" : "false") : error_text(row);
      values = {row.id, second};
    }
    values.insert(values.end(), row.values.begin(), row.values.end());
    append_csv_row(response.body, values, form);
  }
  return response;
}

}  // namespace

Response post_ingest_job(const Call& call) { return answer_of(make(call)); }

Response get_ingest_jobs(const Call& call) {
  Json records = Json::array();
  for (const auto& [id, job] : call.session.jobs().all()) {
    if (job.kind == kKind) records.push_back(job_json(call, job));
  }
  return ok(Json{{"done", true}, {"records", std::move(records)}, {"nextRecordsUrl", nullptr}});
}

Response get_ingest_job(const Call& call) {
  const Job* job = job_in(call);
  return job == nullptr ? not_found() : ok(poll_json(call, *job));
}

Response put_ingest_batches(const Call& call) {
  Job* job = job_in(call);
  return job == nullptr ? not_found() : answer_of(upload(call, *job));
}

Response patch_ingest_job(const Call& call) {
  Job* job = job_in(call);
  return job == nullptr ? not_found() : answer_of(change_state(call, *job));
}

Response delete_ingest_job(const Call& call) {
  const Job* job = job_in(call);
  if (job == nullptr) return not_found();
  if (job->state == "Open") return failure(bad_state("Deleting an open job is not allowed: close or abort it first"));
  call.session.jobs().remove(job->id);
  return no_content();
}

// successfulResults, failedResults, unprocessedrecords; clients write them in different cases.
Response get_ingest_results(const Call& call) {
  const Job* job = job_in(call);
  if (job == nullptr) return not_found();
  const std::string name = text::lower(call.path[3]);
  for (const ResultKind& kind : result_kinds()) {
    if (kind.name == name) return results(*job, kind);
  }
  return not_found();
}

}  // namespace localorg::api
