// The headers of MCP over HTTP.  Pure functions.  Inside mcp/ only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/handle.h"
#include "mcp/message.h"

namespace localorg::mcp {

// By its name in lower case, without blanks around it; empty: it is not there.
std::string_view header_of(const api::Request& request, const std::string& name);

// Does a page of this machine ask, or no page at all?  A page from elsewhere that reaches a server on this machine (DNS
// rebinding) names where it came from in Origin.
bool is_own_origin(std::string_view origin);
// Does an Accept header, or its absence, take application/json?
bool takes_json(std::string_view accept);
// application/json, with or without parameters.
bool is_json(std::string_view content_type);

// What is in a header as it stands, or as =?base64?...?= for values that headers cannot hold (2026-07-28); nullopt: not base64.
std::optional<std::string> decoded_value(std::string_view value);

// header_mismatch: a request of a stateless revision must say in headers what it says in its body (2026-07-28, Transports):
//     MCP-Protocol-Version: 2026-07-28      params._meta
//     Mcp-Method: tools/call                method
//     Mcp-Name: soql_query                  params.name of tools/call, params.uri of resources/read
std::optional<Fault> mismatch_in(const api::Request& request, const Message& message, std::string_view version);

}  // namespace localorg::mcp
