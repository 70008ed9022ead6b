// The agents that need no model and no program of others.
#include <algorithm>
#include <optional>

#include "eval/agent.h"
#include "eval/coverage.h"
#include "eval/json_text.h"
#include "eval/question.h"
#include "eval/truth.h"

namespace localorg::eval {
namespace {

class NullAgent : public Agent {
 public:
  void play(Environment& environment) override {
    environment.turn(message_responding("None", environment.options().protocol, "call_1"));
  }
};

class OracleAgent : public Agent {
 public:
  OracleAgent(const store::OpenOrg& org, Coverage coverage) : org_(org), route_(org), coverage_(std::move(coverage)) {}

  void play(Environment& environment) override {
    int calls = 0;
    const auto next_id = [&] { return "call_" + std::to_string(++calls); };
    api::Session unused(org_, org::Clock());
    Toolbox watched{unused};
    watched.relay = [&](std::string_view name, const Json& arguments) -> Json {
      if (environment.is_done()) return "Error: no turn is left";
      environment.turn(message_calling(name, arguments, next_id()));
      return environment.last_result();
    };
    const std::string answer = answer_of(watched, environment.task());
    if (!environment.is_done()) environment.turn(message_responding(answer, environment.options().protocol, next_id()));
  }

 private:
  // The answer, or why there is none.
  std::string answer_of(Toolbox& toolbox, const Task& task) {
    const auto truth = truth_of(toolbox, task);
    if (!truth) return "Undecidable: " + truth.error().message;
    if (truth->winners.size() != 1) return "Undecidable: " + std::to_string(truth->winners.size()) + " answers fit";
    return shown(truth->winners.front());
  }

  Result<Truth> truth_of(Toolbox& toolbox, const Task& task) {
    LOCALORG_TRY(const Question question, read_question(task));
    // Whether the org decides it is for the other route to say, as in `tasks check`; the answer is the tools' own.
    LOCALORG_CHECK(route_.truth(task, question));
    LOCALORG_TRY(const auto gap, coverage_.gap(route_, question));
    LOCALORG_TRY(Truth truth, truth_by_tools(toolbox, task, question));
    const bool first_step_decides = question.kind == TaskKind::case_routing && truth.first_step.size() == 1;
    if (gap && !first_step_decides) return error_without_position(ErrorCode::USAGE, *gap);
    return truth;
  }

  const store::OpenOrg& org_;
  SqlRoute route_;
  Coverage coverage_;
};

class ReplayAgent : public Agent {
 public:
  explicit ReplayAgent(std::shared_ptr<const std::vector<Episode>> recorded) : recorded_(std::move(recorded)) {}

  void play(Environment& environment) override {
    const Episode* episode = find(environment.episode());
    if (episode == nullptr) return environment.break_off(Failure::environment, "the recorded run has no such episode");
    std::size_t model_calls = 0;
    for (const Json& message : episode->traj) {
      if (environment.is_done()) return;
      if (text_at(message, "role") == "assistant") environment.turn(message, usage_of(*episode, model_calls++));
    }
    if (!environment.is_done()) environment.break_off(Failure::environment, "the recorded episode ends here");
  }

 private:
  const Episode* find(const Episode& wanted) const {
    const auto found = std::find_if(recorded_->begin(), recorded_->end(), [&](const Episode& episode) {
      return episode.task_id == wanted.task_id && episode.task_type == wanted.task_type && episode.trial == wanted.trial;
    });
    return found == recorded_->end() ? nullptr : &*found;
  }

  static std::optional<TurnUsage> usage_of(const Episode& episode, std::size_t call) {
    const Usage& usage = episode.usage;
    const auto at = [call](const auto& list) { return call < list.size() ? list[call] : 0; };
    if (call >= usage.total_tokens.size() && call >= usage.cost.size()) return std::nullopt;
    return TurnUsage{at(usage.cost), at(usage.prompt_tokens), at(usage.completion_tokens)};
  }

  std::shared_ptr<const std::vector<Episode>> recorded_;
};

}  // namespace

std::unique_ptr<Agent> null_agent() { return std::make_unique<NullAgent>(); }

Result<std::unique_ptr<Agent>> oracle_agent(const store::OpenOrg& org) {
  SqlRoute route(org);
  LOCALORG_TRY(Coverage coverage, Coverage::of(route));
  return std::unique_ptr<Agent>(std::make_unique<OracleAgent>(org, std::move(coverage)));
}

std::unique_ptr<Agent> replay_agent(std::shared_ptr<const std::vector<Episode>> recorded) {
  return std::make_unique<ReplayAgent>(std::move(recorded));
}

}  // namespace localorg::eval
