// A scripted model plays episodes, to every end that there is (dataset.md 5.6).
#include <doctest/doctest.h>

#include "eval/agent.h"
#include "eval/episode_desk.h"
#include "eval/model_message.h"
#include "eval/scripted_model.h"

using namespace localorg;
using namespace localorg::eval;
using test::calling;
using test::saying;

namespace {

constexpr const char* kAnn = "005Te0000000001IAA";
constexpr const char* kIssues = "[{'Name': 'Late Delivery'}, {'Name': 'Wrong Size'}]";
constexpr const char* kNoField =
    "INVALID_FIELD: \nSELECT Nmae FROM Case\n       ^\nERROR at Row:1:Column:8\nNo such column 'Nmae' on entity 'Case'.";

using Script = std::vector<Json>;

// What became of an episode, and what the service was asked.
struct Played {
  Json record;
  Json requests;
  std::vector<long> pauses;

  const Json& info() const { return record["agent_info"]; }
  const Json& end() const { return info()["end_reason"]; }
  const Json& traj() const { return record["traj"]; }
  std::string last_content() const { return test::text_of(traj().back()["content"]); }
};

template <typename Change>
Played play(EnvironmentOptions how, const Script& script, Change change, const Task& task = test::task_with()) {
  Played played;
  test::set_script(script);
  test::Desk desk(how);
  desk.environment.reset(task);
  ModelOptions options;
  options.endpoint = test::options_for_service(played.pauses);
  change(options);
  auto agent = model_agent(std::move(options));
  REQUIRE(agent.has_value());
  (*agent)->play(desk.environment);
  CHECK(desk.environment.is_done());
  played.record = desk.record();
  played.requests = test::requests_made();
  return played;
}

Played play(EnvironmentOptions how, const Script& script) {
  return play(how, script, [](ModelOptions&) {});
}

Json executing(const std::string& query) { return saying("<execute>" + query + "</execute>"); }
Json responding(const std::string& answer) { return saying("<respond>" + answer + "</respond>"); }

Script times(std::size_t count, const Json& reply) { return Script(count, reply); }

}  // namespace

// ---- act and react

TEST_CASE("model: Submit action, in act and react") {
  for (const Protocol protocol : {Protocol::act, Protocol::react}) {
    const Script script = {
        test::with_usage(executing("SELECT Name FROM Issue__c"), 900, 20),
        test::with_usage(saying("<thought>Known.</thought><respond>It is 005Te0000000001IAA.</respond>"), 1000, 30)};
    const Played played =
        play({.protocol = protocol}, script, [](ModelOptions& options) { options.endpoint.prompt_price = 1; });
    CHECK(
        played.end().dump() ==
        R"({"source":"agent","message":"Submit action","content":"It is 005Te0000000001IAA.","parsed_answer":["005Te0000000001IAA"]})");
    CHECK(played.record["reward"] == 1);
    CHECK(played.info()["num_turns"].dump() == "[0,1]");
    CHECK(played.info()["observation_sizes"].dump() == "[2]");
    CHECK(played.info()["usage"].dump() ==
          R"({"cost":[0.0009,0.001],"completion_tokens":[20,30],"prompt_tokens":[900,1000],"total_tokens":[920,1030]})");
    CHECK(played.info()["total_cost"].get<double>() == doctest::Approx(0.0019));
    REQUIRE(played.traj().size() == 5);
    CHECK(played.traj()[2].dump() == R"({"role":"assistant","content":"<execute>SELECT Name FROM Issue__c</execute>"})");
    CHECK(played.traj()[3]["role"] == "user");
    CHECK(played.traj()[3]["content"] == "Salesforce instance output: " + std::string(kIssues));
    // The service is asked with the conversation so far, and without tools.
    REQUIRE(played.requests.size() == 2);
    CHECK(played.requests[1]["body"]["messages"].size() == 4);
    CHECK(played.requests[1]["body"]["messages"][3] == played.traj()[3]);
    CHECK_FALSE(played.requests[0]["body"].contains("tools"));
  }
}

TEST_CASE("model: Submit action by <submit>; usage lists stay empty where none is told") {
  const Played played = play({.protocol = Protocol::act}, {saying("<submit>None</submit>")});
  CHECK(played.end()["message"] == "Submit action");
  CHECK(played.record["reward"] == 0);
  CHECK(played.info()["usage"]["total_tokens"].dump() == "[]");
}

