#include "serve/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <iomanip>
#include <optional>
#include <sstream>

#include "base/json.h"
#include "base/text.h"
#include "org/datetime.h"
#include "serve/target.h"

namespace localorg::serve {
namespace {

// The machine's time, which is when it was, whatever the org's clock says.
std::string now_text() {
  using namespace std::chrono;
  const auto now = system_clock::now();
  const std::time_t seconds = system_clock::to_time_t(now);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::ostringstream out;
  out << std::put_time(&parts, "%Y-%m-%dT%H:%M:%S") << '.' << std::setw(3) << std::setfill('0')
      << duration_cast<milliseconds>(now.time_since_epoch()).count() % 1000 << 'Z';
  return out.str();
}

std::string milliseconds_text(std::int64_t microseconds) {
  std::ostringstream out;
  out << microseconds / 1000 << '.' << std::setw(3) << std::setfill('0') << microseconds % 1000;
  return out.str();
}

std::string text_line(const Exchange& exchange) {
  const bool is_http = exchange.request != nullptr;
  std::ostringstream out;
  out << now_text() << ' ' << exchange.client << ' ' << (exchange.session.empty() ? "-" : exchange.session) << ' '
      << (is_http ? exchange.request->method : "-") << ' ' << (is_http ? without_secrets(exchange.request->target) : "-") << ' '
      << exchange.response->status << ' ' << exchange.bytes << ' ' << milliseconds_text(exchange.microseconds) << '\n';
  return out.str();
}

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

// Text of any bytes as JSON: what is not UTF-8 becomes U+FFFD.
std::string dump(const Json& line) { return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::string json_line(const Exchange& exchange) {
  const bool is_http = exchange.request != nullptr;
  return dump({{"time", now_text()},
               {"client", exchange.client},
               {"session", or_null(exchange.session)},
               {"method", is_http ? Json(exchange.request->method) : Json()},
               {"target", is_http ? Json(without_secrets(exchange.request->target)) : Json()},
               {"status", exchange.response->status},
               {"bytes", exchange.bytes},
               {"ms", static_cast<double>(exchange.microseconds) / 1000}});
}

// The value of q= in a target.
std::string query_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  if (mark == std::string_view::npos) return "";
  for (const std::string_view pair : text::split(target.substr(mark + 1), '&')) {
    if (pair.starts_with("q=")) return api::url_decode(pair.substr(2));
  }
  return "";
}

// {"totalSize":3,...  or  {"searchRecords":[...]}
std::optional<std::int64_t> rows_of(std::string_view body) {
  constexpr std::string_view kTotal = "{\"totalSize\":";
  if (body.starts_with(kTotal)) {
    std::int64_t rows = 0;
    const auto done = std::from_chars(body.data() + kTotal.size(), body.data() + body.size(), rows);
    if (done.ec == std::errc{}) return rows;
  }
  if (!body.starts_with("{\"searchRecords\":")) return std::nullopt;
  const auto json = parse_json(body, "body");
  if (!json || !json->is_object()) return std::nullopt;
  return static_cast<std::int64_t>((*json)["searchRecords"].size());
}

// CODE: message, of an error array.
std::string error_of(const api::Response& response) {
  if (response.status < 400) return "";
  const auto json = parse_json(response.body, "body");
  if (!json || !json->is_array() || json->empty() || !json->front().is_object()) return std::to_string(response.status);
  return json->front().value("errorCode", "") + ": " + json->front().value("message", "");
}

std::string record_line(const Exchange& exchange) {
  const api::Request& request = *exchange.request;
  const auto rows = rows_of(exchange.response->body);
  return dump({{"time", now_text()},
               {"session", exchange.session},
               {"method", request.method},
               {"path", request.target.substr(0, request.target.find('?'))},
               {"query", or_null(query_of(request.target))},
               {"status", exchange.response->status},
               {"rows", rows ? Json(*rows) : Json()},
               {"error", or_null(error_of(*exchange.response))},
               {"ms", static_cast<double>(exchange.microseconds) / 1000}});
}

}  // namespace

Result<void> Log::record_to(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return error_without_position(ErrorCode::USAGE, "cannot write " + path + ": " + std::strerror(errno));
  record_.reset(::fdopen(file, "a"));
  return {};
}

void Log::write(const Exchange& exchange) {
  std::string line;
  if (format_ == LogFormat::text) line = text_line(exchange);
  if (format_ == LogFormat::json) line = json_line(exchange);
  const bool is_recorded = record_ && !exchange.session.empty() && exchange.request != nullptr;
  const std::string recorded = is_recorded ? record_line(exchange) : "";
  const std::lock_guard lock(mutex_);
  if (!line.empty()) std::fwrite(line.data(), 1, line.size(), stderr);
  if (recorded.empty()) return;
  std::fwrite(recorded.data(), 1, recorded.size(), record_.get());
  std::fflush(record_.get());
}

}  // namespace localorg::serve
