#include "mcp/http.h"

#include "mcp/http_headers.h"
#include "mcp/session.h"

namespace localorg::mcp {
namespace {

api::Response json(int status, std::string body) {
  return {.status = status, .content_type = "application/json", .body = std::move(body)};
}

api::Response nothing(int status) { return {.status = status, .content_type = ""}; }

Knock refuse(int status, const Fault& fault, const Json& id = nullptr) {
  return {.response = json(status, fault_text(id, fault))};
}

Knock refuse(int status, const std::string& why) {
  return refuse(status, Fault{.code = Code::invalid_request, .message = "Invalid Request: " + why});
}

// What its header says; null: a revision that is not spoken here.
const Version* version_of(const api::Request& request) {
  const std::string_view name = header_of(request, "mcp-protocol-version");
  return name.empty() ? &kUnsaidVersion : find_version(name);
}

Knock knock_in_session(const api::Request& request) {
  const std::string id(header_of(request, "mcp-session-id"));
  if (id.empty()) return refuse(400, "Mcp-Session-Id is missing: initialize comes first");
  return {.wish = Wish::session, .session_id = id};
}

Knock knock_alone(const api::Request& request, const Message& message, const Version& version) {
  if (message.kind != Message::Kind::request) return {.response = nothing(202)};
  if (const auto fault = mismatch_in(request, message, version.name)) return refuse(400, *fault, message.id);
  return {.wish = Wish::alone};
}

Knock knock_with(const api::Request& request, const Message& message) {
  const auto stateless = stateless_version(message);
  if (const auto* fault = std::get_if<Fault>(&stateless)) return refuse(400, *fault, message.id);
  if (const Version* version = std::get<const Version*>(stateless)) return knock_alone(request, message, *version);
  if (message.method == "initialize" && message.kind == Message::Kind::request) return {.wish = Wish::open};
  const Version* version = version_of(request);
  if (version == nullptr) return refuse(400, "MCP-Protocol-Version names a revision that is not spoken here");
  if (!version->is_stateless) return knock_in_session(request);
  if (message.kind != Message::Kind::request) return {.response = nothing(202)};
  const Fault fault{.code = Code::invalid_params,
                    .message = "Invalid params: _meta lacks io.modelcontextprotocol/protocolVersion"};
  return refuse(400, fault, message.id);
}

Knock knock_by_post(const api::Request& request) {
  if (!is_json(header_of(request, "content-type"))) return refuse(415, "Content-Type is not application/json");
  if (!takes_json(header_of(request, "accept"))) return refuse(406, "Accept does not take application/json");
  const auto parsed = parse_text(request.body);
  if (const auto* refused = std::get_if<Refused>(&parsed)) return refuse(400, refused->fault, refused->id);
  const Json& body = std::get<Json>(parsed);
  if (body.is_array()) {
    const Version* version = version_of(request);
    if (version != nullptr && version->takes_batches) return knock_in_session(request);
    return refuse(400, "batches belong to the revision 2025-03-26 alone");
  }
  const auto read = read_message(body);
  if (const auto* refused = std::get_if<Refused>(&read)) return refuse(400, refused->fault, refused->id);
  return knock_with(request, std::get<Message>(read));
}

// The version of a request that is answered by itself, and the request.
api::Response answer_alone(const Settings& settings, api::Session& org, const Version& version, const Message& request) {
  const Outcome outcome = run_method(settings, org, version, request);
  const auto* fault = std::get_if<Fault>(&outcome);
  if (fault == nullptr) return json(200, result_text(request.id, std::get<Json>(outcome)));
  return json(fault->code == Code::method_not_found ? 404 : 200, fault_text(request.id, *fault));
}

}  // namespace

Knock knock(const api::Request& request) {
  if (!is_own_origin(header_of(request, "origin"))) return refuse(403, "Origin is not this machine");
  if (request.method == "POST") return knock_by_post(request);
  if (request.method != "DELETE") {
    Knock out = refuse(405, "only POST and DELETE are answered: there is no stream");
    out.response.headers.emplace_back("Allow", "POST, DELETE");
    return out;
  }
  Knock out = knock_in_session(request);
  if (out.wish == Wish::session) out.wish = Wish::end;
  return out;
}

api::Response answer(const Settings& settings, api::Session& org, const api::Request& request, const std::string& opened) {
  const auto parsed = parse_text(request.body);
  if (const auto* refused = std::get_if<Refused>(&parsed)) return json(400, fault_text(refused->id, refused->fault));
  const auto read = read_message(std::get<Json>(parsed));
  if (const auto* message = std::get_if<Message>(&read)) {
    const auto stateless = stateless_version(*message);
    const auto* version = std::get_if<const Version*>(&stateless);
    if (version != nullptr && *version != nullptr) return answer_alone(settings, org, **version, *message);
  }
  Session session(settings, org, opened.empty() ? version_of(request) : nullptr);
  const auto text = session.answer(request.body);
  if (!text) return nothing(202);
  api::Response response = json(200, *text);
  if (!opened.empty()) response.headers.emplace_back("Mcp-Session-Id", opened);
  return response;
}

api::Response session_ended() { return nothing(204); }

api::Response no_such_session() {
  return json(404, fault_text(nullptr, {.code = Code::session_not_found, .message = "Session not found: initialize anew"}));
}

api::Response not_let_in() {
  api::Response response = json(401, fault_text(nullptr, {.code = Code::invalid_request,
                                                          .message = "Invalid Request: a session id of this org is needed as "
                                                                     "Authorization: Bearer"}));
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace localorg::mcp