TEST_CASE("model: Invalid action, in act and react, is what a run of them ends with") {
  for (const Protocol protocol : {Protocol::act, Protocol::react}) {
    const Played played = play({.protocol = protocol, .max_turns = 3}, times(3, saying(" SELECT Name FROM Issue__c ")));
    CHECK(played.end().dump() == R"({"source":"agent","message":"Invalid action","content":"SELECT Name FROM Issue__c"})");
    CHECK(played.record["reward"] == 0);
    CHECK(played.info()["num_turns"].dump() == "[0,4]");
    CHECK(played.traj().size() == 8);
    CHECK(played.last_content().starts_with("That was no valid turn."));
    CHECK((played.last_content().find("<thought>") != std::string::npos) == (protocol == Protocol::react));
  }
}

TEST_CASE("model: SOQL/SOSL query error") {
  const Played played = play({.protocol = Protocol::act, .max_turns = 1}, {executing("SELECT Nmae FROM Case")});
  CHECK(played.end()["source"] == "agent");
  CHECK(played.end()["message"] == "SOQL/SOSL query error");
  CHECK(played.end()["content"].get<std::string>().starts_with(kNoField));
  CHECK(played.last_content().starts_with("Salesforce instance output: " + std::string(kNoField)));
  CHECK(played.info()["observation_sizes"].dump() == "[]");
  CHECK(played.info()["num_turns"].dump() == "[0,2]");
}

TEST_CASE("model: a query error is not what an episode ends with that went on") {
  const Script script = {executing("SELECT Nmae FROM Case"), responding(kAnn)};
  const Played played = play({.protocol = Protocol::react}, script);
  CHECK(played.end()["message"] == "Submit action");
  CHECK(played.record["reward"] == 1);
}

TEST_CASE("model: Max turns reached: 20 by default") {
  const Played played = play({.protocol = Protocol::act}, times(20, executing("SELECT Name FROM Issue__c")));
  CHECK(played.end().dump() ==
        R"({"source":"agent","message":"Max turns reached","content":"<execute>SELECT Name FROM Issue__c</execute>"})");
  CHECK(played.info()["num_turns"].dump() == "[0,21]");
  CHECK(played.info()["observation_sizes"].size() == 20);
  CHECK(played.requests.size() == 20);
  CHECK(played.traj().size() == 42);
}

TEST_CASE("model: a crash of upstream's connector: records with different fields") {
  const Script script = {executing("FIND {Late} RETURNING Issue__c(Name), Case(Subject)")};
  const Played played = play({.protocol = Protocol::react}, script);
  CHECK(played.info().dump() == R"({"source":"api","content":"Error: 'Name'"})");
  CHECK(played.record["failure"] == "environment");
  CHECK(played.record["reward"] == 0);
}

// ---- Interactive episodes

TEST_CASE("model: Submit action of an interactive episode: the last reply counts") {
  const Script script = {responding("Which Id?"), executing("SELECT Name FROM Issue__c"), responding(kAnn)};
  const Played played = play({.protocol = Protocol::react, .is_interactive = true}, script);
  CHECK(played.end()["message"] == "Submit action");
  CHECK(played.record["reward"] == 1);
  CHECK(played.info()["num_turns"].dump() == "[2,1]");
  CHECK(played.traj()[1]["content"] == "Who was the fastest?");
  CHECK(played.traj()[3]["content"] == "Say the Id.");
  CHECK(played.traj()[0]["content"].get<std::string>().find("Only closed cases count.") == std::string::npos);
}

TEST_CASE("model: giving up ends an interactive episode") {
  const Played played = play({.protocol = Protocol::react, .is_interactive = true}, {responding("?"), responding("None")});
  CHECK(played.end()["message"] == "Submit action");
  CHECK(played.end()["content"] == "None");
  CHECK(played.record["reward"] == 0);
}

