// What an agent does in a turn, read off its message.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "eval/protocol.h"

namespace localorg::eval {

// A message of an agent has the form of a chat completion: {"role": "assistant", "content": text or null, "tool_calls":
// [{"id", "type": "function", "function": {"name", "arguments": JSON as text}}]}.
struct Action {
  enum class Kind { execute, respond, call };
  Kind kind = Kind::respond;
  std::string content;  // the query or the answer
  std::string name;     // of the function called
  Json arguments;
};

// act and react: the first <execute>, across lines and without the blanks around; where it is missing or empty, the first
// <respond>, then the first <submit>.  Tools: the first call, whose arguments must be JSON; where there is none and
// `text_calls`, a call written as `Action: name` and `Action Input: {...}`, and a text without `Action:` is the answer.
// Nothing: no valid action.
std::optional<Action> action_of(const Json& message, Protocol protocol, bool text_calls = false);

// The content of a message; empty for none.
std::string content_of(const Json& message);

// ---- Messages for agents that are no models

Json message_executing(std::string_view query);
// In the form of the protocol; `id` names a call.
Json message_responding(std::string_view answer, Protocol protocol, const std::string& id);
Json message_calling(std::string_view name, const Json& arguments, const std::string& id);

}  // namespace localorg::eval
