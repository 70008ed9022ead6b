// MCP over HTTP as functions: what is asked for, what is refused, and with which status (2025-06-18 and 2026-07-28,
// Transports).
#include "mcp/http.h"

#include <doctest/doctest.h>

#include "mcp/http_headers.h"
#include "mcp/org_tools.h"
#include "support/test_org.h"

using namespace localorg;
using namespace localorg::mcp;

namespace {

using Headers = std::map<std::string, std::string>;

constexpr const char* kPing = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
constexpr const char* kInitialize =
    R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}})";

api::Request post(const std::string& body, const Headers& more = {}) {
  api::Request request{.method = "POST", .target = "/mcp", .body = body};
  request.headers = {{"content-type", "application/json"}, {"accept", "application/json, text/event-stream"}};
  for (const auto& [name, value] : more) request.headers[name] = value;
  return request;
}

// The status of what is answered at once, or what is wanted.
std::string seen(const api::Request& request) {
  const Knock knocked = knock(request);
  switch (knocked.wish) {
    case Wish::none: return std::to_string(knocked.response.status);
    case Wish::open: return "open";
    case Wish::session: return "session " + knocked.session_id;
    case Wish::alone: return "alone";
    case Wish::end: return "end " + knocked.session_id;
  }
  return "";
}

std::string alone(const std::string& method, const std::string& more = "") {
  return R"({"jsonrpc":"2.0","id":1,"method":")" + method +
         R"(","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
         R"("io.modelcontextprotocol/clientCapabilities":{}})" +
         more + "}}";
}

}  // namespace

TEST_CASE("sessions: begun, asked for, ended") {
  CHECK(seen(post(kInitialize)) == "open");
  CHECK(seen(post(kPing)) == "400");
  CHECK(seen(post(kPing, {{"mcp-session-id", "s"}})) == "session s");
  CHECK(seen(post(R"({"jsonrpc":"2.0","method":"notifications/initialized"})", {{"mcp-session-id", "s"}})) == "session s");
  CHECK(seen({.method = "DELETE", .target = "/mcp", .headers = {{"mcp-session-id", "s"}}}) == "end s");
  CHECK(seen({.method = "DELETE", .target = "/mcp"}) == "400");
  for (const char* method : {"GET", "HEAD", "PUT", "PATCH", "OPTIONS"})
    CHECK(seen({.method = method, .target = "/mcp"}) == "405");
}

