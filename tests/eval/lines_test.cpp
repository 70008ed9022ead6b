// An episode as lines of JSON.
#include "eval/lines.h"

#include <doctest/doctest.h>

#include "eval/episode_desk.h"

using namespace localorg;
using namespace localorg::eval;
using test::Desk;

namespace {

std::string read(std::string_view line, Protocol protocol) {
  const auto turn = turn_from_line(line, protocol, 3);
  return turn ? turn->message.dump() : turn.error().message;
}

}  // namespace

TEST_CASE("lines: turns in the form of the protocol") {
  CHECK(read(R"({"execute": "SELECT Id FROM Case"})", Protocol::act) ==
        R"({"role":"assistant","content":"<execute>SELECT Id FROM Case</execute>"})");
  CHECK(read(R"({"respond": "None"})", Protocol::react) == R"({"role":"assistant","content":"<respond>None</respond>"})");
  CHECK(read(R"({"respond": "None"})", Protocol::tool_call) ==
        R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_3","type":"function",)"
        R"("function":{"name":"respond","arguments":"{\"content\":\"None\"}"}}]})");
  CHECK(read(R"({"execute": "q"})", Protocol::tool_call_flex) ==
        R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_3","type":"function",)"
        R"("function":{"name":"issue_soql_query","arguments":"{\"query\":\"q\"}"}}]})");
  CHECK(read(R"({"call": "get_issues"})", Protocol::tool_call) ==
        R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_3","type":"function",)"
        R"("function":{"name":"get_issues","arguments":"{}"}}]})");
  CHECK(read(R"({"message": {"role": "assistant", "content": "x"}})", Protocol::act) ==
        R"({"role":"assistant","content":"x"})");
}

TEST_CASE("lines: what is no JSON object is what a model said") {
  CHECK(read("<respond>None</respond>", Protocol::act) == R"({"role":"assistant","content":"<respond>None</respond>"})");
  CHECK(read("[1]", Protocol::act) == R"({"role":"assistant","content":"[1]"})");
  CHECK(read("caf\xE9", Protocol::act) == "{\"role\":\"assistant\",\"content\":\"caf\uFFFD\"}");
}

TEST_CASE("lines: objects that are no turn") {
  CHECK(read("{}", Protocol::act) == "a turn has one of execute, call, respond (texts) and message");
  CHECK(read(R"({"respond": 7})", Protocol::act) == "a turn has one of execute, call, respond (texts) and message");
  CHECK(read(R"({"message": "x"})", Protocol::act) == "message is an object, as a chat completion has it");
}

TEST_CASE("lines: usage") {
  const auto usage = [](std::string_view line) { return turn_from_line(line, Protocol::act, 1)->usage; };
  CHECK_FALSE(usage(R"({"respond": "x"})").has_value());
  CHECK_FALSE(usage(R"({"respond": "x", "usage": 3})").has_value());
  const auto told = usage(R"({"respond": "x", "usage": {"cost": 0.5, "prompt_tokens": 7, "completion_tokens": 1e300}})");
  REQUIRE(told.has_value());
  CHECK(told->cost == 0.5);
  CHECK(told->prompt_tokens == 7);
  CHECK(told->completion_tokens == 0);
  CHECK(usage(R"({"respond": "x", "usage": {"prompt_tokens": 18446744073709551615}})")->prompt_tokens == 0);
}

TEST_CASE("lines: events of an episode") {
  Desk desk({.protocol = Protocol::act});
  const Task task = test::task_with();
  desk.environment.reset(task, 2);
  const Json event = task_event(desk.environment);
  CHECK(event["event"] == "task");
  CHECK(
      event["task"].dump() ==
      R"({"idx":7,"task":"handle_time","query":"  Who was the fastest? Say the Id.  ","required":"Only closed cases count."})");
  CHECK(event["trial"] == 2);
  CHECK(event["protocol"] == "act");
  CHECK(event["maxTurns"] == 20);
  CHECK(event["messages"].size() == 2);
  CHECK(event["tools"] == Json::array());
  CHECK(event.dump().find("005Te") == std::string::npos);  // not the answer

  const std::string seen = desk.environment.turn(message_executing("SELECT Name FROM Issue__c"));
  CHECK(line_of(observation_event(desk.environment, seen, 1)) ==
        R"({"event":"observation","turn":1,"content":"[{'Name': 'Late Delivery'}, {'Name': 'Wrong Size'}]"})"
        "\n");
  desk.environment.turn(message_responding("005Te0000000001IAA", Protocol::act, ""));
  CHECK(end_event(desk.environment, false).dump() == R"({"event":"end","message":"Submit action","turns":2})");
  CHECK(
      end_event(desk.environment, true).dump() ==
      R"({"event":"end","message":"Submit action","turns":2,"reward":1,"goldAnswer":"005Te0000000001IAA","endReason":)"
      R"({"source":"agent","message":"Submit action","content":"005Te0000000001IAA","parsed_answer":["005Te0000000001IAA"]}})");
}

TEST_CASE("lines: an aided agent is told the optional facts; tools come along; an end by a failure says why") {
  Desk desk({.protocol = Protocol::tool_call, .is_aided = true});
  const Task task = test::task_with();
  desk.environment.reset(task);
  const Json event = task_event(desk.environment);
  CHECK(event["task"]["optional"] == "Winter is December to February.");
  CHECK(event["tools"].size() == 25);
  desk.environment.break_off(Failure::agent, "caf\xE9");
  CHECK(line_of(end_event(desk.environment, false)) == "{\"event\":\"end\",\"message\":\"Error: caf\uFFFD\",\"turns\":0}\n");
  CHECK(error_event("no").dump() == R"({"event":"error","message":"no"})");
}
