// A request taken apart, and the answers that every resource gives in the same form.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/handle.h"
#include "base/json.h"
#include "base/result.h"

namespace localorg::api {

struct Call {
  Session& session;
  const Request& request;
  std::string version;                       // 59.0
  std::vector<std::string> path;             // behind the version, decoded
  std::map<std::string, std::string> query;  // decoded

  const org::Catalog& catalog() const { return *session.org().catalog; }
  // /services/data/v59.0
  std::string base() const { return "/services/data/v" + version; }
  // A query parameter; empty: it is not there.
  std::string parameter(const std::string& name) const;
  // A request header, by its name in lower case.
  std::string header(const std::string& name) const;
};

Response ok(std::string body);
Response ok(const Json& body);
Response answer(int status, const Json& body);
Response no_content();
// The REST error array with Salesforce's status; `query` is the text that a position refers to.
Response failure(const SalesforceError& error, std::string_view query = {});
// The router's own 404, which has its code first (observed).
Response not_found();
// The body of a Result: the answer, or the failure.
Response answer_of(Result<Response> result);

// {"message", "statusCode", "fields"}: an error inside of an answer about several records.
Json error_in_result(const SalesforceError& error);

// The object of path[index], or null.
const org::SObject* object_in(const Call& call, std::size_t index);

// The path and query of a request target, as in Call.
std::vector<std::string> steps_of(std::string_view path);
std::map<std::string, std::string> parameters_of(std::string_view query);

}  // namespace localorg::api
