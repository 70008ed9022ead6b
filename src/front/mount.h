// Another surface on the server's port, below a path of its own: MCP at /mcp, say.  Who makes it knows the desk; neither desk
// nor server knows what it is.  cli/ mounts it before the server starts:
//
//     desk.mount({.path = "/healthier", .admit = [](const api::Request&) { return api::Response{.body = "{}"}; }});
//
// A request whose path is `path` or lies below it goes to admit(), whatever its method, and never to the desk's own doors.
// Checking who comes in is the surface's own affair.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "api/handle.h"

namespace localorg::front {

struct Session;

// Answered at once, or to be served in the turn of a session.
using Admission = std::variant<api::Response, std::shared_ptr<Session>>;

struct Mount {
  std::string path;  // begins with a slash and ends with none
  // Called by any thread, several at a time: what it shares, it guards.  It may take its time (the server's other requests
  // have threads of their own), but never waits for a session's turn: it names the session, and serve() is called in its turn.
  std::function<Admission(const api::Request&)> admit;
  // In that session's turn, with its workspace open: session.workspace.session is what api::handle() takes.  Not needed where
  // admit() always answers.
  std::function<api::Response(Session&, const api::Request&)> serve = {};
  // What is served writes no records: then it needs no turn to write, and ends with the time that queries have (QUERY_TIMEOUT).
  bool only_reads = false;
};

}  // namespace localorg::front
