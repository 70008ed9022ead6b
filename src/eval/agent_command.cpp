// An agent that is a program of its own.
#include <optional>

#include "eval/agent.h"
#include "eval/child.h"
#include "eval/lines.h"

namespace localorg::eval {
namespace {

class CommandAgent : public Agent {
 public:
  CommandAgent(std::string command, EpisodeLimits limits) : command_(std::move(command)), limits_(limits) {}

  void play(Environment& environment) override {
    if (const auto played = converse(environment); !played) {
      // What became of the program's state nobody knows: the next episode gets a new one.
      child_.reset();
      if (!environment.is_done()) environment.break_off(Failure::agent, played.error().message);
    }
  }

 private:
  Result<void> converse(Environment& environment) {
    const auto deadline = deadline_from_now();
    if (!child_) {
      LOCALORG_TRY(Child started, Child::start(command_));
      child_.emplace(std::move(started));
    }
    LOCALORG_CHECK(child_->write(line_of(task_event(environment)), deadline));
    std::int64_t tokens = 0;
    for (int turn = 1; !environment.is_done(); ++turn) {
      LOCALORG_TRY(const std::string line, child_->read(deadline));
      LOCALORG_TRY(AgentTurn said, turn_from_line(line, environment.options().protocol, turn));
      if (said.usage) tokens += said.usage->prompt_tokens + said.usage->completion_tokens;
      const std::string& seen = environment.turn(std::move(said.message), said.usage);
      if (!environment.is_done() && limits_.tokens > 0 && tokens > limits_.tokens)
        return error_without_position(ErrorCode::USAGE, "the agent's tokens are used up");
      if (!environment.is_done()) LOCALORG_CHECK(child_->write(line_of(observation_event(environment, seen, turn)), deadline));
    }
    return child_->write(line_of(end_event(environment, false)), deadline);
  }

  std::optional<Child::Moment> deadline_from_now() const {
    if (limits_.seconds <= 0) return std::nullopt;
    return std::chrono::steady_clock::now() +
           std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(limits_.seconds));
  }

  std::string command_;
  EpisodeLimits limits_;
  std::optional<Child> child_;
};

}  // namespace

std::unique_ptr<Agent> command_agent(std::string command, EpisodeLimits limits) {
  return std::make_unique<CommandAgent>(std::move(command), limits);
}

}  // namespace localorg::eval
