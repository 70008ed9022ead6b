// Agents: who plays an episode.  Each worker of a run has one of its own, which plays one episode after the other.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "eval/endpoint.h"
#include "eval/environment.h"

namespace localorg::eval {

class Agent {
 public:
  virtual ~Agent() = default;
  // Takes turns until the episode is done; one that cannot go on breaks it off and says whose fault that is.  The environment
  // has been reset.
  virtual void play(Environment& environment) = 0;
};

// Called once for each worker, with the org as that worker has it open, which outlives the agent; fails with USAGE where the
// agent cannot be had at all.
using MakeAgent = std::function<Result<std::unique_ptr<Agent>>(const store::OpenOrg& org)>;

// Limits on an episode; 0: none.
struct EpisodeLimits {
  double seconds = 0;
  std::int64_t tokens = 0;  // of the model, prompts and completions together
};

// Answers None at once: what a benchmark gives for nothing.
std::unique_ptr<Agent> null_agent();

// Solves tasks by the tool functions alone, from the question and the source's metadata: the proof that a task can be solved.
// A task that the org's records do not decide is answered with the reason why.  Needs Protocol::tool_call_flex.  The org must
// outlive it.
Result<std::unique_ptr<Agent>> oracle_agent(const store::OpenOrg& org);

// Says again what the agent said in recorded episodes (eval/result.h), by task and trial.
std::unique_ptr<Agent> replay_agent(std::shared_ptr<const std::vector<Episode>> recorded);

// A program that reads events from its standard input and writes its turns to its standard output, a line each
// (eval/lines.h).  One process plays all episodes of a worker; one that ends, or is too slow, is started anew for the next
// episode.  `command` is for sh; its standard error is ours.
std::unique_ptr<Agent> command_agent(std::string command, EpisodeLimits limits);

struct ModelOptions {
  EndpointOptions endpoint;
  // The time is the model's: failed attempts and pauses are not in it.  Tokens count as far as the service tells them.
  EpisodeLimits limits;
  bool joins_system = false;             // for models without a system role: the first user message begins with the system's
  std::vector<std::string> kept_fields;  // of the model's messages, to be sent back to it (eval/model_message.h)
};

// A model behind a service.  What fails there is no fault of the agent's, but for conversations that grow too long for the
// model, and for time and tokens used up.  Fails with USAGE for options that cannot work.
Result<std::unique_ptr<Agent>> model_agent(ModelOptions options);

}  // namespace localorg::eval
