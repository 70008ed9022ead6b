// REST as a function: every surface (HTTP, MCP, the command line, the evaluator) calls handle() in process and differs in
// envelope, never in meaning.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/cursors.h"
#include "api/jobs.h"
#include "dml/write.h"
#include "org/clock.h"
#include "soql/query.h"
#include "sosl/search.h"
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

// One client's view of one org: what it asks with, the plans of its queries, its open cursors and jobs.  For one thread at a
// time.  It may read; whether it may write, allow_writes() says.
class Session {
 public:
  Session(const store::OpenOrg& org, org::Clock clock)
      : org_(&org), clock_(clock), engine_(org, clock), search_engine_(engine_) {}
  Session(const store::OpenOrg& org, org::Clock clock, org::Viewer viewer)
      : org_(&org), clock_(clock), engine_(org, clock, std::move(viewer)), search_engine_(engine_) {}

  // `org` is the session's org, opened for writing (store::Access::write) or in memory.
  void allow_writes(store::OpenOrg& org) { writable_ = &org; }
  // The first write makes the org that is read and written from then on: a private copy, of the same catalog.
  using MakeCopy = std::function<Result<store::OpenOrg*>()>;
  void allow_writes_to_copy(MakeCopy make) { make_copy_ = std::move(make); }

  const store::OpenOrg& org() const { return *org_; }
  const org::Clock& clock() const { return clock_; }
  soql::Engine& engine() { return engine_; }
  sosl::Engine& search_engine() { return search_engine_; }
  Cursors& cursors() { return kept_.cursors; }
  Jobs& jobs() { return kept_.jobs; }
  // The org, to be written: INSUFFICIENT_ACCESS_OR_READONLY for a session that may only read.
  Result<store::OpenOrg*> writable();
  // The same with who writes and when.
  Result<dml::Context> writer();
  // The records that this session got or wrote by their Ids, the last one first (`recent`): object and Id.
  using Recent = std::vector<std::pair<const org::SObject*, std::string>>;
  const Recent& recent() const { return kept_.recent; }
  void note_recent(const org::SObject& object, const std::string& id);
  // Requests answered, this one included.
  std::uint64_t count_request() { return ++kept_.requests; }
  std::uint64_t requests() const { return kept_.requests; }

  // What a client knows this session by, for the next session of the same client on the same org.
  struct Kept {
    Cursors cursors = {};
    Jobs jobs = {};
    Recent recent = {};
    std::uint64_t requests = 0;
  };
  Kept leave() { return std::exchange(kept_, {}); }
  void go_on_with(Kept kept) { kept_ = std::move(kept); }

 private:
  const store::OpenOrg* org_;
  store::OpenOrg* writable_ = nullptr;
  MakeCopy make_copy_;
  org::Clock clock_;
  soql::Engine engine_;
  sosl::Engine search_engine_;  // refers to the other
  Kept kept_;
};

// Always answers.  Failures are the REST error array with Salesforce's status.
Response handle(Session& session, const Request& request);

// ?q= for a text, and the other way round.
std::string url_encode(std::string_view text);
std::string url_decode(std::string_view text);

// /services/data/v59.0/query?q=...
std::string query_target(std::string_view soql, std::string_view version = "59.0");

}  // namespace localorg::api
