// What mcp and serve share: the tools that clients of MCP get, by the names of toolsets.
#pragma once

#include "cli/command.h"
#include "front/desk.h"
#include "mcp/methods.h"

namespace localorg::cli {

// --toolset, several times.
void add_toolset_option(po::options_description& options);
// The org's own tools, then those of --toolset.
Result<mcp::Settings> mcp_settings(const po::variables_map& options);

// MCP at /mcp of a server.  Where `token_needed`, a client shows the session id of a login, or the fixed token, as
// Authorization: Bearer; elsewhere it may, and one without is the first org's running user.  `desk` outlives it.
front::Mount mcp_mount(front::Desk& desk, mcp::Settings settings, bool token_needed);

// Whose client it is: the session of its token, or the first org's fixed one; null: it shows a token that is none, or none
// where one is needed.
std::shared_ptr<front::Session> client_of(front::Desk& desk, const api::Request& request, bool token_needed);

}  // namespace localorg::cli
