// What an agent does, read off its message.  Sources: dataset.md 5.1 for tags and calls; text calls as observed of upstream.
#include "eval/action.h"

#include <doctest/doctest.h>

using namespace localorg;
using namespace localorg::eval;

namespace {

// "execute: ..." and its like, or "none".
std::string shown(const std::optional<Action>& action) {
  if (!action) return "none";
  switch (action->kind) {
    case Action::Kind::execute: return "execute: " + action->content;
    case Action::Kind::respond: return "respond: " + action->content;
    case Action::Kind::call: return action->name + ": " + action->arguments.dump();
  }
  return "";
}

std::string said(const std::string& content) {
  return shown(action_of({{"role", "assistant"}, {"content", content}}, Protocol::react));
}

std::string wrote(const std::string& content) {
  return shown(action_of({{"role", "assistant"}, {"content", content}}, Protocol::tool_call, true));
}

std::string called(const char* tool_calls) {
  const Json message = {{"content", nullptr}, {"tool_calls", *parse_json(tool_calls, "calls")}};
  return shown(action_of(message, Protocol::tool_call_flex));
}

}  // namespace

TEST_CASE("action: tags") {
  CHECK(said("<execute>SELECT Id FROM Case</execute>") == "execute: SELECT Id FROM Case");
  CHECK(said("<thought>I look.</thought>\n<execute>\n SELECT Id\nFROM Case \n</execute>") == "execute: SELECT Id\nFROM Case");
  CHECK(said("<respond> None </respond>") == "respond: None");
  CHECK(said("<submit>005</submit>") == "respond: 005");
  CHECK(said("<submit>a</submit><respond>b</respond>") == "respond: b");
  CHECK(said("<respond>b</respond> <execute>q</execute>") == "execute: q");
  CHECK(said("<execute>a</execute><execute>b</execute>") == "execute: a");
  CHECK(said("<execute> \n</execute><respond>b</respond>") == "respond: b");
  CHECK(said("<execute></execute><execute>b</execute>") == "none");
  CHECK(said("<execute>a <respond>b</respond>") == "respond: b");
  CHECK(said("<respond>a<respond>b</respond>") == "respond: a<respond>b");
  CHECK(said("<Execute>q</Execute>") == "none");
  CHECK(said("SELECT Id FROM Case") == "none");
  CHECK(said("") == "none");
  CHECK(shown(action_of({{"content", nullptr}}, Protocol::act)) == "none");
  CHECK(shown(action_of(Json::object(), Protocol::act)) == "none");
}

TEST_CASE("action: calls are no actions of act, and tags none of tools") {
  const Json call = message_calling("get_issues", Json::object(), "call_1");
  CHECK(shown(action_of(call, Protocol::act)) == "none");
  CHECK(shown(action_of(message_executing("q"), Protocol::tool_call)) == "none");
}

TEST_CASE("action: the first call counts") {
  CHECK(called(R"([{"id": "1", "function": {"name": " get_issues ", "arguments": " {} "}}])") == "get_issues: {}");
  CHECK(called(R"([{"function": {"name": "a", "arguments": "{\"x\": [1, null]}"}}, {"function": {"name": "b"}}])") ==
        R"(a: {"x":[1,null]})");
  CHECK(called(R"([{"function": {"name": "a", "arguments": {"x": 1}}}])") == R"(a: {"x":1})");
  CHECK(called(R"([{"function": {"name": "a", "arguments": "[1]"}}])") == "a: [1]");
  for (const char* broken :
       {"[]", "null", "{}", "[null]", R"([{}])", R"([{"function": "a"}])", R"([{"function": {"name": "a"}}])",
        R"([{"function": {"name": "a", "arguments": "{x: 1}"}}])", R"([{"function": {"name": "a", "arguments": ""}}])",
        R"([{"function": {"name": "a", "arguments": 1}}])"}) {
    CAPTURE(broken);
    CHECK(called(broken) == "none");
  }
}

TEST_CASE("action: calls written as text") {
  CHECK(wrote("Action: get_issues\nAction Input: {}") == "get_issues: {}");
  CHECK(wrote("I look.\nAction:   get_period \nAction Input:\n{\"year\": 2021}\n") == R"(get_period: {"year":2021})");
  CHECK(wrote("Action: a\nAction Input: ```json\n{\"x\": {\"y\": 1}}\n```\nNow I wait.") == R"(a: {"x":{"y":1}})");
  CHECK(wrote("Action: a\nAction Input: ```\n{\"x\": 1}\n``` or {2}") == R"(a: {"x":1})");
  CHECK(wrote("Action: a\nAction Input: {\"x\": \"```\"}") == "a: {\"x\":\"```\"}");
  CHECK(wrote("Action: respond\nAction Input: {\"content\": \"None\"}") == R"(respond: {"content":"None"})");
  CHECK(wrote("The answer is 7.") == "respond: The answer is 7.");
  CHECK(wrote("") == "none");
  CHECK(wrote("Action: get_issues") == "none");
  CHECK(wrote("Action: get_issues\nAction Input: all") == "none");
  CHECK(wrote("Action:\nAction Input: {}") == "Action: {}");
  CHECK(wrote("Action: ?\nAction Input: {}") == "none");
}

TEST_CASE("action: a native call goes before text, which without text_calls is nothing") {
  Json message = message_calling("get_issues", Json::object(), "1");
  message["content"] = "Action: get_cases\nAction Input: {}";
  CHECK(shown(action_of(message, Protocol::tool_call, true)) == "get_issues: {}");
  message.erase("tool_calls");
  CHECK(shown(action_of(message, Protocol::tool_call)) == "none");
}

TEST_CASE("action: messages of agents that are no models read back") {
  CHECK(shown(action_of(message_executing("SELECT Id"), Protocol::act)) == "execute: SELECT Id");
  CHECK(shown(action_of(message_responding("It's \"7\"", Protocol::react, "1"), Protocol::react)) == "respond: It's \"7\"");
  CHECK(shown(action_of(message_responding("7", Protocol::tool_call, "1"), Protocol::tool_call)) ==
        R"(respond: {"content":"7"})");
  CHECK(message_calling("a", {{"x", 1}}, "call_7").dump() ==
        R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_7","type":"function",)"
        R"("function":{"name":"a","arguments":"{\"x\":1}"}}]})");
}
