#include "mcp/ask.h"

#include "mcp/message.h"

namespace localorg::mcp {

OrgAnswer get(api::Session& org, const std::string& target, const std::map<std::string, std::string>& headers) {
  const api::Response response = api::handle(org, {.target = kBase + target, .headers = headers});
  auto body = parse_json(response.body, "answer");
  if (!body) return OrgError{"UNKNOWN_EXCEPTION: " + body.error().message};
  if (response.status == 200) return *std::move(body);
  if (!body->is_array() || body->empty()) return OrgError{"UNKNOWN_EXCEPTION: " + response.body};
  return OrgError{text_at(body->front(), "errorCode") + ": " + text_at(body->front(), "message")};
}

}  // namespace localorg::mcp
