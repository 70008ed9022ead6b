// Bulk 2.0 query jobs (wire.md 5.1): a job is made with all its results and is done at the first look.
#include <algorithm>
#include <charconv>

#include "api/bulk.h"
#include "api/csv.h"
#include "api/job_json.h"
#include "api/json_body.h"
#include "api/resources.h"
#include "base/text.h"
#include "org/datetime.h"
#include "soql/parse.h"

namespace localorg::api {
namespace {

constexpr std::string_view kKind = "query";

Json poll_json(const Call& call, const Job& job) {
  Json out = job_json(call, job);
  out["jobType"] = "V2Query";
  out["numberRecordsProcessed"] = job.batches.front().table.rows.size();
  out["retries"] = 0;
  out["totalProcessingTime"] = 0;
  return out;
}

Result<Response> make(const Call& call) {
  LOCALORG_TRY(const Json body, json_object_body(call));
  LOCALORG_TRY(Job job, job_from(call, body));
  job.kind = kKind;
  job.query = body.contains("query") && body["query"].is_string() ? body["query"].get<std::string>() : "";
  const bool with_deleted = job.operation == "queryAll";
  if (job.operation != "query" && !with_deleted)
    return error_without_position(ErrorCode::INVALIDJOB, "Unsupported operation '" + job.operation + "' for a query job");
  if (job.query.empty()) return error_without_position(ErrorCode::MALFORMED_QUERY, "A query string has to be specified");
  auto done = run_bulk_query(call, job.query, with_deleted);
  if (!done) return failure(done.error(), soql::statement_of(job.query));
  job.object = done->object;
  job.state = "JobComplete";
  JobBatch batch;
  batch.table = std::move(done->table);
  job.batches.push_back(std::move(batch));
  const Job& kept = call.session.jobs().add(std::move(job));
  Json answer = job_json(call, kept);
  answer["state"] = "UploadComplete";  // as it is right after it was made
  return ok(answer);
}

std::size_t number_in(const std::string& text, std::size_t otherwise) {
  std::size_t number = otherwise;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} ? number : otherwise;
}

Response results(const Call& call, const Job& job) {
  const CsvTable& table = job.batches.front().table;
  const CsvForm form{*delimiter_named(job.column_delimiter), *line_end_named(job.line_ending)};
  const std::size_t first = number_in(call.parameter("locator"), 0);
  if (!call.parameter("locator").empty() && first >= table.rows.size())
    return failure(error_without_position(ErrorCode::INVALID_QUERY_LOCATOR, "invalid query locator"));
  const std::size_t most = std::max<std::size_t>(number_in(call.parameter("maxRecords"), table.rows.size()), 1);
  const std::size_t last = std::min(first + most, table.rows.size());
  Response response{200, "text/csv", "", {}};
  append_csv_row(response.body, table.columns, form);
  for (std::size_t i = first; i < last; ++i) append_csv_row(response.body, table.rows[i], form);
  // The last page says so with the word null: clients go on until they read it.
  response.headers.emplace_back("Sforce-Locator", last < table.rows.size() ? std::to_string(last) : "null");
  response.headers.emplace_back("Sforce-NumberOfRecords", std::to_string(last - first));
  return response;
}

Job* job_in(const Call& call) { return call.session.jobs().find(call.path[2], kKind); }

}  // namespace

Response post_query_job(const Call& call) { return answer_of(make(call)); }

Response get_query_jobs(const Call& call) {
  Json records = Json::array();
  for (const auto& [id, job] : call.session.jobs().all()) {
    if (job.kind == kKind) records.push_back(poll_json(call, job));
  }
  return ok(Json{{"done", true}, {"records", std::move(records)}, {"nextRecordsUrl", nullptr}});
}

Response get_query_job(const Call& call) {
  const Job* job = job_in(call);
  return job == nullptr ? not_found() : ok(poll_json(call, *job));
}

Response patch_query_job(const Call& call) {
  Job* job = job_in(call);
  if (job == nullptr) return not_found();
  const auto body = json_object_body(call);
  if (!body) return failure(body.error());
  const std::string state = body->value("state", Json()).is_string() ? (*body)["state"].get<std::string>() : "";
  if (state != "Aborted")
    return failure(error_without_position(ErrorCode::INVALIDJOBSTATE, "A query job's state can be changed to Aborted alone"));
  job->state = state;
  return ok(job_json(call, *job));
}

Response delete_query_job(const Call& call) {
  const Job* job = job_in(call);
  if (job == nullptr) return not_found();
  call.session.jobs().remove(job->id);
  return no_content();
}

Response get_query_job_results(const Call& call) {
  const Job* job = job_in(call);
  if (job == nullptr) return not_found();
  if (job->state != "JobComplete")
    return failure(error_without_position(ErrorCode::INVALIDJOBSTATE, "The job is in the state " + job->state));
  return results(call, *job);
}

}  // namespace localorg::api
