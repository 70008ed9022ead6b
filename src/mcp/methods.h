// The methods of the protocol, a table: one request in, a result or a fault out.  Which revision is spoken was settled before.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "api/handle.h"
#include "mcp/message.h"
#include "mcp/tool.h"
#include "mcp/version.h"

namespace localorg::mcp {

// What a server is, for all its clients.
struct Settings {
  std::string version;  // of the program
  std::vector<Tool> tools;
  std::size_t page = 50;  // tools or resources in one answer of a list
};

using Outcome = std::variant<Json, Fault>;

// method_not_found for what the revision has not.  Results of a stateless revision say what they are and how long they may be
// kept.
Outcome run_method(const Settings& settings, api::Session& org, const Version& version, const Message& request);

}  // namespace localorg::mcp