TEST_CASE("model: Respond action and Max user turns reached") {
  const EnvironmentOptions how = {.protocol = Protocol::act, .max_user_turns = 2, .is_interactive = true};
  Script script = {responding("?"), responding("?"), executing("SELECT Name FROM Issue__c")};
  Played played = play(how, script);
  CHECK(played.end().dump() == R"({"source":"user","message":"Max user turns reached","content":"SELECT Name FROM Issue__c"})");
  CHECK(played.info()["num_turns"].dump() == "[2,2]");
  CHECK(played.record["reward"] == 0);
  // A reply beyond the last turn is the user's to answer once more, which then is the reason (observed of upstream).
  script[2] = responding("Sorry");
  played = play(how, script);
  CHECK(played.end().dump() == R"({"source":"user","message":"Respond action","content":"That is all I know."})");
  CHECK(played.info()["num_turns"].dump() == "[3,1]");
  script[2] = executing("SELECT Nmae FROM Case");
  CHECK(play(how, script).end()["message"] == "SOQL/SOSL query error");
}

TEST_CASE("model: Max turns reached in an interactive episode counts from the last reply") {
  const EnvironmentOptions how = {.protocol = Protocol::act, .max_turns = 2, .is_interactive = true};
  const Json query = executing("SELECT Name FROM Issue__c");
  const Played played = play(how, {query, responding("?"), query, query});
  CHECK(played.end()["message"] == "Max turns reached");
  CHECK(played.info()["num_turns"].dump() == "[1,3]");
}

// ---- Calls

TEST_CASE("model: Submit action of tools: the letter counts") {
  for (const Protocol protocol : {Protocol::tool_call, Protocol::tool_call_flex}) {
    const Script script = {test::with_usage(calling("get_issues", "{}", "call_a"), 10, 1),
                           calling("respond", R"({"content": "005Te0000000001IAA"})")};
    const Played played = play({.protocol = protocol}, script);
    CHECK(played.end().dump() == R"({"source":"agent","message":"Submit action","content":"005Te0000000001IAA"})");
    CHECK(played.record["reward"] == 1);
    CHECK(played.info()["num_turns"] == 2);
    CHECK(played.info()["usage"]["total_tokens"].dump() == "[11]");
    REQUIRE(played.traj().size() == 5);
    CHECK(
        played.traj()[2].dump() ==
        R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_a","type":"function","function":{"name":"get_issues","arguments":"{}"}}]})");
    CHECK(
        played.traj()[3].dump() ==
        R"json({"role":"tool","tool_call_id":"call_a","name":"get_issues","content":"[{'Id': 'a1MTe0000000001MAA', 'Name': 'Late Delivery'}, {'Id': 'a1MTe0000000002MAA', 'Name': 'Wrong Size'}]"})json");
    CHECK(played.requests[0]["body"]["tools"].size() == (protocol == Protocol::tool_call ? 25 : 27));
    CHECK(played.requests[1]["body"]["messages"] ==
          Json(Json::array({played.traj()[0], played.traj()[1], played.traj()[2], played.traj()[3]})));
  }
}

TEST_CASE("model: tool_call error: NAME is left by any call, errors and results alike") {
  const EnvironmentOptions how = {.protocol = Protocol::tool_call_flex, .max_turns = 1};
  Played played = play(how, {calling("get_issues", "{}")});
  CHECK(played.end()["source"] == "tool");
  CHECK(played.end()["message"] == "tool_call error: get_issues");
  CHECK(played.end()["content"] == played.last_content());
  CHECK(played.info()["num_turns"] == 1);
  played = play(how, {calling("issue_soql_query", R"({"query": "SELECT Nmae FROM Case"})")});
  CHECK(played.end()["message"] == "tool_call error: issue_soql_query");
  CHECK(played.end()["content"].get<std::string>().starts_with(kNoField));
  played = play(how, {calling("get_period", "{}")});
  CHECK(played.end()["message"] == "tool_call error: get_period");
  CHECK(played.end()["content"].get<std::string>().starts_with("Error: "));
  played = play(how, {calling("respond", R"({"answer": "x"})")});
  CHECK(played.end().dump() == R"({"source":"tool","message":"tool_call error: respond","content":"Error: 'content'"})");
}

