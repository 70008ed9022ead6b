#include "front/reply.h"

#include <algorithm>

#include "base/text.h"

namespace localorg::front {
namespace {

// Takes the next step off a path; empty: there is none.
std::string_view next_step(std::string_view& path) {
  path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
  const std::string_view step = path.substr(0, path.find('/'));
  path.remove_prefix(step.size());
  return step;
}

std::string_view without_query(std::string_view target) { return target.substr(0, target.find('?')); }

}  // namespace

std::map<std::string, std::string> parse_form(std::string_view text) {
  std::map<std::string, std::string> out;
  if (text.empty()) return out;
  for (const std::string_view pair : text::split(text, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    out.emplace(api::url_decode(pair.substr(0, equals)), api::url_decode(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return out;
}

std::string value_of(const std::map<std::string, std::string>& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? "" : found->second;
}

std::vector<std::string_view> path_of(std::string_view target) {
  std::vector<std::string_view> path;
  path.reserve(8);
  std::string_view rest = without_query(target);
  for (std::string_view step = next_step(rest); !step.empty(); step = next_step(rest)) path.push_back(step);
  return path;
}

bool lies_at(std::string_view target, std::string_view path) {
  std::string_view rest = without_query(target);
  for (std::string_view step = next_step(path); !step.empty(); step = next_step(path)) {
    if (next_step(rest) != step) return false;
  }
  return true;
}

std::string_view query_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

std::string session_id_of(const api::Request& request) {
  if (const std::string authorization = value_of(request.headers, "authorization"); !authorization.empty()) {
    const std::size_t blank = authorization.find(' ');
    if (blank == std::string::npos) return "";
    const std::string scheme = text::lower(std::string_view(authorization).substr(0, blank));
    if (scheme != "bearer" && scheme != "oauth") return "";
    return std::string(text::trim(std::string_view(authorization).substr(blank)));
  }
  return value_of(request.headers, "x-sfdc-session");
}

std::string json_text(std::string_view text) {
  std::string out;
  text::append_json_string(out, text::utf8(text::utf16(text)));  // a request may have any bytes
  return out;
}

api::Response json(int status, std::string body) {
  return {.status = status, .content_type = "application/json;charset=UTF-8", .body = std::move(body)};
}

api::Response plain(int status, std::string body) {
  return {.status = status, .content_type = "text/plain;charset=UTF-8", .body = std::move(body)};
}

api::Response error_array(int status, std::string_view code, std::string_view message) {
  return json(status, "[{\"message\":" + json_text(message) + ",\"errorCode\":" + json_text(code) + "}]");
}

api::Response no_session(const api::Request& request) {
  if (path_of(request.target).size() > 1 && path_of(request.target)[1] == "async") {
    if (value_of(request.headers, "content-type").find("json") != std::string::npos) {
      return json(400, R"({"exceptionCode":"InvalidSessionId","exceptionMessage":"Unable to find session id"})");
    }
    return {.status = 400,
            .content_type = "application/xml",
            .body = R"(<?xml version="1.0" encoding="UTF-8"?><error xmlns="http://www.force.com/2009/06/asyncapi/dataload">)"
                    "<exceptionCode>InvalidSessionId</exceptionCode>"
                    "<exceptionMessage>Unable to find session id</exceptionMessage></error>"};
  }
  api::Response response = error_array(401, "INVALID_SESSION_ID", "Session expired or invalid");
  response.headers.emplace_back("WWW-Authenticate", "Token");
  return response;
}

// The router's own 404 has its code first (observed).
api::Response not_found() {
  return json(404, R"([{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}])");
}

api::Response method_not_allowed(std::string_view method, const std::string& allowed) {
  api::Response response =
      error_array(405, "METHOD_NOT_ALLOWED", "HTTP Method '" + std::string(method) + "' not allowed. Allowed are " + allowed);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

}  // namespace localorg::front
