// The client of model services, against the scripted one.
#include "eval/endpoint.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "eval/child.h"
#include "eval/scripted_model.h"
#include "support/temp_folder.h"
#include "support/test_org.h"

using namespace localorg;
using namespace localorg::eval;

namespace {

const char* const kKey = "sk-test-1234567890";

const Json& hello() {
  static const Json messages = Json::array({{{"role", "user"}, {"content", "Hello"}}});
  return messages;
}

struct Asked {
  std::string content;  // of the reply, or the error
  std::optional<ErrorCode> error;
  std::optional<TurnUsage> usage;
  std::vector<long> pauses;
  Json requests;
};

template <typename Change>
Asked ask(const Json& script, Change change, const Json& tools = Json::array(), int trial = 0, double seconds = 0) {
  Asked asked;
  test::set_script(script);
  EndpointOptions options = test::options_for_service(asked.pauses);
  options.key = kKey;
  change(options);
  auto endpoint = Endpoint::open(options);
  REQUIRE(endpoint.has_value());
  const auto reply = endpoint->complete(hello(), tools, trial, seconds);
  asked.content = reply ? reply->message.value("content", "") : reply.error().message;
  if (reply) asked.usage = reply->usage;
  if (!reply) asked.error = reply.error().errorCode;
  asked.requests = test::requests_made();
  return asked;
}

Asked ask(const Json& script) {
  return ask(script, [](EndpointOptions&) {});
}

Json failing(int status, const char* message = "no") {
  return {{"status", status}, {"json", {{"error", {{"message", message}}}}}};
}

Json times(std::size_t count, const Json& reply) {
  Json script = Json::array();
  for (std::size_t i = 0; i < count; ++i) script.push_back(reply);
  return script;
}

}  // namespace

TEST_CASE("endpoint: what is asked") {
  const Json tools = Json::array({{{"type", "function"}, {"function", {{"name", "get_issues"}}}}});
  const Asked asked = ask(
      Json::array({test::saying("Hi")}), [](EndpointOptions& options) { options.seed = 40; }, tools, 2);
  CHECK(asked.content == "Hi");
  REQUIRE(asked.requests.size() == 1);
  const Json& request = asked.requests[0];
  CHECK(request["path"] == "/v1/chat/completions");
  CHECK(request["headers"]["authorization"] == "Bearer sk-test-1234567890");
  CHECK(request["headers"]["content-type"] == "application/json");
  CHECK_FALSE(request["headers"].contains("expect"));
  CHECK(request["body"].dump() ==
        R"({"model":"scripted","messages":[{"role":"user","content":"Hello"}],"tools":[{"type":"function",)"
        R"("function":{"name":"get_issues"}}],"temperature":0,"top_p":1,"seed":42,"max_tokens":3500})");
}

TEST_CASE("endpoint: keys of the request are taken out, changed and added; no key, no tools") {
  const Asked asked = ask(Json::array({test::saying("Hi")}), [](EndpointOptions& options) {
    options.key = "";
    options.base_url += "/?version=3";
    options.request = *parse_json(
        R"({"temperature": null, "top_p": null, "max_tokens": null, "max_completion_tokens": 9, "reasoning": {"effort": "low"}})",
        "request");
  });
  CHECK(asked.requests[0]["path"] == "/v1/chat/completions?version=3");
  CHECK_FALSE(asked.requests[0]["headers"].contains("authorization"));
  CHECK(asked.requests[0]["body"].dump() ==
        R"({"model":"scripted","messages":[{"role":"user","content":"Hello"}],"seed":0,"max_completion_tokens":9,)"
        R"("reasoning":{"effort":"low"}})");
}

TEST_CASE("endpoint: a seed fits 31 bits, max_tokens may be left to the service") {
  const Asked asked = ask(Json::array({test::saying("Hi")}), [](EndpointOptions& options) {
    options.seed = 0xFFFFFFFFFFFFFFFF;
    options.max_tokens = 0;
  });
  CHECK(asked.requests[0]["body"]["seed"] == 2147483647);
  CHECK_FALSE(asked.requests[0]["body"].contains("max_tokens"));
}

