#include "api/job_json.h"

#include <cstdlib>

#include "api/csv.h"
#include "org/datetime.h"

namespace localorg::api {
namespace {

SalesforceError bad_job(std::string what) { return error_without_position(ErrorCode::INVALIDJOB, std::move(what)); }

std::string text_in(const Json& body, const char* name, std::string otherwise) {
  const auto found = body.find(name);
  return found == body.end() || !found->is_string() ? std::move(otherwise) : found->get<std::string>();
}

}  // namespace

Result<Job> job_from(const Call& call, const Json& body) {
  Job job;
  job.operation = text_in(body, "operation", "");
  job.column_delimiter = text_in(body, "columnDelimiter", "COMMA");
  job.line_ending = text_in(body, "lineEnding", "LF");
  job.content_type = text_in(body, "contentType", "CSV");
  if (!delimiter_named(job.column_delimiter)) return bad_job("Unknown columnDelimiter: " + job.column_delimiter);
  if (!line_end_named(job.line_ending)) return bad_job("Unknown lineEnding: " + job.line_ending);
  if (job.content_type != "CSV") return bad_job("Unsupported contentType: " + job.content_type);
  job.api_version = call.version;
  const std::int64_t now = call.session.clock().now_ms();
  job.created = job.modified = org::format_datetime(now - now % 1000);
  return job;
}

Json job_json(const Call& call, const Job& job) {
  Json out = {{"id", job.id},
              {"operation", job.operation},
              {"object", job.object},
              {"createdById", call.session.engine().viewer().user_id},
              {"createdDate", job.created},
              {"systemModstamp", job.modified},
              {"state", job.state},
              {"concurrencyMode", "Parallel"},
              {"contentType", job.content_type},
              {"apiVersion", std::atof(job.api_version.c_str())}};
  if (!job.external_id_field.empty()) out["externalIdFieldName"] = job.external_id_field;
  if (job.kind == "ingest") out["contentUrl"] = call.base().substr(1) + "/jobs/ingest/" + job.id + "/batches";
  out["lineEnding"] = job.line_ending;
  out["columnDelimiter"] = job.column_delimiter;
  return out;
}

}  // namespace localorg::api
