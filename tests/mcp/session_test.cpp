// A client's session: what a message is answered depends on what came before it.  Whole conversations stand in
// tests/conformance/mcp; here is what they cannot show: many tools, broken bytes, lines.
#include "mcp/session.h"

#include <doctest/doctest.h>

#include <sstream>

#include "mcp/org_tools.h"
#include "mcp/standard_io.h"
#include "support/random.h"
#include "support/test_org.h"

using namespace localorg;

namespace {

Json request(const char* method, Json params = Json::object()) {
  return {{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}};
}

struct Client {
  api::Session org{**test::test_org("small_sales"), org::Clock(1'660'996'800'000)};
  mcp::Settings settings{.version = "1.0", .tools = mcp::org_tools()};
  mcp::Session session{settings, org};

  explicit Client(const char* version = "2025-06-18") {
    const Json agreed = ask("initialize", {{"protocolVersion", version}, {"capabilities", Json::object()}});
    CHECK(agreed["protocolVersion"] == version);
  }
  Json reply(const Json& message) {
    const auto text = session.answer(message.dump());
    REQUIRE(text);
    return Json::parse(*text);
  }
  Json ask(const char* method, Json params = Json::object()) { return reply(request(method, std::move(params)))["result"]; }
};

}  // namespace

TEST_CASE("lists come page by page, and a cursor that was not given is refused") {
  Client client;
  client.settings.page = 3;
  const Json first = client.ask("tools/list");
  CHECK(first["tools"].size() == 3);
  CHECK(first["nextCursor"] == "3");
  const Json last = client.ask("tools/list", {{"cursor", "3"}});
  CHECK(last["tools"].size() == 1);
  CHECK(last["tools"][0]["name"] == "describe_object");
  CHECK_FALSE(last.contains("nextCursor"));
  for (const Json& cursor : std::initializer_list<Json>{"4", "x", "-1", "", 3, nullptr}) {
    CHECK(client.reply(request("tools/list", {{"cursor", cursor}}))["error"]["code"] == -32602);
  }
  std::vector<std::string> uris;
  Json params = Json::object();
  for (;;) {
    const Json page = client.ask("resources/list", params);
    for (const Json& resource : page["resources"]) uris.push_back(resource["uri"]);
    if (!page.contains("nextCursor")) break;
    params["cursor"] = page["nextCursor"];
  }
  CHECK(uris.size() == client.org.org().catalog->objects().size() + 1);
  CHECK(uris.front() == "localorg://objects");
  for (const std::string& uri : uris) {
    const Json content = client.ask("resources/read", {{"uri", uri}})["contents"][0];
    CHECK(content["uri"] == uri);
    CHECK(Json::accept(content["text"].get<std::string>()));
  }
}

TEST_CASE("a tool that fails inside is an internal error, and the session goes on") {
  Client client;
  client.settings.tools.push_back(
      {.name = "bad",
       .title = "Bad",
       .description = "Fails.",
       .input_schema = {{"type", "object"}},
       .run = [](api::Session&, const Json&) -> mcp::ToolAnswer { throw std::runtime_error("oh"); }});
  CHECK(client.reply(request("tools/call", {{"name", "bad"}}))["error"].dump() ==
        R"({"code":-32603,"message":"Internal error: oh"})");
  CHECK(client.ask("ping") == Json::object());
}

TEST_CASE("older revisions have no structured answers and no titles") {
  for (const char* version : {"2024-11-05", "2025-03-26"}) {
    Client client(version);
    const Json answer =
        client.ask("tools/call", {{"name", "soql_query"}, {"arguments", {{"query", "SELECT COUNT() FROM Case"}}}});
    CHECK(answer.dump() ==
          R"({"content":[{"type":"text","text":"{\"totalSize\":12,\"done\":true,\"records\":[]}"}],"isError":false})");
    CHECK_FALSE(client.ask("tools/list")["tools"][0].contains("outputSchema"));
    CHECK_FALSE(client.ask("resources/list")["resources"][0].contains("title"));
  }
}

TEST_CASE("lines: answers in order, nothing else, to the end of the input") {
  Client client;
  std::istringstream in("\n  \r\n" + request("ping").dump() + "\r\n" +
                        R"({"jsonrpc":"2.0","method":"notifications/initialized"})" + "\nnonsense\n" +
                        std::string(mcp::kMostBytes + 5000, 'x') + "\n" + request("ping").dump());
  std::ostringstream out;
  CHECK(mcp::serve_lines(in, out, [&](std::string_view line) { return client.session.answer(line); }));
  const std::string text = out.str();
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
  CHECK(text.starts_with(R"({"jsonrpc":"2.0","id":1,"result":{}})"
                         "\n"
                         R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,)"));
  CHECK(text.find(R"("error":{"code":-32600,"message":"Invalid Request: a message has at most 16777216 bytes"}})") !=
        std::string::npos);
  CHECK(
      text.ends_with("\n"
                     R"({"jsonrpc":"2.0","id":1,"result":{}})"
                     "\n"));
  std::istringstream more(request("ping").dump() + "\n" + request("ping").dump() + "\n");
  std::ostringstream closed;
  closed.setstate(std::ios::badbit);
  int asked = 0;
  CHECK_FALSE(mcp::serve_lines(more, closed, [&](std::string_view line) { return ++asked, client.session.answer(line); }));
  CHECK(asked == 1);
}

// Bytes of good messages changed: whatever comes, it is answered as JSON-RPC, and never by a fault of ours.
TEST_CASE("mutated messages are answered") {
  const std::vector<std::string> good = {
      request("tools/call", {{"name", "soql_query"}, {"arguments", {{"query", "SELECT Id FROM Case"}, {"max_rows", 5}}}})
          .dump(),
      request("tools/call", {{"name", "describe_object"}, {"arguments", {{"object", "Case"}, {"cursor", "2"}}}}).dump(),
      request("tools/list", {{"cursor", "0"}}).dump(),
      request("resources/read", {{"uri", "localorg://object/Case"}}).dump(),
      request("completion/complete", {{"ref", {{"type", "ref/resource"}, {"uri", "localorg://object/{name}"}}},
                                      {"argument", {{"name", "name"}, {"value", "C"}}}})
          .dump(),
      request("initialize", {{"protocolVersion", "2025-06-18"}}).dump(),
      request("server/discover", {{"_meta",
                                   {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"},
                                    {"io.modelcontextprotocol/clientCapabilities", Json::object()}}}})
          .dump(),
  };
  constexpr std::string_view kBytes = "\"'{}[]\\,:/0129.-+enta\x80\n ";
  Client client;
  test::Random random(11);
  for (int i = 0; i < 4000; ++i) {
    std::string text = good[random.below(good.size())];
    for (std::size_t changes = 1 + random.below(3); changes > 0; --changes) {
      text[random.below(text.size())] = kBytes[random.below(kBytes.size())];
    }
    const auto answer = client.session.answer(text);
    if (!answer) continue;
    const Json json = Json::parse(*answer);
    CHECK_MESSAGE((json.contains("result") || json["error"]["code"] != -32603), text, "\n", *answer);
  }
}
