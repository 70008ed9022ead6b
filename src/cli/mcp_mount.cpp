// MCP at a path of the server: the desk's sessions behind MCP's.
#include <memory>

#include "cli/toolsets.h"
#include "front/reply.h"
#include "mcp/http.h"

namespace localorg::cli {
namespace {

constexpr const char* kSurface = "mcp";

// The session of this id, if it is the client's own.
std::shared_ptr<front::Session> session_of(front::Desk& desk, const std::string& id, const front::Session& client) {
  auto session = desk.find(id, kSurface);
  const bool is_own = session && session->org == client.org && session->user_id == client.user_id;
  return is_own ? session : nullptr;
}

front::Admission admit(front::Desk& desk, const api::Request& request, bool token_needed) {
  mcp::Knock knock = mcp::knock(request);
  if (knock.wish == mcp::Wish::none) return std::move(knock.response);
  const auto client = client_of(desk, request, token_needed);
  if (!client) return mcp::not_let_in();
  if (knock.wish == mcp::Wish::alone) return client;
  if (knock.wish == mcp::Wish::open) return desk.open_beside(*client, kSurface);
  auto session = session_of(desk, knock.session_id, *client);
  if (!session) return mcp::no_such_session();
  if (knock.wish == mcp::Wish::session) return session;
  desk.end(session->id);
  return mcp::session_ended();
}

}  // namespace

std::shared_ptr<front::Session> client_of(front::Desk& desk, const api::Request& request, bool token_needed) {
  const std::string token = front::session_id_of(request);
  const bool shows_none = !request.headers.contains("authorization") && token.empty();
  if (shows_none && !token_needed) return desk.find(desk.credentials().token);
  return token.empty() ? nullptr : desk.find(token);
}

front::Mount mcp_mount(front::Desk& desk, mcp::Settings settings, bool token_needed) {
  const auto shared = std::make_shared<const mcp::Settings>(std::move(settings));
  return {.path = "/mcp",
          .admit = [&desk, token_needed](const api::Request& request) { return admit(desk, request, token_needed); },
          .serve =
              [shared](front::Session& session, const api::Request& request) {
                const bool is_opened = mcp::knock(request).wish == mcp::Wish::open;
                return mcp::answer(*shared, *session.workspace.session, request, is_opened ? session.id : "");
              },
          .only_reads = true};
}

}  // namespace localorg::cli