TEST_CASE("model: Invalid tool: NAME") {
  Played played = play({.protocol = Protocol::tool_call, .max_turns = 1}, {calling("get_weather", "{}")});
  CHECK(played.end().dump() ==
        R"({"source":"agent","message":"Invalid tool: get_weather","content":"Unknown action get_weather"})");
  CHECK(played.last_content() == "Unknown action get_weather");
  // The free queries are of tool_call_flex alone.
  played = play({.protocol = Protocol::tool_call, .max_turns = 1},
                {calling("issue_soql_query", R"({"query": "SELECT Id FROM Case"})")});
  CHECK(played.end()["message"] == "Invalid tool: issue_soql_query");
}

TEST_CASE("model: Invalid action of tools: text instead of a call, arguments that are no JSON") {
  const EnvironmentOptions how = {.protocol = Protocol::tool_call, .max_turns = 2};
  Played played = play(how, times(2, saying("The answer is 7.")));
  CHECK(played.end().dump() == R"({"source":"agent","message":"Invalid action","content":"The answer is 7."})");
  CHECK(played.traj()[3]["role"] == "user");
  CHECK(played.last_content().starts_with("That was no valid turn. Call one of the functions"));
  played = play(how, times(2, calling("get_cases", R"({"case_ids": ["500)", "call_b")));
  CHECK(played.end().dump() == R"({"source":"agent","message":"Invalid action","content":""})");
  CHECK(played.traj()[3]["tool_call_id"] == "call_b");
  CHECK(played.last_content().starts_with("The arguments of that call are not valid JSON."));
  // The record keeps what was said; a service that reads arguments gets JSON.
  CHECK(played.traj()[2]["tool_calls"][0]["function"]["arguments"] == R"({"case_ids": ["500)");
  CHECK(played.requests[1]["body"]["messages"][2]["tool_calls"][0]["function"]["arguments"] ==
        R"({"text":"{\"case_ids\": [\"500"})");
}

TEST_CASE("model: turns of tools are limited, too") {
  const Played played = play({.protocol = Protocol::tool_call}, times(20, calling("get_issues", "{}")));
  CHECK(played.end()["message"] == "tool_call error: get_issues");
  CHECK(played.info()["num_turns"] == 20);
}

TEST_CASE("model: several calls: the first counts and the others are forgotten") {
  Json reply = calling("get_issues", "{}", "call_a");
  reply["message"]["tool_calls"].push_back(calling("respond", "{}", "call_b")["message"]["tool_calls"][0]);
  const Played played = play({.protocol = Protocol::tool_call, .max_turns = 1}, {reply});
  CHECK(played.end()["message"] == "tool_call error: get_issues");
  CHECK(played.traj()[2]["tool_calls"].size() == 1);
}

// ---- Calls written as text

TEST_CASE("model: text calls to each end") {
  const EnvironmentOptions how = {.protocol = Protocol::tool_call_flex, .max_turns = 2, .text_calls = true};
  Script script = {saying("Action: get_issues\nAction Input: {}"),
                   saying("Action: respond\nAction Input: {\"content\": \"005Te0000000001IAA\"}")};
  Played played = play(how, script);
  CHECK(played.end()["message"] == "Submit action");
  CHECK(played.record["reward"] == 1);
  CHECK(played.traj()[3]["role"] == "user");
  CHECK(played.traj()[3]["content"].get<std::string>().starts_with("Salesforce instance output: [{'Id': 'a1M"));
  CHECK_FALSE(played.requests[0]["body"].contains("tools"));
  CHECK(played.requests[0]["body"]["messages"][0]["content"].get<std::string>().find("Action Input:") != std::string::npos);
  CHECK(play(how, {saying(kAnn)}).record["reward"] == 1);
  CHECK(play(how, times(2, saying("Action: get_issues\nAction Input: {}"))).end()["message"] == "tool_call error: get_issues");
  CHECK(play(how, times(2, saying("Action: get_x\nAction Input: {}"))).end()["message"] == "Invalid tool: get_x");
  played = play(how, times(2, saying("Action: get_issues")));
  CHECK(played.end()["message"] == "Invalid action");
  CHECK(played.last_content().find("Action Input:") != std::string::npos);
}

// ---- Faults of the service are not the agent's

TEST_CASE("model: a service that fails for a while does not show in the record") {
  const Json busy = {{"status", 429}, {"headers", {{"Retry-After", "3"}}}, {"json", Json::object()}};
  const Script script = {busy,
                         executing("SELECT Name FROM Issue__c"),
                         {{"status", 500}},
                         {{"body", "garbage"}},
                         {{"message", {{"content", "x"}}}, {"drop", true}},
                         responding(kAnn)};
  const Script calm = {executing("SELECT Name FROM Issue__c"), responding(kAnn)};
  const Played played = play({.protocol = Protocol::act}, script);
  CHECK(played.record == play({.protocol = Protocol::act}, calm).record);
  CHECK(played.pauses.size() == 4);
  CHECK(played.pauses[0] == 3000);
}

TEST_CASE("model: a service that fails for good is the environment's failure") {
  const Played played =
      play({.protocol = Protocol::act}, times(6, {{"status", 500}, {"json", {{"error", {{"message", "broken"}}}}}}));
  CHECK(played.info().dump() ==
        R"json({"source":"api","content":"Error: the model service: 500 broken (after 6 attempts)"})json");
  CHECK(played.record["failure"] == "environment");
  const auto with_key = [](ModelOptions& options) { options.endpoint.key = "sk-1234567890"; };
  const Json refusal = {{"status", 401}, {"json", {{"error", {{"message", "bad key: sk-1234567890"}}}}}};
  const Played refused = play({.protocol = Protocol::act}, {refusal}, with_key);
  CHECK(refused.info()["content"] == "Error: the model service: 401 bad key: ***");
  CHECK(refused.record["failure"] == "environment");
  CHECK(refused.record.dump().find("sk-1234567890") == std::string::npos);
}

TEST_CASE("model: a conversation that grows too long is the agent's failure") {
  const Json full = {{"status", 400}, {"json", {{"error", {{"message", "too long"}, {"code", "context_length_exceeded"}}}}}};
  const Played played = play({.protocol = Protocol::act}, {test::with_usage(executing("SELECT Id FROM Case"), 50, 5), full});
  CHECK(
      played.info().dump() ==
      R"({"source":"api","content":"Error: the model service: 400 too long","usage":{"cost":[0.0],"completion_tokens":[5],"prompt_tokens":[50],"total_tokens":[55]}})");
  CHECK(played.record["failure"] == "agent");
}

TEST_CASE("model: limits on tokens and time are the agent's") {
  const Json query = test::with_usage(executing("SELECT Name FROM Issue__c"), 90, 10);
  const auto few_tokens = [](ModelOptions& options) { options.limits.tokens = 150; };
  Played played = play({.protocol = Protocol::act}, {query, query, query}, few_tokens);
  CHECK(played.info()["content"] == "Error: the model's tokens are used up");
  CHECK(played.record["failure"] == "agent");
  CHECK(played.requests.size() == 2);
  // An answer counts that came with the last tokens.
  played = play({.protocol = Protocol::act}, {query, test::with_usage(responding(kAnn), 90, 10)}, few_tokens);
  CHECK(played.record["reward"] == 1);
  const auto little_time = [](ModelOptions& options) { options.limits.seconds = 0.05; };
  played = play({.protocol = Protocol::act}, times(1, {{"silent", true}}), little_time);
  CHECK(played.info()["content"] == "Error: the model did not answer in time");
  CHECK(played.record["failure"] == "agent");
}

TEST_CASE("model: trials have seeds of their own, and one agent plays many episodes") {
  std::vector<long> pauses;
  test::set_script({responding(kAnn), responding(kAnn)});
  test::Desk desk({.protocol = Protocol::act});
  ModelOptions options;
  options.endpoint = test::options_for_service(pauses);
  options.endpoint.seed = 5;
  const auto agent = model_agent(options);
  REQUIRE(agent.has_value());
  const Task task = test::task_with();
  for (const int trial : {0, 3}) {
    desk.environment.reset(task, trial);
    (*agent)->play(desk.environment);
    CHECK(desk.record()["reward"] == 1);
  }
  CHECK(test::requests_made()[0]["body"]["seed"] == 5);
  CHECK(test::requests_made()[1]["body"]["seed"] == 8);
}

TEST_CASE("model: options that cannot work") {
  ModelOptions options;
  options.endpoint.base_url = "nowhere";
  CHECK(model_agent(options).error().errorCode == ErrorCode::USAGE);
}

// ---- What models say in other ways

TEST_CASE("model: replies of all kinds are turns") {
  const EnvironmentOptions how = {.protocol = Protocol::tool_call, .max_turns = 1};
  for (const char* reply :
       {R"({"message": {}})", R"({"message": {"content": null}, "finish_reason": "content_filter"})",
        R"({"message": {"content": "Half an ans"}, "finish_reason": "length"})",
        R"({"message": {"role": "tool", "content": 5}})", R"({"message": {"content": null, "refusal": "I cannot."}})",
        R"({"message": {"content": "", "tool_calls": null}})", R"({"message": {"tool_calls": [null]}})",
        R"({"message": {"tool_calls": [{"id": 5, "function": {}}]}})",
        R"({"message": {"content": {"a": 1}, "tool_calls": [{"function": {"name": "get_issues", "arguments": "{\"a"}}]}})"}) {
    CAPTURE(reply);
    const Played played = play(how, {*parse_json(reply, "reply")});
    CHECK(played.record["reward"] == 0);
    CHECK(played.info()["num_turns"] == 1);
    CHECK(played.end()["source"] != "");
    CHECK(play({.protocol = Protocol::react, .max_turns = 1}, {*parse_json(reply, "reply")}).end()["message"] ==
          "Invalid action");
  }
}

