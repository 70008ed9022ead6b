// The shapes of records are those of dataset.md 5.6; the records themselves are made up.
#include "eval/result.h"

#include <doctest/doctest.h>

using namespace localorg;
using namespace localorg::eval;

namespace {

// One turn of a chat agent.
const std::string kChat =
    R"({"task_id":1402,"task_type":"case_routing","gt_answer":["005Lo000000000gIAA"],"reward":1,"agent_info":)"
    R"({"observation_sizes":[0,2],"end_reason":{"source":"agent","message":"Submit action","content":"It is 005Lo000000000gIAA",)"
    R"("parsed_answer":["005Lo000000000gIAA"]},"usage":{"cost":[0.25,0.5],"completion_tokens":[6,8],"prompt_tokens":[40,50],)"
    R"("total_tokens":[46,58]},"total_cost":0.75,"num_turns":[0,1]},"traj":[{"role":"system","content":"s"}]})";
// A tool agent that ran out of turns; a service that tells no costs.
const std::string kTools =
    R"({"task_id":3,"task_type":"knowledge_qa","gt_answer":"90 days","reward":{"em":false,"f1":0.5,"bleu":0.0,"rouge":)"
    R"({"rouge-1":0.5,"rouge-2":0.0,"rouge-l":0.5}},"agent_info":{"observation_sizes":[],"end_reason":{"source":"tool",)"
    R"("message":"tool_call error: get_cases","content":[{"Id":"x"}]},"usage":{"cost":[null,null],"completion_tokens":[1,1],)"
    R"("prompt_tokens":[2,2],"total_tokens":[3,3]},"num_turns":20},"traj":[{"role":"assistant","content":"","tool_calls":)"
    R"([{"id":"1","function":{"name":"respond","arguments":"{\"content\": \"ninety days\"}"}}]}]})";
// A crash.
const std::string kCrash =
    R"({"task_id":700,"task_type":"handle_time","gt_answer":null,"reward":0,"agent_info":{"source":"api","content":)"
    R"("Error: 'Title'"},"traj":[]})";
// A talk with a user that ran out of turns.
const std::string kTalk =
    R"({"task_id":9,"task_type":"case_routing","gt_answer":[null],"reward":0,"agent_info":{"observation_sizes":[1],"end_reason":)"
    R"({"source":"user","message":"Max user turns reached","content":"SELECT Id FROM Case"},"usage":{"cost":[],)"
    R"("completion_tokens":[],"prompt_tokens":[],"total_tokens":[]},"total_cost":0,"num_turns":[10,2]},"traj":[)"
    R"({"role":"assistant","content":"<thought>a</thought>\n<respond> None </respond>"},{"role":"user","content":"Sure?"},)"
    R"({"role":"assistant","content":"<execute>SELECT Id FROM Case</execute><respond>too early</respond>"},)"
    R"({"role":"user","content":"<respond>not mine</respond>"}]})";

Episode read(const std::string& text) {
  const auto file = read_results("[" + text + "]", "r.json");
  REQUIRE_MESSAGE(file.has_value(), (file ? "" : file.error().message));
  REQUIRE(file->episodes.size() == 1);
  return file->episodes.front();
}

Episode with_message(const std::string& message) {
  return read(R"({"task_id":1,"task_type":"x","gt_answer":"y","traj":[)" + message + "]}");
}

}  // namespace

TEST_CASE("a chat agent's record") {
  const Episode episode = read(kChat);
  CHECK(episode.task_id == 1402);
  CHECK(episode.gt_answers == std::vector<Answer>{"005Lo000000000gIAA"});
  CHECK(episode.gt_in_list);
  CHECK(episode.reward == 1);
  CHECK(episode.user_turns == 0);
  CHECK(episode.num_turns == 1);
  CHECK(turns_of(episode) == 2);  // the calls of the model, not of the last answer alone
  CHECK(episode.total_cost == 0.75);
  CHECK(episode.usage.total_tokens == std::vector<std::int64_t>{46, 58});
  CHECK(episode.observation_sizes == std::vector<std::int64_t>{0, 2});
  CHECK(reply_of(episode) == "It is 005Lo000000000gIAA");
  CHECK(episode.end_reason.parsed_answer.dump() == R"(["005Lo000000000gIAA"])");
  CHECK(!episode.failure);
}

TEST_CASE("a tool agent's record") {
  const Episode episode = read(kTools);
  CHECK(episode.gt_answers == std::vector<Answer>{"90 days"});
  CHECK(!episode.gt_in_list);
  CHECK(episode.reward["f1"] == 0.5);
  CHECK(episode.num_turns == 20);
  CHECK(!episode.user_turns);
  CHECK(episode.end_reason.content == R"([{"Id":"x"}])");
  CHECK(episode.total_cost == 0);
  CHECK(episode.usage.cost == std::vector<double>{0, 0});
  CHECK(reply_of(episode) == "ninety days");
}

TEST_CASE("a crash is the environment's failure") {
  const Episode episode = read(kCrash);
  CHECK(episode.failure == Failure::environment);
  CHECK(episode.error == "Error: 'Title'");
  CHECK(episode.gt_answers == std::vector<Answer>{std::nullopt});
  CHECK(!reply_of(episode));
  CHECK(turns_of(episode) == 0);
}

