// Results files: what became of tasks that an agent was put to, one record an episode, in the shape of CRMArena's
// `results_{model}_{strategy}_{task}.json` (dataset.md 5.6) with a few keys of our own (*):
//
//     {"task_id": 650, "task_type": "handle_time", "trial": 0 (*), "gt_answer": null, "reward_metric": "exact_match" (*),
//      "reward": 1, "failure": "environment" (*, only where there was one),
//      "agent_info": {"observation_sizes": [2], "end_reason": {"source": "agent", "message": "Submit action",
//                     "content": "None", "parsed_answer": ["None"]},
//                     "usage": {"cost": [0.01], "completion_tokens": [61], "prompt_tokens": [4150], "total_tokens": [4211]},
//                     "total_cost": 0.01, "num_turns": 3},
//      "traj": [{"role": "system", "content": "..."}, ...]}
//
// A task that crashed: "agent_info": {"source": "api", "content": "Error: ..."} and reward 0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "eval/task.h"

namespace localorg::eval {

struct EndReason {
  std::string source;   // agent, user or tool
  std::string message;  // Submit action, Max turns reached, ...; empty: the record has no end_reason
  std::string content;  // with Submit action the final answer; what is no text there is written as JSON
  Json parsed_answer;   // null: none
};
inline constexpr std::string_view kSubmitted = "Submit action";

// An entry for each call of the model; the lists may be shorter where a service did not tell.
struct Usage {
  std::vector<double> cost;  // dollars
  std::vector<std::int64_t> completion_tokens, prompt_tokens, total_tokens;
};

// What one of these calls cost.
struct TurnUsage {
  double cost = 0;
  std::int64_t prompt_tokens = 0, completion_tokens = 0;
};

// Whose fault it was that an episode did not run to its end.
enum class Failure {
  environment,  // the org's, the model service's, the network's: says nothing about the agent
  agent,        // the agent's own program broke off: counts as wrong
};

struct Episode {
  int task_id = 0;
  std::string task_type;
  int trial = 0;
  std::vector<Answer> gt_answers;
  bool gt_in_list = false;
  std::string reward_metric;  // empty in upstream's files
  Json reward = 0;            // a number, or the object of fuzzy_metrics
  std::optional<Failure> failure;
  std::string error;  // not empty: crashed, with this text ("Error: ..."); there is no end_reason then

  std::vector<std::int64_t> observation_sizes;
  EndReason end_reason;
  Usage usage;
  double total_cost = 0;
  int num_turns = 0;
  std::optional<int> user_turns;  // chat agents: num_turns is [user_turns, num_turns]
  Json traj = Json::array();
};

Json to_json(const Episode& episode);

// Reads a record of ours or of upstream's, in any of its shapes: num_turns as one number or as [user, agent]; reward as a
// number, true or false, null or an object; gt_answer as a text, null, or a list of them.  What is missing stays as above, but
// for total_cost (then the sum of the costs) and failure (then environment, where the record is of a crash); keys that it
// does not know are left out.  Fails with ORG_UNUSABLE, naming the key, for JSON that is no record: without task_id, task_type
// or gt_answer, or with a value of another type.
Result<Episode> episode_from_json(Json json);

// The reply that counts: what was submitted; else the last <respond> or <submit> of the trajectory, or the last call of
// such a tool (dataset.md 5.6, last paragraph).  nullopt: none was given.
std::optional<std::string> reply_of(const Episode& episode);

// The calls of the model: by usage, else by the assistant's messages, else num_turns.
int turns_of(const Episode& episode);

// The first line of our results files: how the run was made.  Empty or 0 where nothing is known.
struct RunHeader {
  std::string agent, model, strategy;
  std::uint64_t seed = 0;
  int trials = 1;
  std::string org, tasks;      // the files
  Json more = Json::object();  // keys beyond these, as they came
};
// {"run": {"agent": ..., "model": ..., "strategy": ..., "seed": ..., "trials": ..., "org": ..., "tasks": ..., ...more}}
Json to_json(const RunHeader& header);

struct ResultFile {
  std::optional<RunHeader> header;
  std::vector<Episode> episodes;
};

// A file of results: a JSON array, or one object a line of which the first may be a header.  `name` is for errors:
//     r.jsonl: a result has no 'task_id'
Result<ResultFile> read_results(std::string_view text, const std::string& name);

}  // namespace localorg::eval
