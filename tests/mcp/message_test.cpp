// JSON-RPC: what is a message and what is none.  Codes as JSON-RPC 2.0 (section 5.1) has them.
#include "mcp/message.h"

#include <doctest/doctest.h>

using namespace localorg;
using namespace localorg::mcp;

namespace {

// "parse error", "fault CODE id", or "kind method id params".
std::string seen(std::string_view text) {
  const auto parsed = parse_text(text);
  const auto fault = [](const Refused& refused) {
    return "fault " + std::to_string(static_cast<int>(refused.fault.code)) + " " + refused.id.dump();
  };
  if (const auto* refused = std::get_if<Refused>(&parsed)) return fault(*refused);
  const auto read = read_message(std::get<Json>(parsed));
  if (const auto* refused = std::get_if<Refused>(&read)) return fault(*refused);
  const Message& message = std::get<Message>(read);
  const char* kinds[] = {"request", "notification", "response"};
  return std::string(kinds[static_cast<int>(message.kind)]) + " " + message.method + " " + message.id.dump() + " " +
         message.params.dump();
}

}  // namespace

TEST_CASE("messages") {
  CHECK(seen(R"({"jsonrpc":"2.0","id":1,"method":"ping"})") == "request ping 1 {}");
  CHECK(seen(R"({"jsonrpc":"2.0","id":"a","method":"x","params":{"b":[1]}})") == R"(request x "a" {"b":[1]})");
  CHECK(seen(R"({"jsonrpc":"2.0","id":-7,"method":"x"})") == "request x -7 {}");
  CHECK(seen(R"({"jsonrpc":"2.0","method":"notifications/initialized"})") == "notification notifications/initialized null {}");
  CHECK(seen(R"({"jsonrpc":"2.0","id":1,"result":{}})") == "response  null {}");
  CHECK(seen(R"({"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"no"}})") == "response  null {}");
}

TEST_CASE("what is no JSON") {
  for (const char* text : {"", "{", "nonsense", R"({"jsonrpc":"2.0","id":1,"method":"ping"} more)", "\"\xff\"", "{'a':1}"}) {
    CHECK_MESSAGE(seen(text) == "fault -32700 null", text);
  }
}

TEST_CASE("what is no message") {
  CHECK(seen("17") == "fault -32600 null");
  CHECK(seen("null") == "fault -32600 null");
  CHECK(seen(R"("ping")") == "fault -32600 null");
  CHECK(seen("{}") == "fault -32600 null");
  CHECK(seen(R"({"id":1,"method":"ping"})") == "fault -32600 1");
  CHECK(seen(R"({"jsonrpc":"1.0","id":1,"method":"ping"})") == "fault -32600 1");
  CHECK(seen(R"({"jsonrpc":2.0,"id":1,"method":"ping"})") == "fault -32600 1");
  CHECK(seen(R"({"jsonrpc":"2.0","id":1})") == "fault -32600 1");
  CHECK(seen(R"({"jsonrpc":"2.0","id":1,"method":7})") == "fault -32600 1");
  CHECK(seen(R"({"jsonrpc":"2.0","id":null,"method":"ping"})") == "fault -32600 null");
  CHECK(seen(R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})") == "fault -32600 null");
  CHECK(seen(R"({"jsonrpc":"2.0","id":{"a":1},"method":"ping"})") == "fault -32600 null");
  CHECK(seen(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[1]})") == "fault -32602 1");
  CHECK(seen(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":null})") == "fault -32602 1");
}

TEST_CASE("what is too deep or too large") {
  const auto nested = [](std::size_t depth) {
    return R"({"jsonrpc":"2.0","id":1,"method":"x","params":{"a":)" + std::string(depth - 2, '[') +
           std::string(depth - 2, ']') + "}}";
  };
  CHECK(seen(nested(kMostDepth)).starts_with("request x 1"));
  CHECK(seen(nested(kMostDepth + 1)) == "fault -32600 null");
  CHECK(seen(std::string(1'000'000, '[')) == "fault -32600 null");
  CHECK(seen(std::string(1'000'000, ']')) == "fault -32700 null");
  CHECK(seen(R"({"jsonrpc":"2.0","id":1,"method":"[[[[\"[[[[)" + std::string(100, '[') + R"("})").starts_with("request [[[["));
  CHECK(seen(std::string(kMostBytes + 1, ' ')) == "fault -32600 null");
}

TEST_CASE("answers") {
  CHECK(result_text(1, {{"a", "é\n"}}) == "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":\"é\\n\"}}");
  CHECK(fault_text("x", {.code = Code::invalid_params, .message = "no", .data = {{"uri", "u"}}}) ==
        R"({"jsonrpc":"2.0","id":"x","error":{"code":-32602,"message":"no","data":{"uri":"u"}}})");
  CHECK(fault_text(nullptr, {.code = Code::parse_error, .message = "no"}) ==
        R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}})");
  CHECK(result_text(1, "\xff") == "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"\xEF\xBF\xBD\"}");
}
