#include "api/handle.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "api/call.h"
#include "api/resources.h"
#include "api/versions.h"
#include "base/text.h"
#include "org/id.h"

namespace localorg::api {
namespace {

constexpr int kDailyRequests = 15000;

struct Method {
  std::string_view name;
  Response (*handle)(const Call&);
};

struct Resource {
  std::vector<std::string_view> path;  // "*" stands for any one step
  std::vector<Method> methods;         // in the order in which a 405 lists them
};

// One row a resource; where two fit a path, the first one counts.
const std::vector<Resource>& resources() {
  static const std::vector<Resource> table = {
      {{}, {{"GET", get_resources}}},
      {{"query"}, {{"GET", get_query}}},
      {{"query", "*"}, {{"GET", get_next_records}}},
      {{"queryAll"}, {{"GET", get_query_all}}},
      {{"queryAll", "*"}, {{"GET", get_next_records}}},
      {{"search"}, {{"GET", get_search}}},
      {{"parameterizedSearch"}, {{"GET", get_parameterized_search}, {"POST", post_parameterized_search}}},
      {{"limits"}, {{"GET", get_limits}}},
      {{"limits", "recordCount"}, {{"GET", get_record_count}}},
      {{"recent"}, {{"GET", get_recent}}},
      {{"tabs"}, {{"GET", get_empty_list}}},
      {{"quickActions"}, {{"GET", get_empty_list}}},
      {{"theme"}, {{"GET", get_theme}}},
      {{"sobjects"}, {{"GET", get_sobjects}}},
      {{"sobjects", "*"}, {{"GET", get_sobject}, {"POST", post_record}}},
      {{"sobjects", "*", "describe"}, {{"GET", get_describe}}},
      {{"sobjects", "*", "describe", "layouts"}, {{"GET", get_layouts}}},
      {{"sobjects", "*", "describe", "layouts", "*"}, {{"GET", get_layouts}}},
      {{"sobjects", "*", "updated"}, {{"GET", get_updated}}},
      {{"sobjects", "*", "deleted"}, {{"GET", get_deleted}}},
      {{"sobjects", "*", "*"}, {{"GET", get_record}, {"PATCH", patch_record}, {"DELETE", delete_record}}},
      {{"sobjects", "*", "*", "*"}, {{"GET", get_by_key}, {"PATCH", patch_by_key}, {"DELETE", delete_by_key}}},
      {{"composite"}, {{"GET", get_composite}, {"POST", post_composite}}},
      {{"composite", "batch"}, {{"POST", post_batch}}},
      {{"composite", "graph"}, {{"POST", post_graph}}},
      {{"composite", "tree", "*"}, {{"POST", post_tree}}},
      {{"composite", "sobjects"}, {{"POST", post_collection}, {"PATCH", patch_collection}, {"DELETE", delete_collection}}},
      {{"composite", "sobjects", "*"}, {{"GET", get_collection}, {"POST", post_retrieve}}},
      {{"composite", "sobjects", "*", "*"}, {{"PATCH", patch_collection_by_key}}},
      {{"jobs", "query"}, {{"GET", get_query_jobs}, {"POST", post_query_job}}},
      {{"jobs", "query", "*"}, {{"GET", get_query_job}, {"PATCH", patch_query_job}, {"DELETE", delete_query_job}}},
      {{"jobs", "query", "*", "results"}, {{"GET", get_query_job_results}}},
      {{"jobs", "ingest"}, {{"GET", get_ingest_jobs}, {"POST", post_ingest_job}}},
      {{"jobs", "ingest", "*"}, {{"GET", get_ingest_job}, {"PATCH", patch_ingest_job}, {"DELETE", delete_ingest_job}}},
      {{"jobs", "ingest", "*", "batches"}, {{"PUT", put_ingest_batches}}},
      {{"jobs", "ingest", "*", "*"}, {{"GET", get_ingest_results}}},
      // The tooling API has the same resources; its own objects are not here.
      {{"tooling", "query"}, {{"GET", get_query}}},
      {{"tooling", "query", "*"}, {{"GET", get_next_records}}},
      {{"tooling", "sobjects"}, {{"GET", get_sobjects}}},
  };
  return table;
}

bool matches(const Resource& resource, const std::vector<std::string>& path) {
  if (resource.path.size() != path.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (resource.path[i] != "*" && !text::equal_ignoring_case(resource.path[i], path[i])) return false;
  }
  return true;
}

// documented: "HTTP Method 'POST' not allowed. Allowed are HEAD,GET,PATCH,DELETE", and an Allow header
Response not_allowed(const Resource& resource, const std::string& method) {
  std::string allowed;
  for (const Method& row : resource.methods) {
    allowed += (allowed.empty() ? "" : ",") + std::string(row.name == "GET" ? "HEAD,GET" : row.name);
  }
  Response response = failure(error_without_position(ErrorCode::METHOD_NOT_ALLOWED,
                                                     "HTTP Method '" + method + "' not allowed. Allowed are " + allowed));
  response.headers.emplace_back("Allow", allowed);
  return response;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Result<store::OpenOrg*> Session::writable() {
  if (writable_ != nullptr) return writable_;
  if (make_copy_) {
    LOCALORG_TRY(store::OpenOrg * copy, make_copy_());
    engine_ = soql::Engine(*copy, clock_, engine_.viewer());
    org_ = writable_ = copy;
    return copy;
  }
  return error_of_record(ErrorCode::INSUFFICIENT_ACCESS_OR_READONLY, "insufficient access rights on object id");
}

Result<dml::Context> Session::writer() {
  LOCALORG_TRY(store::OpenOrg * org, writable());
  std::string user = engine_.viewer().user_id;
  return dml::Context{*org, clock_, user.empty() ? org::make_id("005", "Lo0", 1) : std::move(user)};
}

std::string url_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string url_encode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
                       c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

std::string query_target(std::string_view soql, std::string_view version) {
  return "/services/data/v" + std::string(version) + "/query?q=" + url_encode(soql);
}

namespace {

Response route(Session& session, const Request& request) {
  const std::string_view target = request.target;
  const std::size_t mark = std::min(target.find('?'), target.size());
  std::vector<std::string> path = steps_of(target.substr(0, mark));
  if (path.size() >= 2 && path[0] == "services" && path[1] == "async") return handle_bulk_one(session, request);
  if (path.size() < 2 || path[0] != "services" || path[1] != "data") return not_found();
  if (path.size() == 2) return ok(versions_json());
  const auto version = version_of_step(path[2]);
  if (!version) return not_found();
  path.erase(path.begin(), path.begin() + 3);
  const Call call{session, request, *version, std::move(path), parameters_of(target.substr(std::min(mark + 1, target.size())))};
  const std::string override = text::upper(call.parameter("_HttpMethod"));
  std::string method = request.method == "HEAD" ? "GET" : request.method;
  if (method == "POST" && !override.empty()) method = override;
  for (const Resource& resource : resources()) {
    if (!matches(resource, call.path)) continue;
    const auto row =
        std::find_if(resource.methods.begin(), resource.methods.end(), [&](const Method& m) { return m.name == method; });
    return row == resource.methods.end() ? not_allowed(resource, method) : row->handle(call);
  }
  return not_found();
}

}  // namespace

Response handle(Session& session, const Request& request) {
  try {
    const std::uint64_t used = session.count_request();
    Response response = route(session, request);
    response.headers.emplace_back("Sforce-Limit-Info",
                                  "api-usage=" + std::to_string(used) + "/" + std::to_string(kDailyRequests));
    return response;
  } catch (const std::exception& e) {  // a bug of ours: said, never passed on
    return failure(
        error_without_position(ErrorCode::UNKNOWN_EXCEPTION, std::string("An unexpected error occurred. ") + e.what()));
  }
}

}  // namespace localorg::api