TEST_CASE("endpoint: usage and cost") {
  const Json reply = test::with_usage(test::saying("Hi"), 1000, 50);
  Asked asked = ask(Json::array({test::saying("Hi")}));
  CHECK_FALSE(asked.usage.has_value());
  asked = ask(Json::array({reply}));
  REQUIRE(asked.usage.has_value());
  CHECK(asked.usage->prompt_tokens == 1000);
  CHECK(asked.usage->completion_tokens == 50);
  CHECK(asked.usage->cost == 0);
  const auto with_prices = [](EndpointOptions& options) {
    options.prompt_price = 2.5;
    options.completion_price = 10;
  };
  CHECK(ask(Json::array({reply}), with_prices).usage->cost == doctest::Approx(0.003));
  Json told = reply;
  told["usage"]["cost"] = 0.125;
  CHECK(ask(Json::array({told})).usage->cost == 0.125);
  CHECK(ask(Json::array({told}), with_prices).usage->cost == doctest::Approx(0.003));
  told["usage"] = {{"prompt_tokens", nullptr}, {"completion_tokens", "many"}, {"cost", "free"}};
  CHECK(ask(Json::array({told})).usage->prompt_tokens == 0);
}

TEST_CASE("endpoint: passing faults are tried again, after growing pauses that the seed decides") {
  for (const int status : {408, 409, 429, 500, 502, 503, 529}) {
    CAPTURE(status);
    const Asked asked = ask(Json::array({failing(status), failing(status), test::saying("Hi")}));
    CHECK(asked.content == "Hi");
    REQUIRE(asked.pauses.size() == 2);
    CHECK(asked.pauses[0] >= 500);
    CHECK(asked.pauses[0] <= 1000);
    CHECK(asked.pauses[1] >= 1000);
    CHECK(asked.pauses[1] <= 2000);
    CHECK(asked.pauses == ask(Json::array({failing(status), failing(status), test::saying("Hi")})).pauses);
    CHECK(asked.requests.size() == 3);
  }
  const auto pauses = [](std::uint64_t seed) {
    return ask(times(6, failing(500)), [&](EndpointOptions& options) { options.seed = seed; }).pauses;
  };
  CHECK(pauses(1) != pauses(2));
}

TEST_CASE("endpoint: after the last attempt the error is the service's") {
  const Asked asked = ask(times(7, failing(503, "All is busy.\nCome back.")));
  CHECK(asked.error == ErrorCode::SERVER_UNAVAILABLE);
  CHECK(asked.content == "the model service: 503 All is busy. Come back. (after 6 attempts)");
  CHECK(asked.requests.size() == 6);
  CHECK(asked.pauses.size() == 5);
  const Asked once = ask(times(7, failing(503)), [](EndpointOptions& options) { options.attempts = 1; });
  CHECK(once.content == "the model service: 503 no");
}

TEST_CASE("endpoint: Retry-After, in seconds or as a date, is waited for, five minutes at most") {
  const auto pause = [](const char* value) {
    Json reply = failing(429);
    reply["headers"] = {{"Retry-After", value}};
    return ask(Json::array({reply, test::saying("Hi")})).pauses.at(0);
  };
  CHECK(pause("17") == 17000);
  CHECK(pause("4000") == 300000);
  CHECK(pause("Wed, 31 Dec 2098 23:59:59 GMT") == 300000);
  CHECK(pause("soon") <= 1000);
  CHECK(pause("0") <= 1000);
}

TEST_CASE("endpoint: refusals are final, in the service's words") {
  const auto refusal = [](const Json& reply) {
    const Asked asked = ask(Json::array({reply, test::saying("Hi")}));
    CHECK(asked.requests.size() == 1);
    CHECK(asked.error == ErrorCode::USAGE);
    return asked.content;
  };
  CHECK(refusal(failing(401, "No such key")) == "the model service: 401 No such key");
  CHECK(refusal({{"status", 404}, {"json", {{"detail", "Not Found"}}}}) == "the model service: 404 Not Found");
  CHECK(refusal({{"status", 400}, {"json", {{"error", "model 'x' not found"}}}}) ==
        "the model service: 400 model 'x' not found");
  CHECK(refusal({{"status", 403}, {"body", "<html>\n\n  Forbidden</html>"}}) ==
        "the model service: 403 <html> Forbidden</html>");
  CHECK(refusal({{"status", 422}}) == "the model service: 422");
  CHECK(refusal({{"status", 307}, {"headers", {{"Location", "http://127.0.0.1:1/"}}}}) == "the model service: 307");
}

TEST_CASE("endpoint: an account without means is not asked again") {
  const Json reply = {{"status", 429}, {"json", {{"error", {{"message", "No money"}, {"code", "insufficient_quota"}}}}}};
  const Asked asked = ask(Json::array({reply, test::saying("Hi")}));
  CHECK(asked.content == "the model service: 429 No money");
  CHECK(asked.error == ErrorCode::USAGE);
}

