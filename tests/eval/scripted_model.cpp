#include "eval/scripted_model.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "eval/child.h"
#include "support/test_org.h"

namespace localorg::test {
namespace {

struct Service {
  eval::Child child;
  std::string url;
};

Json json_of(Result<std::string> line) {
  REQUIRE_MESSAGE(line.has_value(), (line ? "" : line.error().message));
  return *parse_json(*line, "line");
}

Service& service() {
  static Service running = [] {
    setenv("no_proxy", "127.0.0.1", 1);
    auto started = eval::Child::start("exec python3 '" + tests_folder() + "/eval/endpoint_server.py'");
    REQUIRE(started.has_value());
    eval::Child child = *std::move(started);
    const Json told = json_of(child.read(std::nullopt));
    return Service{std::move(child), "http://127.0.0.1:" + std::to_string(told["port"].get<int>()) + "/v1"};
  }();
  return running;
}

Json ask(const Json& command) {
  REQUIRE(service().child.write(command.dump() + "\n", std::nullopt).has_value());
  return json_of(service().child.read(std::nullopt));
}

}  // namespace

void set_script(const Json& replies) { ask({{"script", replies}}); }

Json requests_made() { return ask({{"requests", true}}); }

std::string service_url() { return service().url; }

eval::EndpointOptions options_for_service(std::vector<long>& pauses) {
  eval::EndpointOptions options;
  options.base_url = service_url();
  options.model = "scripted";
  options.wait = [&pauses](std::chrono::milliseconds pause) { pauses.push_back(static_cast<long>(pause.count())); };
  return options;
}

Json saying(const std::string& content) { return {{"message", {{"role", "assistant"}, {"content", content}}}}; }

Json calling(const std::string& name, const std::string& arguments, const std::string& id) {
  const Json function = {{"name", name}, {"arguments", arguments}};
  const Json call = {{"id", id}, {"type", "function"}, {"function", function}};
  return {{"message", {{"role", "assistant"}, {"content", nullptr}, {"tool_calls", Json::array({call})}}},
          {"finish_reason", "tool_calls"}};
}

Json with_usage(Json reply, int prompt_tokens, int completion_tokens) {
  reply["usage"] = {{"prompt_tokens", prompt_tokens},
                    {"completion_tokens", completion_tokens},
                    {"total_tokens", prompt_tokens + completion_tokens}};
  return reply;
}

}  // namespace localorg::test
