// An episode: an agent put to a task, turn by turn.
//
//     reset(task)          the task's messages: what the agent is told, and the question
//     turn(message)        what the agent does (eval/action.h), and what it sees: a query's result, a refusal, a reminder
//     ... until is_done()  by an answer, after 20 turns, or because something broke
//     episode()            the record of it (eval/result.h), with the reward
//
// Observations, end reasons and rewards are those of CRMArena's environments (dataset.md 5): the chat environment for act and
// react, the tool environment for calls, where an answer counts only if it is the gold answer to the letter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/handle.h"
#include "eval/action.h"
#include "eval/prompts.h"
#include "eval/result.h"
#include "eval/scripted_user.h"
#include "eval/task.h"
#include "eval/tools/tool.h"

namespace localorg::eval {

// How results are written for the agent: as Python prints them, as upstream does, or as JSON.  In Python's form a search whose
// records have different fields ends the episode with an error, as it does upstream.
enum class Observations { python, json };

struct EnvironmentOptions {
  Protocol protocol = Protocol::tool_call_flex;
  Observations observations = Observations::python;
  int max_turns = 20;       // of an interactive episode: between two replies
  int max_user_turns = 10;  // replies in an interactive episode
  bool is_aided = false;    // the task's optional facts are told, too
  bool is_interactive = false;
  bool text_calls = false;  // calls are written as text (action.h), and the prompt describes the functions
};

// Something that the org was asked.
struct Call {
  int turn = 0;      // from 1
  std::string name;  // of the function; execute for a query of act and react
  Json arguments;
  std::optional<std::size_t> rows;  // of a list
  std::string error;                // empty: none
  double milliseconds = 0;
};

class Environment {
 public:
  // All must outlive it.
  Environment(api::Session& session, const Prompts& prompts, EnvironmentOptions options);

  // `task` must live until the next reset.
  void reset(const Task& task, int trial = 0);
  // One turn.  Gives what the agent sees of it, a text; empty when the episode is done by it, but for DONE behind an answer.
  const std::string& turn(Json message, const std::optional<TurnUsage>& usage = {});
  // Ends the episode: something broke.
  void break_off(Failure failure, const std::string& why);

  bool is_done() const { return is_done_; }
  const Task& task() const { return *task_; }
  const EnvironmentOptions& options() const { return options_; }
  const Json& messages() const { return episode_.traj; }
  // The functions to be given to a model beside the messages; [] where the prompt describes them.
  const Json& tools() const { return prompts_.tools(options_.text_calls ? Protocol::act : options_.protocol); }
  const Episode& episode() const { return episode_; }
  const std::vector<Call>& calls() const { return calls_; }
  // What the last call gave, as JSON.
  const Json& last_result() const { return last_result_; }

 private:
  void chat_turn(const std::optional<Action>& action, const std::string& content);
  void tool_turn(const Json& message, const std::optional<Action>& action);
  void execute(const std::string& query);
  void respond(const std::string& answer);
  void call_tool(const Action& action);
  void submit(const Json& arguments);
  const Json& run(std::string_view name, const Json& arguments, std::string_view shown_as);
  std::string shown(const Json& result, const Tool* tool) const;
  void end_with(std::string source, std::string message, const Json& content);
  void finish_turn(const std::string& content);
  void note_usage(const std::optional<TurnUsage>& usage);

  api::Session& session_;
  const Prompts& prompts_;
  EnvironmentOptions options_;
  Toolbox toolbox_;
  const Task* task_ = nullptr;
  std::optional<ScriptedUser> user_;
  Episode episode_;
  std::vector<Call> calls_;
  Json last_result_;
  std::string observation_;
  bool is_done_ = true;
  bool has_end_reason_ = false;  // did this turn set it?
  int turns_ = 0;                // in all
  int agent_turns_ = 0;          // since the last reply
  int user_turns_ = 0;
};

}  // namespace localorg::eval
