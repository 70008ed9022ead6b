// Episodes turn by turn, prompts, and the scripted user.  Sources: dataset.md 5.1 to 5.7 (observed of upstream) unless noted.
#include "eval/environment.h"

#include "eval/episode_desk.h"

using namespace localorg;
using namespace localorg::eval;
using test::Desk;

namespace {

constexpr const char* kAnn = "005Te0000000001IAA";

Json called(const char* name, const Json& arguments = Json::object()) { return message_calling(name, arguments, "call_1"); }

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("environment: the first messages") {
  Desk desk({.protocol = Protocol::react});
  const Task task = test::task_with();
  desk.environment.reset(task);
  const Json& messages = desk.environment.messages();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0]["role"] == "system");
  CHECK(messages[1].dump() == R"({"role":"user","content":"Who was the fastest? Say the Id."})");
  const std::string system = messages[0]["content"];
  CHECK(holds(system, "<thought>"));
  CHECK(holds(system, "Case\n  - Id: "));
  CHECK(system.ends_with("\n\n# What holds for this task\nOnly closed cases count."));
}

TEST_CASE("prompts: parts by protocol") {
  const Prompts prompts = Desk::prompts_of();
  Task task = test::task_with();
  const auto prompt = [&](Protocol protocol, bool text_calls = false) {
    return prompts.system_prompt(task, protocol, false, true, text_calls);
  };
  CHECK_FALSE(holds(prompt(Protocol::act), "<thought>"));
  CHECK(holds(prompt(Protocol::act), "# The org\nObjects: "));
  CHECK_FALSE(holds(prompt(Protocol::tool_call), "# The org"));
  CHECK(holds(prompt(Protocol::tool_call_flex), "# The org"));
  CHECK(holds(prompt(Protocol::act), "employees"));
  task.task = "knowledge_qa";
  CHECK(holds(prompt(Protocol::act), "customers"));
  CHECK_FALSE(holds(prompt(Protocol::tool_call), "Action Input:"));
  const std::string text = prompt(Protocol::tool_call, true);
  CHECK(holds(text, "Action Input:"));
  CHECK(holds(text, "\n{\"name\":\"get_issues\",\"description\":\"All issues.\",\"parameters\":"));
  CHECK_FALSE(holds(text, "issue_soql_query"));
  const std::string flex = prompt(Protocol::tool_call_flex, true);
  CHECK(flex.find("issue_sosl_query") < flex.find("# The org"));
  CHECK_FALSE(holds(prompt(Protocol::act, true), "Action Input:"));
}

TEST_CASE("prompts: facts of the task") {
  const Prompts prompts = Desk::prompts_of();
  Task task = test::task_with();
  const auto end_of = [&](bool is_aided, bool tells_required) {
    const std::string prompt = prompts.system_prompt(task, Protocol::tool_call, is_aided, tells_required);
    return prompt.substr(prompt.find("the answer is None.") + 19);
  };
  CHECK(end_of(false, false) == "");
  CHECK(end_of(false, true) == "\n\n# What holds for this task\nOnly closed cases count.");
  CHECK(end_of(true, true) == "\n\n# What holds for this task\nOnly closed cases count.\n\nWinter is December to February.");
  CHECK(end_of(true, false) == "\n\nWinter is December to February.");
  task.required = task.optional = "";
  CHECK(end_of(true, true) == "");
}

TEST_CASE("prompts: tools of the protocols, without what providers refuse") {
  const Prompts prompts = Desk::prompts_of();
  CHECK(prompts.tools(Protocol::react) == Json::array());
  CHECK(prompts.tools(Protocol::tool_call).size() == 25);
  CHECK(prompts.tools(Protocol::tool_call_flex).size() == 27);
  CHECK_FALSE(holds(prompts.tools(Protocol::tool_call_flex).dump(), "\"returns\""));
}

