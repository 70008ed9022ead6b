#include "api/call.h"

#include <algorithm>

#include "api/render.h"
#include "base/text.h"

namespace localorg::api {
namespace {

constexpr const char* kJson = "application/json;charset=UTF-8";

// What a client sends is text from here on: ill-formed UTF-8 becomes U+FFFD.
std::string decoded(std::string_view text) {
  std::string plain = url_decode(text);
  return text::is_valid_utf8(plain) ? plain : text::utf8(text::utf16(plain));
}

}  // namespace

std::string Call::parameter(const std::string& name) const {
  const auto found = query.find(name);
  return found == query.end() ? "" : found->second;
}

std::string Call::header(const std::string& name) const {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

Response ok(std::string body) { return {200, kJson, std::move(body)}; }
Response ok(const Json& body) { return answer(200, body); }
Response answer(int status, const Json& body) {
  return {status, kJson, body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}
Response no_content() { return {204, "", ""}; }

Response failure(const SalesforceError& error, std::string_view query) {
  // A parent that is deleted is the fault of the body, not of the path (assumed).
  const bool is_in_body = error.errorCode == ErrorCode::ENTITY_IS_DELETED && !error.fields.empty();
  return {is_in_body ? 400 : http_status_of(error.errorCode), kJson, render_error(error, query)};
}

Response not_found() {
  return {404, kJson, R"([{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}])"};
}

Response answer_of(Result<Response> result) { return result ? *std::move(result) : failure(result.error()); }

Json error_in_result(const SalesforceError& error) {
  return {{"statusCode", name_of(error.errorCode)}, {"message", error.message}, {"fields", error.fields}};
}

const org::SObject* object_in(const Call& call, std::size_t index) { return call.catalog().find(call.path[index]); }

std::vector<std::string> steps_of(std::string_view path) {
  std::vector<std::string> steps;
  for (const std::string_view step : text::split(path, '/')) {
    if (step.empty()) continue;  // doubled and trailing slashes count for nothing
    std::string plain(step);
    for (std::size_t plus = plain.find('+'); plus != std::string::npos; plus = plain.find('+', plus + 3)) {
      plain.replace(plus, 1, "%2B");  // in a path a plus sign is one
    }
    steps.push_back(decoded(plain));
  }
  return steps;
}

std::map<std::string, std::string> parameters_of(std::string_view query) {
  std::map<std::string, std::string> out;
  if (query.empty()) return out;
  for (const std::string_view pair : text::split(query, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    out.emplace(decoded(pair.substr(0, equals)), decoded(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return out;
}

}  // namespace localorg::api
