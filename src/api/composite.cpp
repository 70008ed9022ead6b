// Several requests in one: composite, composite/batch, composite/graph (wire.md 4.7).  Each goes through handle() as if it had
// come alone.
#include <algorithm>
#include <optional>
#include <set>

#include "api/composite_reference.h"
#include "api/json_body.h"
#include "api/resources.h"
#include "base/text.h"
#include "store/transaction.h"

namespace localorg::api {
namespace {

constexpr std::size_t kMaxSubrequests = 25;
constexpr std::size_t kMaxGraphSubrequests = 500;

SalesforceError bad_request(std::string what) { return error_without_position(ErrorCode::JSON_PARSER_ERROR, std::move(what)); }

std::string text_in(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() || !found->is_string() ? "" : found->get<std::string>();
}

bool flag_in(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

// A list of requests in a body, of which there may be only so many.
Result<const Json*> requests_in(const Json& body, const char* name, std::size_t most) {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_array()) return bad_request(std::string("The ") + name + " list is required.");
  if (found->size() > most) {
    return error_without_position(ErrorCode::LIMIT_EXCEEDED, "Limit exceeded: the request has " +
                                                                 std::to_string(found->size()) + " subrequests, at most " +
                                                                 std::to_string(most) + " are allowed");
  }
  for (const Json& entry : *found) {
    if (!entry.is_object()) return bad_request(std::string("The ") + name + " must be objects.");
  }
  return &*found;
}

Json body_of(const Response& response) {
  if (response.body.empty()) return {};
  Json body = Json::parse(response.body, nullptr, false);
  return body.is_discarded() ? Json(response.body) : body;
}

// The outer request's headers, and those of the subrequest.
Response send(const Call& call, const std::string& method, const std::string& url, const Json& body, const Json& headers = {}) {
  Request request = call.request;
  if (headers.is_object()) {
    for (const auto& [name, value] : headers.items()) {
      if (value.is_string()) request.headers[text::lower(name)] = value.get<std::string>();
    }
  }
  request.method = method.empty() ? "GET" : text::upper(method);
  request.target = url;
  request.body = body.is_null() ? "" : body.dump();
  request.headers["content-type"] = "application/json";
  return handle(call.session, request);
}

// A URL of a subrequest has blanks and all where a client wrote them; it may not call composite again.
bool is_allowed(const std::string& url) {
  const std::size_t at = url.find("/composite");
  return url.starts_with("/services/data/v") && (at == std::string::npos || url.compare(at, 19, "/composite/sobjects") == 0 ||
                                                 url.compare(at, 15, "/composite/tree") == 0);
}

struct Answered {
  Response response;
  std::string reference;

