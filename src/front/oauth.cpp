#include "front/oauth.h"

#include <array>

#include "base/json.h"
#include "base/json_bounds.h"
#include "base/text.h"
#include "front/identity.h"
#include "front/reply.h"
#include "front/secrets.h"

namespace localorg::front {
namespace {

using api::Request;
using api::Response;
using Form = std::map<std::string, std::string>;

Response refusal(std::string_view error, std::string_view description) {
  return json(400, "{\"error\":" + json_text(error) + ",\"error_description\":" + json_text(description) + "}");
}

Response no_client() { return refusal("invalid_client_id", "client identifier invalid"); }
Response not_let_in() { return refusal("invalid_grant", "authentication failure"); }

Response token_for(const Desk& desk, const Session& session, const Request& request) {
  const std::string id = identity_url(desk, session, request.origin);
  const std::string issued = std::to_string(desk.clock().now_ms());
  Response response =
      json(200, "{\"access_token\":" + json_text(session.id) + ",\"instance_url\":" + json_text(request.origin) +
                    ",\"id\":" + json_text(id) + ",\"token_type\":\"Bearer\",\"issued_at\":\"" + issued + "\",\"signature\":" +
                    json_text(base64(keyed_digest(desk.settings().secret, id + issued))) + ",\"scope\":\"api\"}");
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response by_password(Desk& desk, const Request& request, const Form& form) {
  if (value_of(form, "client_id").empty()) return no_client();
  const auto session = desk.log_in(value_of(form, "username"), value_of(form, "password"));
  return session ? token_for(desk, *session, request) : not_let_in();
}

// The id and secret of the client: Authorization: Basic, or in the body.
std::pair<std::string, std::string> client_of(const Request& request, const Form& form) {
  const std::string header = value_of(request.headers, "authorization");
  if (text::lower(std::string_view(header).substr(0, 6)) == "basic ") {
    const std::string pair = from_base64(text::trim(std::string_view(header).substr(6))).value_or("");
    const std::size_t colon = std::min(pair.find(':'), pair.size());
    return {pair.substr(0, colon), pair.substr(std::min(colon + 1, pair.size()))};
  }
  return {value_of(form, "client_id"), value_of(form, "client_secret")};
}

// A client runs as a user: its id is a user name, its secret that user's password.
Response by_client(Desk& desk, const Request& request, const Form& form) {
  const auto [id, secret] = client_of(request, form);
  if (id.empty()) return no_client();
  const auto session = desk.log_in(id, secret);
  return session ? token_for(desk, *session, request) : refusal("invalid_client", "invalid client credentials");
}

Response by_refresh_token(Desk& desk, const Request& request, const Form& form) {
  if (value_of(form, "client_id").empty()) return no_client();
  const auto session = desk.refresh(value_of(form, "refresh_token"));
  return session ? token_for(desk, *session, request) : refusal("invalid_grant", "expired access/refresh token");
}

// header.claims.signature, each in base64; the user's certificate must have signed it, and it must not be old.
Response by_assertion(Desk& desk, const Request& request, const Form& form) {
  const std::string assertion = value_of(form, "assertion");
  const std::vector<std::string_view> parts = text::split(assertion, '.');
  if (parts.size() != 3) return refusal("invalid_grant", "invalid assertion");
  const auto claims = parse_bounded_json(from_base64(parts[1]).value_or(""), "claims");
  const auto signature = from_base64(parts[2]);
  if (!claims || !claims->is_object() || !signature) return refusal("invalid_grant", "invalid assertion");
  const auto subject = claims->find("sub");
  const auto expires = claims->find("exp");
  if (subject == claims->end() || !subject->is_string()) return refusal("invalid_grant", "invalid assertion");
  if (expires == claims->end() || !expires->is_number() || expires->get<double>() * 1000 < double(desk.clock().now_ms())) {
    return refusal("invalid_grant", "expired assertion");
  }
  const std::string_view is_signed = std::string_view(assertion).substr(0, parts[0].size() + 1 + parts[1].size());
  const auto session = desk.log_in_signed(subject->get<std::string>(), [&](const std::string& certificate) {
    return signature_matches(certificate, is_signed, *signature);
  });
  return session ? token_for(desk, *session, request) : refusal("invalid_grant", "user hasn't approved this consumer");
}

struct GrantRow {
  std::string_view name;
  Response (*answer)(Desk&, const Request&, const Form&);
};

constexpr std::array<GrantRow, 4> kGrants = {{
    {"password", by_password},
    {"client_credentials", by_client},
    {"refresh_token", by_refresh_token},
    {"urn:ietf:params:oauth:grant-type:jwt-bearer", by_assertion},
}};

}  // namespace

Response answer_token(Desk& desk, const Request& request) {
  if (request.method != "POST") return refusal("invalid_request", "must use HTTP POST");
  Form form = parse_form(request.body);
  form.merge(parse_form(query_of(request.target)));
  const std::string grant = value_of(form, "grant_type");
  for (const GrantRow& row : kGrants) {
    if (row.name == grant) return row.answer(desk, request, form);
  }
  return refusal("unsupported_grant_type", "grant type not supported");
}

Response answer_revoke(Desk& desk, const Request& request) {
  Form form = parse_form(request.body);
  form.merge(parse_form(query_of(request.target)));
  const std::string token = value_of(form, "token");
  if (!token.empty() && desk.end(token)) return {.status = 200, .content_type = "", .body = ""};
  // jsforce reads a failure as a form.
  return {.status = 400,
          .content_type = "application/x-www-form-urlencoded",
          .body = token.empty() ? "error=invalid_request&error_description=token%20required"
                                : "error=invalid_token&error_description=invalid%20token"};
}

}  // namespace localorg::front