TEST_CASE("environment: observations as Python or JSON prints them") {
  const char* query = "SELECT Subject, Account.ShippingState, Description FROM Case WHERE Id = '500Te0000000003IAA'";
  const Task task = test::task_with();
  Desk python({.protocol = Protocol::act});
  python.environment.reset(task);
  CHECK(
      python.environment.turn(message_executing(query)) ==
      "[{'Subject': 'Wrong Size', 'Account': OrderedDict([('attributes', OrderedDict([('type', 'Account'), ('url', "
      "'/services/data/v59.0/sobjects/Account/001Te0000000001IAA')])), ('ShippingState', 'CA')]), 'Description': 'It is about "
      "an order.'}]");
  Desk json({.protocol = Protocol::act, .observations = Observations::json});
  json.environment.reset(task);
  CHECK(json.environment.turn(message_executing("SELECT Name FROM Issue__c")) ==
        R"([{"Name":"Late Delivery"},{"Name":"Wrong Size"}])");
  CHECK(json.environment.turn(message_executing("SELECT COUNT() FROM Case")) == "[]");
  CHECK(json.environment.turn(message_executing("```sql\nSELECT  Name\nFROM Issue__c LIMIT 1```")).starts_with("[{"));
  CHECK(json.info()["observation_sizes"].dump() == "[2,0,1]");
}

TEST_CASE("environment: a dictionary of counts is a defaultdict in Python") {
  Desk desk({.protocol = Protocol::tool_call});
  const Task task = test::task_with();
  desk.environment.reset(task);
  const Json winter = {{"start_date", "2021-12-01T00:00:00Z"}, {"end_date", "2022-03-01T00:00:00Z"}};
  CHECK(desk.environment.turn(called("get_agent_handled_cases_by_period", winter)) ==
        "defaultdict(<class 'int'>, {'005Te0000000001IAA': 4, '005Te0000000002IAA': 5, '005Te0000000003IAA': 4})");
}

TEST_CASE("environment: every query and call is noted") {
  Desk desk({.protocol = Protocol::tool_call_flex});
  const Task task = test::task_with();
  desk.environment.reset(task);
  desk.environment.turn(called("get_issues"));
  desk.environment.turn(called("issue_soql_query", {{"query", "SELECT Nmae FROM Case"}}));
  desk.environment.turn(called("nothing"));
  REQUIRE(desk.environment.calls().size() == 2);
  const Call& first = desk.environment.calls()[0];
  CHECK(first.turn == 1);
  CHECK(first.name == "get_issues");
  CHECK(first.rows == 2);
  CHECK(first.error.empty());
  const Call& second = desk.environment.calls()[1];
  CHECK(second.turn == 2);
  CHECK_FALSE(second.rows.has_value());
  CHECK(second.error.starts_with("INVALID_FIELD: "));
  desk.environment.reset(task);
  CHECK(desk.environment.calls().empty());
}

TEST_CASE("environment: what an answer to tools is worth: to the letter") {
  const auto reward = [](const Json& content, std::vector<Answer> answers, const char* metric = "exact_match") {
    Desk desk({.protocol = Protocol::tool_call});
    Task task = test::task_with(std::move(answers));
    task.reward_metric = metric;
    desk.environment.reset(task);
    CHECK(desk.environment.turn(called("respond", {{"content", content}})) == "DONE");
    CHECK(desk.environment.is_done());
    return desk.record()["reward"];
  };
  CHECK(reward(kAnn, {kAnn}) == 1);
  CHECK(reward(std::string(kAnn) + " ", {kAnn}) == 0);
  CHECK(reward("None", {std::nullopt}) == 1);
  CHECK(reward(nullptr, {std::nullopt}) == 1);
  CHECK(reward("none", {std::nullopt}) == 0);
  CHECK(reward(7, {"7"}) == 1);
  CHECK(reward("a refund", {"The refund"}, "fuzzy_match")["f1"] == 1.0);
}

