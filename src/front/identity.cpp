#include "front/identity.h"

#include "api/versions.h"
#include "base/json.h"
#include "base/text.h"
#include "front/reply.h"
#include "org/calendar.h"
#include "org/id.h"

namespace localorg::front {
namespace {

using api::Request;
using api::Response;

// Both services say why in one line, with 403 (observed).
Response stranger(bool has_token) { return plain(403, has_token ? "Bad_OAuth_Token" : "Missing_OAuth_Token"); }

std::string id_of(const Request& request) {
  const std::string id = session_id_of(request);
  if (!id.empty()) return id;
  const auto query = parse_form(query_of(request.target));
  const std::string token = value_of(query, "oauth_token");
  return token.empty() ? value_of(query, "access_token") : token;
}

Json photos_of(const std::string& origin) {
  return {{"picture", origin + "/profilephoto/005/F"}, {"thumbnail", origin + "/profilephoto/005/T"}};
}

// {"rest":"https://HOST/services/data/v{version}/", ...}
Json urls_of(const std::string& origin, const Person& person, const std::string& org_id) {
  const std::string data = origin + "/services/data/v{version}/";
  const std::string soap = origin + "/services/Soap/";
  return {{"enterprise", soap + "c/{version}/" + org_id.substr(0, 15)},
          {"metadata", soap + "m/{version}/" + org_id.substr(0, 15)},
          {"partner", soap + "u/{version}/" + org_id.substr(0, 15)},
          {"rest", data},
          {"sobjects", data + "sobjects/"},
          {"search", data + "search/"},
          {"query", data + "query/"},
          {"recent", data + "recent/"},
          {"tooling_soap", soap + "T/{version}/" + org_id.substr(0, 15)},
          {"tooling_rest", data + "tooling/"},
          {"profile", origin + "/" + person.user_id},
          {"custom_domain", origin}};
}

std::int64_t utc_offset(const Desk& desk, const Person& person) {
  const std::int64_t now = desk.clock().now_ms();
  return org::is_time_zone(person.time_zone) ? org::to_local_ms(now, person.time_zone) - now : 0;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

std::string type_of(const Person& person) { return text::upper(person.user_type); }

}  // namespace

std::string identity_url(const Desk& desk, const Session& session, const std::string& origin) {
  return origin + "/id/" + desk.org_id(session) + "/" + session.user_id;
}

Response answer_userinfo(Desk& desk, const Request& request) {
  const std::string id = id_of(request);
  const auto session = desk.find(id);
  if (!session) return stranger(!id.empty());
  const Person person = desk.person(*session);
  const std::string org_id = desk.org_id(*session);
  const Json body = {{"sub", identity_url(desk, *session, request.origin)},
                     {"user_id", person.user_id},
                     {"organization_id", org_id},
                     {"preferred_username", person.username},
                     {"nickname", person.alias},
                     {"name", person.name},
                     {"email", person.email},
                     {"email_verified", true},
                     {"given_name", text_or_null(person.first_name)},
                     {"family_name", person.last_name},
                     {"zoneinfo", person.time_zone},
                     {"photos", photos_of(request.origin)},
                     {"profile", request.origin + "/" + person.user_id},
                     {"picture", request.origin + "/profilephoto/005/F"},
                     {"address", Json::object()},
                     {"urls", urls_of(request.origin, person, org_id)},
                     {"active", true},
                     {"user_type", type_of(person)},
                     {"language", person.language},
                     {"locale", person.locale},
                     {"utcOffset", utc_offset(desk, person)},
                     {"updated_at", person.modified},
                     {"is_app_installed", true}};
  return json(200, body.dump());
}

Response answer_identity(Desk& desk, const Request& request) {
  const std::string id = id_of(request);
  const auto session = desk.find(id);
  if (!session) return stranger(!id.empty());
  const std::vector<std::string_view> path = path_of(request.target);
  const std::string org_id = desk.org_id(*session);
  const auto same = [](std::string_view step, std::string_view wanted) {
    return org::normalize_id(step) == org::normalize_id(wanted);
  };
  if (!same(path[1], org_id)) return plain(403, "Wrong_Org");
  if (!same(path[2], session->user_id)) return plain(404, "User_Not_Found");
  const Person person = desk.person(*session);
  const Json body = {{"id", identity_url(desk, *session, request.origin)},
                     {"asserted_user", true},
                     {"user_id", person.user_id},
                     {"organization_id", org_id},
                     {"username", person.username},
                     {"nick_name", person.alias},
                     {"display_name", person.name},
                     {"email", person.email},
                     {"email_verified", true},
                     {"first_name", text_or_null(person.first_name)},
                     {"last_name", person.last_name},
                     {"timezone", person.time_zone},
                     {"photos", photos_of(request.origin)},
                     {"addr_street", nullptr},
                     {"addr_city", nullptr},
                     {"addr_state", nullptr},
                     {"addr_country", nullptr},
                     {"addr_zip", nullptr},
                     {"mobile_phone", nullptr},
                     {"mobile_phone_verified", false},
                     {"is_lightning_login_user", false},
                     {"status", {{"created_date", nullptr}, {"body", nullptr}}},
                     {"urls", urls_of(request.origin, person, org_id)},
                     {"active", true},
                     {"user_type", type_of(person)},
                     {"language", person.language},
                     {"locale", person.locale},
                     {"utcOffset", utc_offset(desk, person)},
                     {"last_modified_date", person.modified},
                     {"is_app_installed", true}};
  return json(200, body.dump());
}

}  // namespace localorg::front
