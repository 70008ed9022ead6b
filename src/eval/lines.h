// An episode as lines of JSON, for agents in any language.  Events go to the agent:
//
//     {"event": "task", "task": {"idx", "task", "query", "required", "optional" (if the agent is aided)}, "trial",
//      "protocol", "maxTurns", "messages": [what a model would be told], "tools": [functions that may be called]}
//     {"event": "observation", "turn", "content": text}
//     {"event": "end", "message": why, "turns"}         and, for whoever may know it, "reward", "goldAnswer", "endReason"
//     {"event": "error", "message": text}               nothing was done
//
// and turns come from it, one a line:
//
//     {"execute": "SELECT ..."}     {"call": "get_issues", "arguments": {}}     {"respond": "the answer"}
//     {"message": {"role": "assistant", "content": ..., "tool_calls": ...}}     as a model gave it
//
// each with "usage": {"cost", "prompt_tokens", "completion_tokens"} if it is known.  A line that is no JSON object is taken for
// what a model said.
#pragma once

#include <optional>
#include <string>

#include "eval/environment.h"

namespace localorg::eval {

Json task_event(const Environment& environment);
Json observation_event(const Environment& environment, const std::string& content, int turn);
Json end_event(const Environment& environment, bool tells_reward);
Json error_event(std::string_view message);

struct AgentTurn {
  Json message;
  std::optional<TurnUsage> usage;
};
// Fails with USAGE for an object that is no turn.
Result<AgentTurn> turn_from_line(std::string_view line, Protocol protocol, int turn);

// A line, with its newline; text that is no UTF-8 is replaced.
std::string line_of(const Json& event);

}  // namespace localorg::eval
