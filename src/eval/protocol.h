// How an agent is put to a task, after CRMArena's strategies:
//
//     act             <execute>query</execute> or <respond>answer</respond>; <submit> is an older name of <respond>
//     react           the same, behind a thought
//     tool_call       calls of the tool functions, without the two free query functions and without the schema
//     tool_call_flex  calls of all of them, with the schema
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace localorg::eval {

enum class Protocol { act, react, tool_call, tool_call_flex };

inline constexpr std::array<std::string_view, 4> kProtocolNames = {"act", "react", "tool_call", "tool_call_flex"};

inline std::string_view name_of(Protocol protocol) { return kProtocolNames[static_cast<std::size_t>(protocol)]; }

inline std::optional<Protocol> protocol_named(std::string_view name) {
  for (std::size_t i = 0; i < kProtocolNames.size(); ++i) {
    if (kProtocolNames[i] == name) return static_cast<Protocol>(i);
  }
  return std::nullopt;
}

inline bool calls_tools(Protocol protocol) { return protocol == Protocol::tool_call || protocol == Protocol::tool_call_flex; }

}  // namespace localorg::eval