TEST_CASE("model_message: what is kept") {
  const auto kept = [](const char* message, const std::vector<std::string>& fields = {}) {
    return message_from_model(*parse_json(message, "message"), 4, fields).dump();
  };
  CHECK(kept(R"({"content": " a "})") == R"({"role":"assistant","content":" a "})");
  CHECK(kept(R"({"content": "a", "reasoning_content": "long", "audio": null, "tool_calls": []})") ==
        R"({"role":"assistant","content":"a"})");
  CHECK(kept(R"({"content": "a", "reasoning_details": [1]})", {"reasoning_details", "other", "content"}) ==
        R"({"role":"assistant","content":"a","reasoning_details":[1]})");
  CHECK(kept(R"({"content": null, "refusal": "No."})") == R"({"role":"assistant","content":"No."})");
  CHECK(
      kept(
          R"({"content": [{"type": "thinking", "thinking": "x"}, {"type": "text", "text": "a"}, {"type": "text", "text": "b"}]})") ==
      R"({"role":"assistant","content":"ab"})");
  CHECK(
      kept(R"({"tool_calls": [{"index": 0, "function": {"name": "f"}, "extra_content": {"signature": "s"}}]})") ==
      R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_4","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"signature":"s"}}]})");
  CHECK(
      kept(R"({"content": "c", "tool_calls": [{"id": "x", "function": {"name": "f", "arguments": {"a": 1}}}]})") ==
      R"({"role":"assistant","content":"c","tool_calls":[{"id":"x","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]})");
}