TEST_CASE("environment: what an answer in tags is worth: as it can be read") {
  const auto reward = [](const char* reply) {
    Desk desk({.protocol = Protocol::react});
    const Task task = test::task_with();
    desk.environment.reset(task);
    desk.environment.turn(message_responding(reply, Protocol::react, ""));
    return desk.record()["reward"];
  };
  CHECK(reward("'005Te0000000001IAA'") == 1);
  CHECK(reward("The agent is 005Te0000000001IAA.") == 1);
  CHECK(reward("005Te0000000002IAA") == 0);
  CHECK(reward("None") == 0);
}

TEST_CASE("environment: a break ends the episode with a reward of 0") {
  Desk desk({.protocol = Protocol::act});
  const Task task = test::task_with();
  desk.environment.reset(task);
  desk.environment.turn(message_executing("SELECT Id FROM Case"), TurnUsage{0.25, 10, 2});
  desk.environment.break_off(Failure::environment, "gone");
  CHECK(desk.environment.is_done());
  const Json record = desk.record();
  CHECK(record["failure"] == "environment");
  CHECK(record["reward"] == 0);
  CHECK(record["agent_info"].dump() ==
        R"({"source":"api","content":"Error: gone","usage":{"cost":[0.25],"completion_tokens":[2],"prompt_tokens":[10],)"
        R"("total_tokens":[12]}})");
}

TEST_CASE("environment: messages with broken calls are turns like others") {
  Desk desk({.protocol = Protocol::tool_call});
  const Task task = test::task_with();
  for (const char* broken : {R"({"tool_calls": [null]})", R"({"tool_calls": {}})", R"({"tool_calls": [{"id": 5}]})", "{}",
                             R"({"content": ["x"]})", R"({"content": 5, "tool_calls": [{"function": {"name": 7}}]})"}) {
    CAPTURE(broken);
    desk.environment.reset(task);
    CHECK(desk.environment.turn(*parse_json(broken, "message")) != "");
    CHECK(desk.info()["end_reason"]["message"] == "Invalid action");
    CHECK(desk.environment.messages().size() == 4);
    CHECK_FALSE(desk.environment.is_done());
  }
}

TEST_CASE("environment: respond without content is an error of the tool") {
  Desk desk({.protocol = Protocol::tool_call});
  const Task task = test::task_with();
  desk.environment.reset(task);
  for (const Json& arguments : {Json::object(), Json::array(), Json("005")}) {
    CHECK(desk.environment.turn(called("respond", arguments)) == "Error: 'content'");
    CHECK(desk.info()["end_reason"]["message"] == "tool_call error: respond");
  }
  CHECK_FALSE(desk.environment.is_done());
}

TEST_CASE("scripted user: sentences and lines in order, then nothing more; content with the right answer") {
  const Task task = test::task_with();
  ScriptedUser user(task);
  CHECK(user.opening() == "Who was the fastest?");
  CHECK(user.answer("Which Id?") == "Say the Id.");
  CHECK(user.answer("005Te0000000002IAA") == "Only closed cases count.");
  CHECK(user.answer("None of them?") == "That is all I know.");
  CHECK(user.answer(" ... ") == "That is all I know.");
  CHECK(user.answer("It is 005Te0000000001IAA, Ann.") == "###STOP###");
  CHECK(user.answer("None") == "###STOP###");
  CHECK(user.answer(" 'none.' ") == "###STOP###");
}

TEST_CASE("scripted user: what ends a sentence") {
  Task task = test::task_with({std::nullopt});
  task.query = "It costs 3.50 dollars. Case\tA!\nNext line without an end\n\n  Wait...  ok?";
  task.required = "";
  ScriptedUser user(task);
  CHECK(user.opening() == "It costs 3.50 dollars.");
  CHECK(user.answer("?") == "Case\tA!");
  CHECK(user.answer("?") == "Next line without an end");
  CHECK(user.answer("?") == "Wait...");
  CHECK(user.answer("?") == "ok?");
  CHECK(user.answer("?") == "That is all I know.");
  CHECK(user.answer("None") == "###STOP###");
  Task silent;
  silent.answers = {std::nullopt};
  CHECK(ScriptedUser(silent).opening() == "Hello.");
}
