#include "support/desk_client.h"

#include <vector>

#include "front/secrets.h"

namespace localorg::test {
namespace {

constexpr const char* kOrigin = "https://desk.example";

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

// Hashing takes its time: once per process.
const std::vector<store::UserRow>& users() {
  static const std::vector<store::UserRow> rows = {
      {"ann.lee@small.example", "005Te0000000001IAA", front::hash_password("pa&ss"), front::hash_password("pa&ssTOKEN"), ""},
      {"zoe@small.example", "005Te0000000003IAA", front::hash_password("straße"), "", ""},
  };
  return rows;
}

front::Settings settings_for(const store::OpenOrg& org, org::Clock clock) {
  const auto open = [&org, clock](const std::string& user_id) -> Result<front::Workspace> {
    org::Viewer viewer = soql::viewer_of(org);
    viewer.user_id = user_id;
    front::Workspace workspace;
    workspace.session = std::make_unique<api::Session>(org, clock, viewer);
    return workspace;
  };
  front::Settings settings{.orgs = {{"small", &org, open, users()}}, .clock = clock, .secret = "a secret for tests"};
  settings.always_default_user = true;
  return settings;
}

// The session id in an answer of login, SOAP or OAuth.
std::string session_in(const std::string& body) {
  for (const auto& [begin, end] : {std::pair{"<sessionId>", "<"}, std::pair{"\"access_token\":\"", "\""}}) {
    const std::size_t at = body.find(begin);
    if (at == std::string::npos) continue;
    const std::size_t from = at + std::string(begin).size();
    return body.substr(from, body.find(end, from) - from);
  }
  return "";
}

}  // namespace

DeskClient::DeskClient(const store::OpenOrg& org, org::Clock clock) : desk_(settings_for(org, clock)) {}

api::Response DeskClient::handle(api::Request request) {
  const front::Credentials known = desk_.credentials();
  const auto fill = [&](std::string& text) {
    replace_all(text, "{token}", known.token);
    replace_all(text, "{session}", session_);
    replace_all(text, "{refresh}", known.refresh_token);
    replace_all(text, "{password}", known.password);
    replace_all(text, "{security}", known.security_token);
  };
  fill(request.target);
  fill(request.body);
  for (auto& [name, value] : request.headers) fill(value);
  request.origin = kOrigin;
  api::Response response = desk_.handle(request);
  if (const std::string session = session_in(response.body); !session.empty()) session_ = session;
  if (!response.content_type.empty() && !response.content_type.starts_with("application/json")) {
    response.headers.insert(response.headers.begin(), {"Content-Type", response.content_type});
  }
  replace_all(response.body, session_, "{session}");
  replace_all(response.body, known.token, "{token}");
  return response;
}

}  // namespace localorg::test