TEST_CASE("model_message: thought inside the content is left out") {
  const auto kept = [](const char* content) {
    return test::text_of(message_from_model({{"content", content}}, 1, {})["content"]);
  };
  CHECK(kept("<think>\n<execute>draft</execute>\n</think>\n\n<respond>a</respond>") == "<respond>a</respond>");
  CHECK(kept(" <think></think>a") == "a");
  CHECK(kept("thought without its beginning</think> a") == "a");
  CHECK(kept("<think> without an end") == "");
  CHECK(kept("I <think> so") == "I <think> so");
  CHECK(kept("<thought>stays</thought>") == "<thought>stays</thought>");
}

TEST_CASE("model_message: a model without a system role gets its message from the user") {
  const Script script = {executing("SELECT Name FROM Issue__c"), responding(kAnn)};
  const Played played = play({.protocol = Protocol::act}, script, [](ModelOptions& options) { options.joins_system = true; });
  const Json& asked = played.requests[1]["body"]["messages"];
  REQUIRE(asked.size() == 3);
  CHECK(asked[0]["role"] == "user");
  CHECK(asked[0]["content"] == played.traj()[0]["content"].get<std::string>() + "\n\nWho was the fastest? Say the Id.");
  CHECK(played.traj().size() == 5);
  CHECK(played.traj()[0]["role"] == "system");
}
