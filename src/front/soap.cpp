#include "front/soap.h"

#include <array>

#include "base/markup.h"
#include "front/reply.h"
#include "front/xml.h"

namespace localorg::front {
namespace {

using api::Request;
using api::Response;

constexpr std::string_view kEnvelope = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view kSchema = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::string_view kBadLogin = "Invalid username, password, security token; or user locked out.";
constexpr std::string_view kBadSession = "Invalid Session ID found in SessionHeader: Illegal Session";

// One call, taken apart.
struct Call {
  Desk& desk;
  const Request& request;
  std::string dialect;  // partner, enterprise
  std::string version;  // 59.0, as the client wrote it
  const Element& envelope;
  const Element& operation;

  std::string session_id() const {
    const Element* header = envelope.find("SessionHeader");
    return header == nullptr ? "" : header->text_of("sessionId");
  }
};

Response xml(int status, std::string body) {
  return {.status = status,
          .content_type = "text/xml;charset=UTF-8",
          .body = R"(<?xml version="1.0" encoding="UTF-8"?>)" + std::move(body)};
}

Response success(const Call& call, const std::string& body) {
  return xml(200, "<soapenv:Envelope xmlns:soapenv=\"" + std::string(kEnvelope) + "\" xmlns=\"urn:" + call.dialect +
                      ".soap.sforce.com\" xmlns:xsi=\"" + std::string(kSchema) + "\"><soapenv:Body>" + body +
                      "</soapenv:Body></soapenv:Envelope>");
}

// `code` is the faultcode, with its prefix where clients look for one; `detail`: LoginFault, or empty.
Response fault(std::string_view dialect, std::string_view faultcode, std::string_view code, std::string_view message,
               std::string_view detail) {
  std::string body = "<soapenv:Envelope xmlns:soapenv=\"" + std::string(kEnvelope) + "\" xmlns:sf=\"urn:fault." +
                     std::string(dialect) + ".soap.sforce.com\" xmlns:xsi=\"" + std::string(kSchema) +
                     "\"><soapenv:Body><soapenv:Fault><faultcode>" + std::string(faultcode) + "</faultcode><faultstring>" +
                     (code.empty() ? "" : std::string(code) + ": ") + text::escape_xml(message) + "</faultstring>";
  if (!detail.empty()) {
    const std::string name = "sf:" + std::string(detail);
    body += "<detail><" + name + " xsi:type=\"" + name + "\"><sf:exceptionCode>" + std::string(code) +
            "</sf:exceptionCode><sf:exceptionMessage>" + text::escape_xml(message) + "</sf:exceptionMessage></" + name +
            "></detail>";
  }
  return xml(500, body + "</soapenv:Fault></soapenv:Body></soapenv:Envelope>");
}

Response no_such_session(const Call& call) {
  return fault(call.dialect, "sf:INVALID_SESSION_ID", "INVALID_SESSION_ID", kBadSession, "UnexpectedErrorFault");
}

std::string element(std::string_view name, std::string_view text) {
  return "<" + std::string(name) + ">" + text::escape_xml(text) + "</" + std::string(name) + ">";
}

std::string nil_or(std::string_view name, const std::string& text) {
  return text.empty() ? "<" + std::string(name) + " xsi:nil=\"true\"/>" : element(name, text);
}

// What login and getUserInfo tell of the user, in the order of the WSDL.
std::string user_fields(const Call& call, const Session& session) {
  const Person person = call.desk.person(session);
  const std::string seconds = std::to_string(call.desk.settings().session_seconds);
  return element("accessibilityMode", "false") + element("chatterExternal", "false") + element("currencySymbol", "$") +
         element("orgAttachmentFileSizeLimit", "26214400") + element("orgDefaultCurrencyIsoCode", "USD") +
         element("orgDefaultCurrencyLocale", person.locale) + element("orgDisallowHtmlAttachments", "false") +
         element("orgHasPersonAccounts", "false") + element("organizationId", call.desk.org_id(session)) +
         element("organizationMultiCurrency", "false") + element("organizationName", call.desk.org_name(session)) +
         element("profileId", person.profile_id) + nil_or("roleId", person.role_id) + element("sessionSecondsValid", seconds) +
         nil_or("userDefaultCurrencyIsoCode", "") + element("userEmail", person.email) + element("userFullName", person.name) +
         element("userId", person.user_id) + element("userLanguage", person.language) + element("userLocale", person.locale) +
         element("userName", person.username) + element("userTimeZone", person.time_zone) +
         element("userType", person.user_type) + element("userUiSkin", "Theme3");
}

Response login(const Call& call) {
  const auto session = call.desk.log_in(call.operation.text_of("username"), call.operation.text_of("password"));
  if (!session) return fault(call.dialect, "INVALID_LOGIN", "INVALID_LOGIN", kBadLogin, "LoginFault");
  const std::string place = "/" + call.version + "/" + call.desk.org_id(*session).substr(0, 15);
  const std::string base = call.request.origin + "/services/Soap/";
  return success(call, "<loginResponse><result>" + element("metadataServerUrl", base + "m" + place) +
                           element("passwordExpired", "false") + element("sandbox", "false") +
                           element("serverUrl", base + (call.dialect == "partner" ? "u" : "c") + place) +
                           element("sessionId", session->id) + element("userId", session->user_id) + "<userInfo>" +
                           user_fields(call, *session) + "</userInfo></result></loginResponse>");
}

Response logout(const Call& call) {
  const std::string id = call.session_id();
  if (call.desk.find(id) == nullptr) return no_such_session(call);
  call.desk.end(id);
  return success(call, "<logoutResponse/>");
}

Response get_user_info(const Call& call) {
  const auto session = call.desk.find(call.session_id());
  if (!session) return no_such_session(call);
  return success(call, "<getUserInfoResponse><result>" + user_fields(call, *session) + "</result></getUserInfoResponse>");
}

struct OperationRow {
  std::string_view name;
  Response (*answer)(const Call&);
};

constexpr std::array<OperationRow, 3> kOperations = {{
    {"login", login},
    {"logout", logout},
    {"getUserInfo", get_user_info},
}};

Response unknown_operation(const Call& call) {
  if (call.desk.find(call.session_id()) == nullptr) return no_such_session(call);
  return fault(call.dialect, "sf:INVALID_OPERATION", "INVALID_OPERATION",
               "localorg answers login, logout and getUserInfo over SOAP, not " + call.operation.name, "UnexpectedErrorFault");
}

bool is_version(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == text.size()) return false;
  return text.find_first_not_of("0123456789.") == std::string_view::npos && text.find('.', dot + 1) == std::string_view::npos;
}

}  // namespace

Response answer_soap(Desk& desk, const Request& request) {
  const std::vector<std::string_view> path = path_of(request.target);
  const std::string dialect = path[2] == "u" ? "partner" : "enterprise";
  if (path.size() < 4 || path.size() > 5 || !is_version(path[3])) return not_found();
  if (request.method != "POST") return method_not_allowed(request.method, "POST");
  const auto envelope = parse_xml(request.body);
  if (!envelope) return fault(dialect, "soapenv:Client", "", envelope.error().message, "");
  const Element* body = envelope->child("Body");
  if (envelope->name != "Envelope" || body == nullptr || body->children.empty()) {
    return fault(dialect, "soapenv:Client", "", "No operation found in the SOAP envelope", "");
  }
  const Call call{desk, request, dialect, std::string(path[3]), *envelope, body->children.front()};
  for (const OperationRow& row : kOperations) {
    if (row.name == call.operation.name) return row.answer(call);
  }
  return unknown_operation(call);
}

}  // namespace localorg::front