TEST_CASE("endpoint: a conversation that the model cannot take is told apart") {
  const auto code = [](const char* error) {
    return ask(Json::array({{{"status", 400}, {"json", {{"error", *parse_json(error, "error")}}}}})).error;
  };
  CHECK(code(R"({"message": "Too long", "code": "context_length_exceeded"})") == ErrorCode::LIMIT_EXCEEDED);
  CHECK(code(R"({"message": "Filtered", "code": "content_filter"})") == ErrorCode::LIMIT_EXCEEDED);
  CHECK(code(R"({"message": "This model's maximum context length is 8192 tokens.", "code": 400})") ==
        ErrorCode::LIMIT_EXCEEDED);
  CHECK(code(R"({"message": "prompt is too long: 208000 tokens > 200000 maximum"})") == ErrorCode::LIMIT_EXCEEDED);
  CHECK(code(R"({"message": "seed is not supported"})") == ErrorCode::USAGE);
}

TEST_CASE("endpoint: errors with the status 200") {
  const Json passing = {{"json", {{"error", {{"message", "busy"}, {"code", 429}}}}}};
  CHECK(ask(Json::array({passing, test::saying("Hi")})).content == "Hi");
  const Json unclear = {{"json", {{"error", {{"message", "what?"}, {"code", "odd"}}}}}};
  CHECK(ask(Json::array({unclear, test::saying("Hi")})).content == "Hi");
  const Asked asked = ask(Json::array({{{"json", {{"error", {{"message", "bad"}, {"code", 400}}}}}}}));
  CHECK(asked.content == "the model service: 400 bad");
}

TEST_CASE("endpoint: answers that are none are asked for again") {
  for (const char* reply :
       {R"({"body": "not JSON"})", R"({"body": ""})", R"({"body": "[]"})", R"({"json": {}})", R"({"json": {"choices": []}})",
        R"({"json": {"choices": [{"text": "Hi"}]}})", R"({"json": {"choices": [{"message": null}]}})",
        R"({"json": {"choices": [null]}})", R"({"message": {"content": "cut off"}, "drop": true})"}) {
    CAPTURE(reply);
    const Asked asked = ask(Json::array({*parse_json(reply, "reply"), test::saying("Hi")}));
    CHECK(asked.content == "Hi");
    CHECK(asked.pauses.size() == 1);
  }
  CHECK(ask(times(6, {{"body", "not\nJSON"}})).content ==
        "the model service: the answer is no JSON: not JSON (after 6 attempts)");
  CHECK(ask(times(6, {{"json", {{"choices", Json::array()}}}})).content ==
        "the model service: the answer has no choices (after 6 attempts)");
}

TEST_CASE("endpoint: answers in pieces; long ones; too long ones") {
  Json reply = test::saying(std::string(200'000, 'x'));
  CHECK(ask(Json::array({reply})).content.size() == 200'000);
  reply["chunks"] = true;
  CHECK(ask(Json::array({reply})).content.size() == 200'000);
  const Asked asked = ask(Json::array({reply, reply}), [](EndpointOptions& options) { options.longest_answer = 100'000; });
  CHECK(asked.error == ErrorCode::SERVER_UNAVAILABLE);
  CHECK(asked.content == "the model service: the answer is longer than 100000 bytes");
  CHECK(asked.requests.size() == 1);
}

TEST_CASE("endpoint: a model that takes too long, and an attempt that does") {
  const Json silent = {{"silent", true}};
  const Asked late = ask(
      Json::array({silent}), [](EndpointOptions&) {}, Json::array(), 0, 0.05);
  CHECK(late.error == ErrorCode::QUERY_TIMEOUT);
  CHECK(late.requests.size() == 1);
  const Asked again = ask(Json::array({silent, test::saying("Hi")}), [](EndpointOptions& options) { options.seconds = 0.05; });
  CHECK(again.content == "Hi");
}

TEST_CASE("endpoint: nobody there") {
  const Asked asked = ask(
      Json::array(), [](EndpointOptions& options) { options.base_url = "http://127.0.0.1:1/v1"; }, Json::array(), 0, 5);
  CHECK(asked.error == ErrorCode::SERVER_UNAVAILABLE);
  CHECK(asked.content == "the model service: Couldn't connect to server (after 6 attempts)");
  CHECK(asked.requests.empty());
}

TEST_CASE("endpoint: the proxy of the environment is asked") {
  setenv("http_proxy", test::service_url().c_str(), 1);
  const Asked asked =
      ask(Json::array({test::saying("Hi")}), [](EndpointOptions& options) { options.base_url = "http://model.invalid/v1"; });
  unsetenv("http_proxy");
  CHECK(asked.content == "Hi");
  CHECK(asked.requests[0]["path"] == "http://model.invalid/v1/chat/completions");
}

TEST_CASE("endpoint: a certificate must be vouched for") {
  const test::TempFolder folder;
  const std::string make =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=model "
      "-addext subjectAltName=IP:127.0.0.1 -keyout '" +
      folder / "key.pem" + "' -out '" + folder / "cert.pem" + "' 2>/dev/null";
  REQUIRE(std::system(make.c_str()) == 0);
  auto server = Child::start("exec python3 '" + test::tests_folder() + "/eval/endpoint_server.py' '" + folder / "" + "'");
  REQUIRE(server.has_value());
  const int port = parse_json(*server->read(std::nullopt), "line")->at("port");
  REQUIRE(server->write(Json{{"script", Json::array({test::saying("Hi")})}}.dump() + "\n", std::nullopt).has_value());
  REQUIRE(server->read(std::nullopt).has_value());
  const auto asked = [&] {
    std::vector<long> pauses;
    EndpointOptions options = test::options_for_service(pauses);
    options.base_url = "https://127.0.0.1:" + std::to_string(port);
    auto reply = Endpoint::open(options)->complete(hello(), Json::array(), 0, 0);
    return reply ? reply->message["content"].get<std::string>() : reply.error().message;
  };
  CHECK(asked() == "the model service: SSL peer certificate or SSH remote key was not OK");
  setenv("SSL_CERT_FILE", (folder / "cert.pem").c_str(), 1);
  CHECK(asked() == "Hi");
  unsetenv("SSL_CERT_FILE");
}

TEST_CASE("endpoint: the key is in no error, however the service says it") {
  const std::string told = ask(Json::array({failing(401, "Bad key sk-test-1234567890, sk-test-1234567890!")})).content;
  CHECK(told == "the model service: 401 Bad key ***, ***!");
  const Json body = {{"status", 401}, {"body", "<b>sk-test-1234567890</b>"}};
  CHECK(ask(Json::array({body})).content == "the model service: 401 <b>***</b>");
  // At the place where a long error is cut.
  const std::string cut = ask(Json::array({failing(401, (std::string(495, 'x') + kKey).c_str())})).content;
  CHECK(cut.find("sk-t") == std::string::npos);
  // Words that stand for no key are no secret.
  const Asked local = ask(Json::array({failing(400, "none")}), [](EndpointOptions& options) { options.key = "none"; });
  CHECK(local.content == "the model service: 400 none");
}

TEST_CASE("endpoint: options that cannot work") {
  const auto fault = [](auto change) {
    EndpointOptions options;
    options.base_url = "http://127.0.0.1:1";
    options.model = "m";
    change(options);
    const auto opened = Endpoint::open(options);
    return opened ? "" : opened.error().message;
  };
  CHECK(fault([](EndpointOptions&) {}) == "");
  CHECK(fault([](EndpointOptions& options) { options.base_url = "localhost:8000"; }) ==
        "the base URL of a model service begins with http:// or https://");
  CHECK(fault([](EndpointOptions& options) { options.base_url = "http://a b"; }) != "");
  CHECK(fault([](EndpointOptions& options) { options.model = ""; }) == "the model has no name");
  CHECK(fault([](EndpointOptions& options) { options.request = 5; }) != "");
  CHECK(fault([](EndpointOptions& options) { options.attempts = 0; }) != "");
  const std::string about_key = fault([](EndpointOptions& options) { options.key = "secret\r\nX-Other: 1"; });
  CHECK(about_key != "");
  CHECK(about_key.find("secret") == std::string::npos);
}

TEST_CASE("endpoint: the key of the environment") {
  unsetenv("OPENAI_API_KEY");
  unsetenv("LOCALORG_API_KEY");
  unsetenv("MY_KEY");
  CHECK(*key_from_environment("") == "");
  CHECK(key_from_environment("MY_KEY").error().message ==
        "the environment has no MY_KEY, which should be the key of the model service");
  setenv("LOCALORG_API_KEY", "ours", 1);
  CHECK(*key_from_environment("") == "ours");
  setenv("OPENAI_API_KEY", " theirs\n", 1);
  CHECK(*key_from_environment("") == "theirs");
  setenv("MY_KEY", "mine", 1);
  CHECK(*key_from_environment("MY_KEY") == "mine");
  for (const char* name : {"OPENAI_API_KEY", "LOCALORG_API_KEY", "MY_KEY"}) unsetenv(name);
}
