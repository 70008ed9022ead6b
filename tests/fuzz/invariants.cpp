#include "fuzz/invariants.h"

#include <cstdio>
#include <cstdlib>

#include "base/json.h"
#include "base/text.h"
#include "org/datetime.h"
#include "support/test_org.h"

namespace localorg::fuzz {
namespace {

// What a failure says: [{"message": ..., "errorCode": ...}]; or an object, of Bulk 1, OAuth or a tree of records.
void expect_failure(const std::string& body) {
  const Json said = Json::parse(body);
  const auto says = [&](const char* key) { return said.contains(key); };
  if (said.is_object())
    return expect(says("exceptionCode") || says("error") || says("hasErrors"), "a failure has no code", body);
  expect(said.is_array() && !said.empty(), "a failure is no array of errors", body);
  for (const Json& error : said) {
    const bool is_error = error.is_object() && error.contains("message") && error.contains("errorCode") &&
                          error["message"].is_string() && error["errorCode"].is_string();
    expect(is_error, "an error has no message or no code", body);
  }
}

template <typename T>
T value_of(Result<T> result, std::string_view what) {
  expect(result.has_value(), what, result ? "" : result.error().message);
  return *std::move(result);
}

}  // namespace

void expect(bool holds, std::string_view what, std::string_view seen) {
  if (holds) return;
  std::fprintf(stderr, "FINDING: %.*s\n%.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(seen.size()),
               seen.data());
  std::abort();
}

void expect_error(const SalesforceError& error, std::string_view text) {
  expect(!name_of(error.errorCode).empty(), "an error has no code", error.message);
  expect(!error.message.empty(), "an error has no text", name_of(error.errorCode));
  expect(text::is_valid_utf8(error.message), "an error's text is no UTF-8", error.message);
  expect(error.errorCode != ErrorCode::UNKNOWN_EXCEPTION, "an exception became an error", error.message);
  if (error.span) {
    expect(error.span->begin <= error.span->end && error.span->end <= text.size(), "an error lies outside", error.message);
  }
  const std::string shown = message_on_wire(error, text);
  expect(text::is_valid_utf8(shown), "an error is shown as what is no UTF-8", shown);
}

void expect_response(const api::Response& response) {
  expect(response.status >= 200 && response.status < 600, "no status", std::to_string(response.status));
  for (const auto& [name, value] : response.headers) {
    const bool is_one_line = (name + value).find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
    expect(is_one_line && !name.empty(), "a header of several lines", name + ": " + value);
  }
  expect(response.content_type.find_first_of("\r\n") == std::string::npos, "a content type of several lines");
  expect(response.body.find(R"("errorCode":"UNKNOWN_EXCEPTION")") == std::string::npos, "an exception was answered", response.body);
  if (!response.content_type.starts_with("application/json") || response.body.empty()) return;
  expect(Json::accept(response.body), "what is called JSON is none", response.body);
  if (response.status >= 400) expect_failure(response.body);
}

std::string text_of(const api::Response& response) {
  std::string out = std::to_string(response.status) + " " + response.content_type + "\n";
  for (const auto& [name, value] : response.headers) out += name + ": " + value + "\n";
  return out + response.body;
}

org::Clock clock() { return org::Clock(*org::parse_datetime("2022-08-20T12:00:00Z")); }

const store::OpenOrg& small_org() {
  static const store::OpenOrg* org = value_of(test::test_org("small_sales"), "small_sales is unusable");
  return *org;
}

const store::OpenOrg& wordy_org() {
  static const store::OpenOrg* org = value_of(test::test_org("help_desk"), "help_desk is unusable");
  return *org;
}

store::OpenOrg org_to_write() {
  static const store::Image image = value_of(test::test_image("small_sales"), "small_sales is unusable");
  return value_of(store::copy_of(small_org(), image), "small_sales cannot be copied");
}

std::string answer(const store::OpenOrg& org, const std::string& target) {
  api::Session session(org, clock());
  const api::Response response = api::handle(session, {.target = target});
  expect_response(response);
  return text_of(response);
}

std::string bytes_of(const store::OpenOrg& org) {
  const store::Image image = value_of(store::image_of(org), "an org has no bytes");
  return {reinterpret_cast<const char*>(image.bytes.get()), image.size};
}

}  // namespace localorg::fuzz
