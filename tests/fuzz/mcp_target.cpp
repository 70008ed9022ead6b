// MCP: a message a line, in one session over lines, and each by itself over HTTP.
#include "base/json.h"
#include "base/text.h"
#include "fuzz/invariants.h"
#include "mcp/http.h"
#include "mcp/org_tools.h"
#include "mcp/session.h"

using namespace localorg;

namespace {

const mcp::Settings& settings() {
  static const mcp::Settings known{.version = "1.0", .tools = mcp::org_tools(), .page = 4};
  return known;
}

// A response, or a list of them.
void expect_responses(const Json& json, const std::string& text) {
  if (json.is_array()) {
    fuzz::expect(!json.empty(), "an empty list of answers");
    for (const Json& one : json) expect_responses(one, text);
    return;
  }
  fuzz::expect(json.is_object() && json.value("jsonrpc", "") == "2.0" && json.contains("id"), "an answer is no response", text);
  fuzz::expect(json.contains("result") != json.contains("error"), "an answer is neither result nor error", text);
  if (!json.contains("error")) return;
  const Json& error = json["error"];
  fuzz::expect(error["code"].is_number_integer() && error["message"].is_string(), "an error without code or text", text);
  fuzz::expect(error["code"] != -32603, "an internal error", text);
}

// Messages say again what was asked: only words that were not in it are the program's own.
void expect_answer(const std::string& text, std::string_view asked) {
  constexpr std::string_view kException = "An unexpected error occurred";
  fuzz::expect(Json::accept(text), "an answer is no JSON", text);
  fuzz::expect(text.find('\n') == std::string::npos, "an answer of several lines", text);
  const bool is_exception = text.find(kException) != std::string::npos && asked.find(kException) == std::string_view::npos;
  fuzz::expect(!is_exception, "an exception was answered", text);
  expect_responses(Json::parse(text), text);
}

std::string converse(const std::vector<std::string_view>& lines) {
  api::Session org(fuzz::small_org(), fuzz::clock());
  mcp::Session session(settings(), org);
  std::string all;
  for (const std::string_view line : lines) {
    const auto answer = session.answer(line);
    if (answer) expect_answer(*answer, line);
    all += answer.value_or("nothing") + "\n";
  }
  return all;
}

void post(std::string_view line) {
  api::Request request{.method = "POST", .target = "/mcp", .body = std::string(line)};
  request.headers = {{"content-type", "application/json"}, {"mcp-session-id", "s"}, {"mcp-protocol-version", "2025-06-18"}};
  const mcp::Knock knock = mcp::knock(request);
  api::Response response = knock.response;
  if (knock.wish != mcp::Wish::none) {
    api::Session org(fuzz::small_org(), fuzz::clock());
    response = mcp::answer(settings(), org, request, knock.wish == mcp::Wish::open ? "s" : "");
  }
  fuzz::expect(response.status >= 200 && response.status < 500, "no status", std::to_string(response.status));
  if (!response.body.empty()) expect_answer(response.body, line);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto lines = text::split(fuzz::text_of(data, size), '\n');
  const std::string first = converse(lines);
  fuzz::expect(first == converse(lines), "a conversation has two courses", first);
  for (const std::string_view line : lines) post(line);
  return 0;
}