TEST_CASE("a talk's last respond counts, but for one beside an execute") {
  const Episode episode = read(kTalk);
  CHECK(reply_of(episode) == "None");
  CHECK(episode.user_turns == 10);
  CHECK(turns_of(episode) == 2);  // no usage: the assistant's messages
}

TEST_CASE("replies in the older tag, as an object, in words") {
  CHECK(reply_of(with_message(R"({"role":"assistant","content":"<submit>\nMay\n</submit>"})")) == "May");
  CHECK(
      reply_of(with_message(
          R"({"role":"assistant","content":null,"tool_calls":[{"function":{"name":" submit ","arguments":{"content":"a"}}}]})")) ==
      "a");
  CHECK(reply_of(with_message(R"({"role":"assistant","content":"Action: respond\nAction Input: {\"content\": \"CA\"}"})")) ==
        "CA");
  CHECK(!reply_of(with_message(R"({"role":"assistant","content":"Action: get_cases\nAction Input: {\"content\": \"CA\"}"})")));
  CHECK(!reply_of(with_message(R"({"role":"assistant","content":"<respond>never closed"})")));
  CHECK(
      !reply_of(with_message(R"({"role":"assistant","tool_calls":[{"function":{"name":"respond","arguments":"{broken"}}]})")));
}

TEST_CASE("records are written as they were read, with a trial") {
  CHECK(
      to_json(read(kCrash)).dump() ==
      R"({"task_id":700,"task_type":"handle_time","trial":0,"gt_answer":null,"reward":0,"failure":"environment","agent_info":)"
      R"({"source":"api","content":"Error: 'Title'"},"traj":[]})");
  for (const std::string& text : {kChat, kTools, kTalk}) {
    const Json once = to_json(read(text));
    CHECK(once["trial"] == 0);
    CHECK(to_json(read(once.dump())).dump() == once.dump());
  }
  Json wanted = Json::parse(kChat);
  Json written = to_json(read(kChat));
  written.erase("trial");
  CHECK(written.dump() == wanted.dump());
}

TEST_CASE("lines, of which the first may say how the run was made") {
  const auto file = read_results(
      R"({"run":{"agent":"oracle","model":"","strategy":"tool_call","seed":7,"trials":2,"org":"a.db","tasks":"t.jsonl","x":1}})"
      "\n" +
          kCrash + "\n\n" + kTools + "\n",
      "r.jsonl");
  REQUIRE(file);
  REQUIRE(file->header);
  CHECK(file->header->agent == "oracle");
  CHECK(file->header->seed == 7);
  CHECK(file->header->more.dump() == R"({"x":1})");
  CHECK(
      to_json(*file->header).dump() ==
      R"({"run":{"agent":"oracle","model":"","strategy":"tool_call","seed":7,"trials":2,"org":"a.db","tasks":"t.jsonl","x":1}})");
  CHECK(file->episodes.size() == 2);
  CHECK(read_results("", "r")->episodes.empty());
  CHECK(read_results("[]", "r")->episodes.empty());
}

TEST_CASE("what is no record is refused with its key") {
  const auto fault = [](const std::string& text) { return read_results(text, "r.jsonl").error().message; };
  CHECK(fault("[1]") == "r.jsonl: a result is a JSON object");
  CHECK(fault(R"({"task_type":"x","gt_answer":"y"})") == "r.jsonl: a result has no 'task_id'");
  CHECK(fault(R"({"task_id":1,"gt_answer":"y"})") == "r.jsonl: a result has no 'task_type'");
  CHECK(fault(R"({"task_id":1,"task_type":"x"})") == "r.jsonl: a result has no 'gt_answer'");
  CHECK(fault(R"({"task_id":1,"task_type":"x","gt_answer":5})") ==
        "r.jsonl: a result's 'gt_answer' is a text, null, or a list of them");
  CHECK(fault(R"({"task_id":1,"task_type":"x","gt_answer":"y","reward":"good"})") ==
        "r.jsonl: a result's 'reward' is a number or an object");
  CHECK(fault(R"({"task_id":1,"task_type":"x","gt_answer":"y","agent_info":{"num_turns":"3"}})") ==
        "r.jsonl: a result's 'num_turns' is a number, or two");
  CHECK(fault(R"({"task_id":1,"task_type":"x","gt_answer":"y","agent_info":{"usage":{"cost":["a"]}}})") ==
        "r.jsonl: a result's 'cost' is a list of numbers");
  CHECK(fault(R"({"task_id":4294967297,"task_type":"x","gt_answer":"y"})") == "r.jsonl: a result's 'task_id' is a number");
  CHECK(fault(R"({"task_id":1,"task_type":"x","gt_answer":"y","agent_info":{"num_turns":1e300}})") ==
        "r.jsonl: a result's 'num_turns' is a number, or two");
  CHECK(fault(R"({"task_id":1,"task_type":"x","gt_answer":"y","agent_info":{"usage":{"total_tokens":[1e19]}}})") ==
        "r.jsonl: a result's 'total_tokens' is a list of numbers");
  CHECK(fault(R"({"task_id":1,"task_type":"x","gt_answer":"y","traj":)" + std::string(200'000, '[') +
              std::string(200'000, ']') + "}") == "r.jsonl: nested deeper than 500 levels");
  CHECK(fault(kCrash + "\n" + R"({"run":{}})") == "r.jsonl: a header stands in the first line only");
  CHECK(fault(kCrash + "\n{").find("r.jsonl: line 2") == 0);
}
