// REST as a function: every surface (HTTP, MCP, the command line, the evaluator) calls handle() in process and differs in
// envelope, never in meaning.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/cursors.h"
#include "org/clock.h"
#include "soql/query.h"
#include "store/org_file.h"

namespace localorg::api {

struct Request {
  std::string method = "GET";
  std::string target;                          // /services/data/v59.0/query?q=SELECT+Id+FROM+Case
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string origin = "https://localhost";  // how the client calls this server: scheme, host and port
};

struct Response {
  int status = 200;
  std::string content_type = "application/json;charset=UTF-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {};  // others than those about the content
};

// One client's view of one org: what it asks with, the plans of its queries, its open cursors.  For one thread at a time.
class Session {
 public:
  Session(const store::OpenOrg& org, org::Clock clock) : org_(&org), engine_(org, clock) {}
  Session(const store::OpenOrg& org, org::Clock clock, org::Viewer viewer)
      : org_(&org), engine_(org, clock, std::move(viewer)) {}

  const store::OpenOrg& org() const { return *org_; }
  soql::Engine& engine() { return engine_; }
  Cursors& cursors() { return cursors_; }

 private:
  const store::OpenOrg* org_;
  soql::Engine engine_;
  Cursors cursors_;
};

// Always answers.  Failures are the REST error array with Salesforce's status.
Response handle(Session& session, const Request& request);

// ?q= for a text, and the other way round.
std::string url_encode(std::string_view text);
std::string url_decode(std::string_view text);

// /services/data/v59.0/query?q=...
std::string query_target(std::string_view soql, std::string_view version = "59.0");

}  // namespace localorg::api
