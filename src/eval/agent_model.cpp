// An agent that is a model behind a service.
#include "eval/agent.h"
#include "eval/endpoint.h"
#include "eval/model_message.h"

namespace localorg::eval {
namespace {

// The agent's are a conversation that the model cannot take, and an answer that takes too long.
Failure whose_fault(ErrorCode code) {
  return code == ErrorCode::LIMIT_EXCEEDED || code == ErrorCode::QUERY_TIMEOUT ? Failure::agent : Failure::environment;
}

class ModelAgent : public Agent {
 public:
  ModelAgent(Endpoint endpoint, ModelOptions options) : endpoint_(std::move(endpoint)), options_(std::move(options)) {}

  void play(Environment& environment) override {
    const EpisodeLimits& limits = options_.limits;
    double seconds = 0;
    std::int64_t tokens = 0;
    for (int turn = 1; !environment.is_done(); ++turn) {
      if (limits.seconds > 0 && seconds >= limits.seconds)
        return environment.break_off(Failure::agent, "the model's time is used up");
      if (limits.tokens > 0 && tokens > limits.tokens)
        return environment.break_off(Failure::agent, "the model's tokens are used up");
      const auto replied = ask(environment, limits.seconds > 0 ? limits.seconds - seconds : 0);
      if (!replied) return environment.break_off(whose_fault(replied.error().errorCode), replied.error().message);
      seconds += replied->seconds;
      if (replied->usage) tokens += replied->usage->prompt_tokens + replied->usage->completion_tokens;
      environment.turn(message_from_model(replied->message, turn, options_.kept_fields), replied->usage);
    }
  }

 private:
  Result<Completion> ask(const Environment& environment, double seconds) {
    const Json messages = messages_for_model(environment.messages(), options_.joins_system);
    return endpoint_.complete(messages, environment.tools(), environment.episode().trial, seconds);
  }

  Endpoint endpoint_;
  ModelOptions options_;
};

}  // namespace

Result<std::unique_ptr<Agent>> model_agent(ModelOptions options) {
  LOCALORG_TRY(Endpoint endpoint, Endpoint::open(options.endpoint));
  return std::unique_ptr<Agent>(std::make_unique<ModelAgent>(std::move(endpoint), std::move(options)));
}

}  // namespace localorg::eval
