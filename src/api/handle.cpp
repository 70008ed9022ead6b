#include "api/handle.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <vector>

#include "api/describe.h"
#include "api/render.h"
#include "api/versions.h"
#include "base/text.h"
#include "soql/parse.h"

namespace localorg::api {
namespace {

// A request taken apart.
struct Call {
  Session& session;
  std::string version;                       // 59.0
  std::vector<std::string> path;             // behind the version
  std::map<std::string, std::string> query;  // decoded
  const std::map<std::string, std::string>& headers;
};

Response failure(const SalesforceError& error, std::string_view query = {}) {
  return {http_status_of(error.errorCode), "application/json;charset=UTF-8", render_error(error, query)};
}

// The router's own 404 has its code first (observed).
Response not_found() {
  return {404, "application/json;charset=UTF-8",
          R"([{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}])"};
}

Response ok(std::string body) { return {200, "application/json;charset=UTF-8", std::move(body)}; }

// Sforce-Query-Options: batchSize=500.  A hint: what is out of range counts as the nearest allowed (documented).
std::size_t batch_size_of(const Call& call) {
  const auto header = call.headers.find("sforce-query-options");
  if (header == call.headers.end()) return kMaxBatch;
  const std::size_t at = text::lower(header->second).find("batchsize=");
  if (at == std::string::npos) return kMaxBatch;
  const std::string_view digits = std::string_view(header->second).substr(at + 10);
  std::size_t size = 0;
  const auto done = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  return done.ec == std::errc{} ? std::clamp(size, kMinBatch, kMaxBatch) : kMaxBatch;
}

// A live org writes /query/ for queryAll too (documented).
std::string next_url(const Call& call, const std::string& cursor, std::size_t first) {
  return "/services/data/v" + call.version + "/query/" + cursor + "-" + std::to_string(first);
}

Result<std::string> answer(const Call& call, const std::string& text, soql::Rows rows) {
  soql::Engine& engine = call.session.engine();
  LOCALORG_TRY(soql::PreparedPlan * prepared, soql::query(engine, text, rows));
  if (prepared->plan.kind == soql::ResultKind::count) {
    LOCALORG_TRY(const std::size_t count, render_count(*prepared));
    return render_envelope(count, "");
  }
  LOCALORG_TRY(RenderedRecords records, render_records(*prepared, call.version));
  const std::size_t total = records.size();
  const std::size_t batch = batch_size_of(call);
  if (total <= batch) return render_envelope(total, records.text);
  const std::string first_page(records.slice(0, batch));
  // With OFFSET there is no locator, and the records beyond the first batch are not counted either (observed).
  if (prepared->plan.has_offset) return render_envelope(batch, first_page);
  const std::string cursor = call.session.cursors().open(std::move(records), batch, engine.viewer().calendar.now_ms);
  return render_envelope(total, first_page, next_url(call, cursor, batch));
}

Response run_query(const Call& call, soql::Rows rows) {
  const auto q = call.query.find("q");
  if (q == call.query.end() || q->second.empty())
    return failure(error_without_position(ErrorCode::MALFORMED_QUERY, "A query string has to be specified"));
  auto body = answer(call, q->second, rows);
  return body ? ok(*std::move(body)) : failure(body.error(), soql::statement_of(q->second));
}

Response get_next_records(const Call& call) {
  const auto page = call.session.cursors().page(call.path[1], call.session.engine().viewer().calendar.now_ms);
  if (!page) return failure(page.error());
  const RenderedRecords& records = *page->records;
  const std::size_t last = std::min(page->first + page->batch, records.size());
  const std::string next = last < records.size() ? next_url(call, page->cursor, last) : "";
  return ok(render_envelope(records.size(), records.slice(page->first, last), next));
}

Response get_query(const Call& call) { return run_query(call, soql::Rows::live); }
Response get_query_all(const Call& call) { return run_query(call, soql::Rows::with_deleted); }

Response get_sobjects(const Call& call) { return ok(describe_global(*call.session.org().catalog, call.version).dump()); }

Response get_describe(const Call& call) {
  const org::SObject* object = call.session.org().catalog->find(call.path[1]);
  return object == nullptr ? not_found() : ok(describe_object(*object, call.version).dump());
}

struct Resource {
  std::vector<std::string_view> path;  // "*" stands for any one step
  Response (*get)(const Call&);
};

const std::vector<Resource>& resources() {
  static const std::vector<Resource> table = {
      {{"query"}, get_query},        {{"query", "*"}, get_next_records},
      {{"queryAll"}, get_query_all}, {{"queryAll", "*"}, get_next_records},
      {{"sobjects"}, get_sobjects},  {{"sobjects", "*", "describe"}, get_describe},
  };
  return table;
}

bool matches(const Resource& resource, const std::vector<std::string>& path) {
  if (resource.path.size() != path.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (resource.path[i] != "*" && resource.path[i] != path[i]) return false;
  }
  return true;
}

std::map<std::string, std::string> parse_query(std::string_view text) {
  std::map<std::string, std::string> out;
  if (text.empty()) return out;
  for (const std::string_view pair : text::split(text, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    out.emplace(url_decode(pair.substr(0, equals)), url_decode(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string url_decode(std::string_view text) {
  std::string out;
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
  std::vector<std::string> path;
  for (const std::string_view step : text::split(target.substr(0, mark), '/')) {
    if (!step.empty()) path.emplace_back(step);  // doubled and trailing slashes count for nothing
  }
  if (path.size() < 3 || path[0] != "services" || path[1] != "data") return not_found();
  const auto version = version_of_step(path[2]);
  if (!version) return not_found();
  path.erase(path.begin(), path.begin() + 3);
  for (const Resource& resource : resources()) {
    if (!matches(resource, path)) continue;
    if (request.method != "GET" && request.method != "HEAD") {
      return failure(error_without_position(ErrorCode::METHOD_NOT_ALLOWED,
                                            "HTTP Method '" + request.method + "' not allowed. Allowed are HEAD,GET"));
    }
    return resource.get(
        {session, *version, std::move(path), parse_query(target.substr(std::min(mark + 1, target.size()))), request.headers});
  }
  return not_found();
}

}  // namespace

Response handle(Session& session, const Request& request) {
  try {
    return route(session, request);
  } catch (const std::exception& e) {  // a bug of ours: said, never passed on
    return failure(
        error_without_position(ErrorCode::UNKNOWN_EXCEPTION, std::string("An unexpected error occurred. ") + e.what()));
  }
}

}  // namespace localorg::api
