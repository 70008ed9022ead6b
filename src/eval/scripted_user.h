// The customer of an interactive episode, without a model: says what the task says, a sentence or a line at a time, in order,
// and ends the conversation when a reply has the answer that the task expects, or is None: then the agent has given up, as
// CRMArena's user is told, too.
#pragma once

#include <string>
#include <vector>

#include "eval/task.h"

namespace localorg::eval {

// What ends a conversation, as CRMArena's simulated user writes it.
inline constexpr std::string_view kStop = "###STOP###";

class ScriptedUser {
 public:
  explicit ScriptedUser(const Task& task);

  // The first message.
  const std::string& opening() const { return parts_.front(); }
  // To the agent's reply; kStop if it is right or None.
  std::string answer(std::string_view reply);

 private:
  const Task& task_;
  std::vector<std::string> parts_;  // at least one
  std::size_t told_ = 1;
};

}  // namespace localorg::eval
