#include "front/states.h"

#include <array>

#include "base/json.h"
#include "base/json_bounds.h"
#include "base/text.h"
#include "front/reply.h"
#include "store/snapshot.h"

namespace localorg::front {
namespace {

using api::Response;

Result<Json> reset(store::OpenOrg& org, const std::string& /*name*/) {
  LOCALORG_TRY(const bool changed, store::reset(org));
  return Json{{"changed", changed}};
}

Result<Json> snapshot(store::OpenOrg& org, const std::string& name) {
  LOCALORG_CHECK(store::snapshot(org, name));
  return Json{{"name", name}};
}

Result<Json> restore(store::OpenOrg& org, const std::string& name) {
  LOCALORG_CHECK(store::restore(org, name));
  return Json{{"name", name}, {"changed", true}};
}

struct ActionRow {
  std::string_view name;
  Result<Json> (*run)(store::OpenOrg&, const std::string& name);
};

constexpr std::array<ActionRow, 3> kActions = {{{"reset", reset}, {"snapshot", snapshot}, {"restore", restore}}};

Result<std::string> name_in(const std::string& body) {
  if (text::trim(body).empty()) return std::string();
  const auto json = parse_bounded_json(body, "the body");
  const auto name = json && json->is_object() ? json->find("name") : Json::const_iterator();
  const bool has_name = json && json->is_object() && name != json->end();
  if (!json || !json->is_object() || (has_name && !name->is_string())) {
    return error_without_position(ErrorCode::USAGE, "the body is a JSON object: {\"name\":\"...\"}");
  }
  return has_name ? name->get<std::string>() : std::string();
}

Result<Json> run(const ActionRow& action, api::Session& session, const std::string& body) {
  LOCALORG_TRY(const std::string name, name_in(body));
  LOCALORG_TRY(store::OpenOrg * org, session.writable());
  return action.run(*org, name);
}

}  // namespace

Response answer_state(api::Session& session, const api::Request& request) {
  const std::vector<std::string_view> path = path_of(request.target);
  for (const ActionRow& action : kActions) {
    if (path.size() != 2 || path[1] != action.name) continue;
    if (request.method != "POST") return method_not_allowed(request.method, "POST");
    const auto done = run(action, session, request.body);
    if (done) return json(200, done->dump());
    return error_array(http_status_of(done.error().errorCode), name_of(done.error().errorCode), done.error().message);
  }
  return not_found();
}

}  // namespace localorg::front