TEST_CASE("what stands in headers") {
  const Headers session = {{"mcp-session-id", "s"}};
  const auto with = [&](const std::string& name, const std::string& value) {
    return seen(post(kPing, {{"mcp-session-id", "s"}, {name, value}}));
  };
  for (const char* version : {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", " 2025-06-18 "}) {
    CHECK(with("mcp-protocol-version", version) == "session s");
  }
  for (const char* version : {"2025-06-17", "x", "2026-07-28"}) CHECK(with("mcp-protocol-version", version) == "400");
  CHECK(with("content-type", "application/json; charset=utf-8") == "session s");
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", ""}) CHECK(with("content-type", type) == "415");
  for (const char* accept : {"*/*", "application/*", "text/html, APPLICATION/JSON;q=0.5"})
    CHECK(with("accept", accept) == "session s");
  CHECK(with("accept", "text/event-stream") == "406");
  for (const char* origin :
       {"http://localhost", "http://localhost:3000", "https://127.0.0.1:1", "http://[::1]:80", "http://LOCALHOST"}) {
    CHECK(with("origin", origin) == "session s");
  }
  for (const char* origin : {"null", "http://example.com", "http://localhost.example.com", "http://127.0.0.1.example.com",
                             "localhost", "http://evil@localhost", "file://"}) {
    CHECK_MESSAGE(with("origin", origin) == "403", origin);
  }
}

TEST_CASE("bodies that are none, and batches") {
  const Headers session = {{"mcp-session-id", "s"}};
  for (const char* body : {"", "nonsense", "17", "{}", R"({"jsonrpc":"2.0","id":null,"method":"ping"})"}) {
    CHECK(seen(post(body, session)) == "400");
  }
  const std::string batch = std::string("[") + kPing + "]";
  CHECK(seen(post(batch, session)) == "session s");
  CHECK(seen(post(batch, {{"mcp-session-id", "s"}, {"mcp-protocol-version", "2025-03-26"}})) == "session s");
  CHECK(seen(post(batch, {{"mcp-session-id", "s"}, {"mcp-protocol-version", "2025-06-18"}})) == "400");
}

TEST_CASE("a stateless revision: headers say what the body says") {
  const Headers list = {{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", "tools/list"}};
  CHECK(seen(post(alone("tools/list"), list)) == "alone");
  CHECK(seen(post(alone("tools/call"), list)) == "400");
  CHECK(seen(post(alone("tools/list"), {{"mcp-method", "tools/list"}})) == "400");
  CHECK(seen(post(alone("tools/list"), {{"mcp-protocol-version", "2026-07-28"}})) == "400");
  const auto call = [&](const std::string& name) {
    return seen(post(alone("tools/call", R"(,"name":"soql_query")"),
                     {{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", "tools/call"}, {"mcp-name", name}}));
  };
  CHECK(call("soql_query") == "alone");
  CHECK(call("=?base64?c29xbF9xdWVyeQ==?=") == "alone");
  CHECK(call("sosl_search") == "400");
  CHECK(call("=?base64?c29z?=") == "400");
  CHECK(call("=?base64?%%?=") == "400");
  CHECK(call("") == "400");
  const Knock mismatch = knock(post(alone("tools/list")));
  CHECK(
      mismatch.response.body ==
      R"({"jsonrpc":"2.0","id":1,"error":{"code":-32020,"message":"Header mismatch: MCP-Protocol-Version must be 2026-07-28"}})");
  const Knock unknown = knock(post(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":)"
                                   R"({"io.modelcontextprotocol/protocolVersion":"2027-01-01"}}})"));
  CHECK(unknown.response.status == 400);
  CHECK(unknown.response.body == R"({"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"Unsupported protocol version: )"
                                 R"(2027-01-01","data":{"supported":["2026-07-28"],"requested":"2027-01-01"}}})");
  CHECK(knock(post(kPing, {{"mcp-protocol-version", "2026-07-28"}})).response.body.find("-32602") != std::string::npos);
}

TEST_CASE("base64 in headers") {
  CHECK(decoded_value("plain") == "plain");
  CHECK(decoded_value("=?base64?w6k=?=") == "é");
  CHECK(decoded_value("=?base64?"
                      "?=") == "");
  CHECK(decoded_value("=?base64?=") == "=?base64?=");
  CHECK_FALSE(decoded_value("=?base64?*?=").has_value());
}

TEST_CASE("answers") {
  api::Session org(**test::test_org("small_sales"), org::Clock(0));
  const Settings settings{.version = "1.0", .tools = org_tools()};
  const api::Response opened = answer(settings, org, post(kInitialize), "the id");
  CHECK(opened.status == 200);
  CHECK(opened.content_type == "application/json");
  CHECK(opened.headers == std::vector<std::pair<std::string, std::string>>{{"Mcp-Session-Id", "the id"}});
  const api::Response pinged = answer(settings, org, post(kPing));
  CHECK(pinged.body == R"({"jsonrpc":"2.0","id":1,"result":{}})");
  CHECK(pinged.headers.empty());
  const api::Response noted = answer(settings, org, post(R"({"jsonrpc":"2.0","method":"notifications/cancelled"})"));
  CHECK(noted.status == 202);
  CHECK(noted.body.empty());
  CHECK(answer(settings, org, post(std::string("[") + kPing + "," + kPing + "]")).body ==
        R"([{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","id":1,"result":{}}])");
  CHECK(answer(settings, org, post(alone("ping"))).status == 404);
  CHECK(answer(settings, org, post(alone("server/discover"))).status == 200);
  CHECK(answer(settings, org, post(alone("tools/call", R"(,"name":"none")"))).status == 200);
  CHECK(session_ended().status == 204);
  CHECK(no_such_session().status == 404);
  CHECK(not_let_in().headers == std::vector<std::pair<std::string, std::string>>{{"WWW-Authenticate", "Bearer"}});
}