  bool is_good() const { return response.status < 400; }
  Json entry() const {
    Json headers = Json::object();
    for (const auto& [name, value] : response.headers) {
      if (name == "Location") headers[name] = value;
    }
    return {{"body", body_of(response)},
            {"httpHeaders", std::move(headers)},
            {"httpStatusCode", response.status},
            {"referenceId", reference}};
  }
};

Response send_one(const Call& call, const Json& request, const Answers& answers) {
  const auto url = resolve(text_in(request, "url"), answers);
  if (!url) return failure(url.error());
  if (!is_allowed(*url)) return failure(bad_request("The URL " + *url + " is not supported in a composite request."));
  const auto body = resolve(request.value("body", Json()), answers);
  if (!body) return failure(body.error());
  return send(call, text_in(request, "method"), *url, *body, request.value("httpHeaders", Json()));
}

// All of one after the other; with `all_or_none` nothing is kept where one fails, and those that did well say so.
Result<std::vector<Answered>> send_all(const Call& call, const Json& requests, bool all_or_none) {
  std::optional<store::Transaction> transaction;
  if (auto writable = call.session.writable(); all_or_none && writable) {
    LOCALORG_TRY(store::Transaction begun, store::Transaction::begin(**writable));
    transaction.emplace(std::move(begun));
  }
  std::vector<Answered> answered;
  Answers answers;
  bool has_failed = false;
  for (const Json& request : requests) {
    if (has_failed && all_or_none) {
      answered.push_back({Response{}, text_in(request, "referenceId")});
      continue;
    }
    answered.push_back({send_one(call, request, answers), text_in(request, "referenceId")});
    has_failed = has_failed || !answered.back().is_good();
    if (answered.back().is_good()) answers[answered.back().reference] = body_of(answered.back().response);
  }
  if (all_or_none && has_failed) {
    for (Answered& one : answered) {
      if (!one.is_good()) continue;
      one.response = failure(
          error_without_position(ErrorCode::PROCESSING_HALTED,
                                 "The transaction was rolled back since another operation in the same transaction failed."));
    }
  } else if (transaction) {
    LOCALORG_CHECK(transaction->commit());
  }
  return answered;
}

Result<void> check_references(const Json& requests) {
  std::set<std::string> seen;
  for (const Json& request : requests) {
    const std::string reference = text_in(request, "referenceId");
    if (reference.empty()) return bad_request("The referenceId of each subrequest is required.");
    if (!seen.insert(reference).second) return bad_request("Duplicate ReferenceId provided in the request: " + reference);
  }
  return {};
}

Json entries_of(const std::vector<Answered>& answered) {
  Json entries = Json::array();
  for (const Answered& one : answered) entries.push_back(one.entry());
  return entries;
}

Result<Response> compose(const Call& call) {
  LOCALORG_TRY(const Json body, json_object_body(call));
  LOCALORG_TRY(const Json* requests, requests_in(body, "compositeRequest", kMaxSubrequests));
  LOCALORG_CHECK(check_references(*requests));
  LOCALORG_TRY(const auto answered, send_all(call, *requests, flag_in(body, "allOrNone")));
  return ok(Json{{"compositeResponse", entries_of(answered)}});
}

Result<Response> run_batch(const Call& call) {
  LOCALORG_TRY(const Json body, json_object_body(call));
  LOCALORG_TRY(const Json* requests, requests_in(body, "batchRequests", kMaxSubrequests));
  const bool halts = flag_in(body, "haltOnError");
  Json results = Json::array();
  bool has_errors = false;
  for (const Json& request : *requests) {
    Response response = failure(error_without_position(ErrorCode::PROCESSING_HALTED, "The batch was halted by an error."));
    if (!has_errors || !halts) {
      std::string url = text_in(request, "url");
      if (!url.starts_with("/services/data/"))
        url = "/services/data/" + url.substr(std::min(url.find_first_not_of('/'), url.size()));
      response = is_allowed(url) || url.starts_with("/services/data/v")
                     ? send(call, text_in(request, "method"), url, request.value("richInput", Json()))
                     : not_found();
    }
    has_errors = has_errors || response.status >= 400;
    results.push_back({{"statusCode", response.status}, {"result", body_of(response)}});
  }
  return ok(Json{{"hasErrors", has_errors}, {"results", std::move(results)}});
}

// Each graph is all or nothing.
Result<Response> run_graphs(const Call& call) {
  LOCALORG_TRY(const Json body, json_object_body(call));
  LOCALORG_TRY(const Json* graphs, requests_in(body, "graphs", kMaxGraphSubrequests));
  Json out = Json::array();
  for (const Json& graph : *graphs) {
    LOCALORG_TRY(const Json* requests, requests_in(graph, "compositeRequest", kMaxGraphSubrequests));
    LOCALORG_CHECK(check_references(*requests));
    LOCALORG_TRY(const auto answered, send_all(call, *requests, true));
    const bool is_good = std::all_of(answered.begin(), answered.end(), [](const Answered& one) { return one.is_good(); });
    out.push_back({{"graphId", text_in(graph, "graphId")},
                   {"graphResponse", {{"compositeResponse", entries_of(answered)}}},
                   {"isSuccessful", is_good}});
  }
  return ok(Json{{"graphs", std::move(out)}});
}

}  // namespace

Response get_composite(const Call& call) {
  const std::string base = call.base() + "/composite";
  return ok(
      Json{{"sobjects", base + "/sobjects"}, {"batch", base + "/batch"}, {"graph", base + "/graph"}, {"tree", base + "/tree"}});
}

Response post_composite(const Call& call) { return answer_of(compose(call)); }
Response post_batch(const Call& call) { return answer_of(run_batch(call)); }
Response post_graph(const Call& call) { return answer_of(run_graphs(call)); }

}  // namespace localorg::api
