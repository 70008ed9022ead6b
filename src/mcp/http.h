// MCP over HTTP ("streamable HTTP"): a message is POSTed and answered as application/json; there are no streams, because
// nothing here speaks unasked.  Functions over api::Request and api::Response: knows neither sockets nor who lets clients in.
//
//     POST initialize                    200, Mcp-Session-Id: ...       a session begins
//     POST with Mcp-Session-Id           200; 202 for what has no answer; 404: no such session, begin anew
//     POST in a stateless revision       200, 404 for an unknown method, 400 where header and body disagree
//     DELETE with Mcp-Session-Id         204: the session has ended
//     GET                                405: no stream to listen to
//     an Origin that is not this machine's   403
#pragma once

#include <string>

#include "mcp/methods.h"

namespace localorg::mcp {

// What a request wants, by its headers and the outside of its body.
enum class Wish {
  none,     // nothing: `response` answers it
  open,     // a session
  session,  // to be answered in the session `session_id`
  alone,    // to be answered by itself, in a stateless revision
  end,      // the end of `session_id`
};

struct Knock {
  Wish wish = Wish::none;
  std::string session_id = {};
  api::Response response = {};
};

Knock knock(const api::Request& request);

// The answer to what wants open, session or alone.  `opened`: the id of the session that was opened for it.
api::Response answer(const Settings& settings, api::Session& org, const api::Request& request, const std::string& opened = {});

api::Response session_ended();    // 204
api::Response no_such_session();  // 404
api::Response not_let_in();       // 401

}  // namespace localorg::mcp
