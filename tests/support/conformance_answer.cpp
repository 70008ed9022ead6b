// What the org answers to a case: the verbs, and their answers in the form of an expected text.
#include <algorithm>
#include <array>
#include <exception>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>

#include "api/handle.h"
#include "api/search.h"
#include "base/json.h"
#include "base/text.h"
#include "mcp/org_tools.h"
#include "mcp/session.h"
#include "org/datetime.h"
#include "soql/bind.h"
#include "soql/outline.h"
#include "soql/parse.h"
#include "soql/unparse.h"
#include "sosl/bind.h"
#include "sosl/outline.h"
#include "sosl/parse.h"
#include "sosl/unparse.h"
#include "support/conformance_parts.h"
#include "support/desk_client.h"
#include "support/test_org.h"

namespace localorg::test {
namespace {

constexpr std::string_view kNow = "2022-08-20T12:00:00Z";

// ---- Responses as text

// The message as an expected text has it.  A line feed that stands where it should not, or does not where it should, is said.
std::string message_text(const std::string& message) {
  const bool has_excerpt = message.find("\nERROR at Row:") != std::string::npos;
  if (has_excerpt != message.starts_with('\n'))
    return (has_excerpt ? "[no line feed in front]\n" : "[a line feed in front]") + message;
  return has_excerpt ? message.substr(1) : message;
}

std::string answer_text(const api::Response& response) {
  const std::string status = std::to_string(response.status);
  const auto printed = print_json(response.body);
  if (!printed) return status + " [no JSON, " + printed.error().message + "]\n" + response.body;
  if (response.status == 200) return status + "\n" + *printed;
  const auto body = parse_json(response.body, "body");
  if (body && body->is_array() && body->size() == 1) {
    const Json& error = body->front();
    const bool is_usual =
        error.is_object() && error.size() == 2 && error.begin().key() == "message" && error.contains("errorCode");
    if (is_usual) {
      return status + " " + error["errorCode"].get<std::string>() + "\n" + message_text(error["message"].get<std::string>());
    }
  }
  return status + " [no array of one error]\n" + *printed;
}

using Handler = std::function<api::Response(const api::Request&)>;

// The status, the headers but the one that counts requests, and the body.
std::string show_exchange(const Handler& handle, const api::Request& request) {
  const api::Response response = handle(request);
  std::string out = std::to_string(response.status);
  const auto body = response.body.empty() ? Result<Json>(Json()) : parse_json(response.body, "body");
  const bool is_error = body && response.status >= 400 && body->is_array() && body->size() == 1 && body->front().is_object() &&
                        body->front().contains("errorCode") && body->front().contains("message");
  if (is_error) {
    out += " " + body->front()["errorCode"].get<std::string>();
    if (body->front().contains("fields")) out += " " + body->front()["fields"].dump();
  }
  for (const auto& [name, value] : response.headers) {
    if (name != "Sforce-Limit-Info") out += "\n" + name + ": " + value;
  }
  if (is_error) return out + "\n" + message_text(body->front()["message"].get<std::string>());
  if (response.body.empty()) return out;
  const auto printed = response.content_type.starts_with("application/json") ? print_json(response.body) : response.body;
  return out + "\n" + (printed ? strip_line_feeds(*printed) : "[no JSON]\n" + response.body);
}

// ---- Requests

constexpr auto kMethods = std::to_array<std::string_view>({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"});

bool starts_request(std::string_view line) {
  const auto [method, rest] = first_word(line);
  return rest.starts_with('/') && std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
}

// Header lines come right behind the request's: a name of letters and dashes, a colon, a blank.
bool is_header(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos || colon == 0) return false;
  return std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; });
}

std::string get(api::Session& session, const std::string& target, std::string batch_size = {}) {
  api::Request request{.target = target};
  if (!batch_size.empty()) request.headers["sforce-query-options"] = "batchSize=" + batch_size;
  return answer_text(api::handle(session, request));
}

// Answers are parted by a line of two dashes.
std::string exchanges(const Handler& handle, const std::string& text) {
  std::vector<std::string> answers;
  for (const api::Request& request : requests_of(text)) answers.push_back(show_exchange(handle, request));
  return text::join(answers, "\n--\n");
}

// ---- Steps of a query

// What each of our steps makes of a query, as its outline, or the error that it ends in.
std::string stage_text(const Result<std::string>& made, const std::string& query) {
  if (made) return *made;
  return std::string(name_of(made.error().errorCode)) + "\n" + message_on_wire(made.error(), query);
}

Result<std::string> parsed(const std::string& query) {
  LOCALORG_TRY(const soql::Query ast, soql::parse(query));
  return soql::outline(ast) + soql::unparse(ast);
}

Result<std::string> bound(api::Session& session, const std::string& query) {
  LOCALORG_TRY(const soql::Query ast, soql::parse(query));
  LOCALORG_TRY(const soql::BoundQuery made, soql::bind(ast, *session.org().catalog, session.engine().viewer()));
  return soql::outline(made);
}

Result<std::string> parsed_search(const std::string& text) {
  LOCALORG_TRY(const sosl::Search ast, sosl::parse(text));
  return sosl::outline(ast) + sosl::unparse(ast);
}

Result<std::string> bound_search(api::Session& session, const std::string& text) {
  LOCALORG_TRY(const sosl::Search ast, sosl::parse(text));
  LOCALORG_TRY(const sosl::BoundSearch made, sosl::bind(ast, *session.org().catalog, session.engine().viewer()));
  return sosl::outline(made);
}

void add_sql(const soql::Plan& plan, std::string& out) {
  out += plan.sql.text + "\n";
  for (std::size_t i = 0; i < plan.sql.parameters.size(); ++i) {
    out += "  ?" + std::to_string(i + 1) + " = ";
    const org::Value& value = plan.sql.parameters[i];
    if (const auto* text = std::get_if<std::string>(&value)) out += *text;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) out += std::to_string(*integer);
    if (const auto* number = std::get_if<double>(&value)) out += text::java_double(*number);
    out += "\n";
  }
  for (const soql::Plan& child : plan.children) add_sql(child, out);
}

Result<std::string> sql(api::Session& session, const std::string& query) {
  LOCALORG_TRY(const soql::Query ast, soql::parse(query));
  LOCALORG_TRY(const soql::BoundQuery made, soql::bind(ast, *session.org().catalog, session.engine().viewer()));
  std::string out;
  add_sql(soql::translate(made), out);
  return out;
}

// ---- Verbs

// A line a message, in one session; answers are parted by a line of two dashes, and "nothing" is one.
std::string conversation(api::Session& org, const std::string& messages) {
  const mcp::Settings settings{.version = "1.0", .tools = mcp::org_tools()};
  mcp::Session session(settings, org);
  std::vector<std::string> answers;
  for (const std::string& line : lines_of(messages)) answers.push_back(session.answer(line).value_or("nothing"));
  return text::join(answers, "\n--\n");
}

struct VerbRow {
  std::string_view name;
  std::string (*answer)(api::Session&, const std::string& text);
};

constexpr auto kVerbs = std::to_array<VerbRow>({
    {"query", [](api::Session& s, const std::string& q) { return get(s, api::query_target(q)); }},
    {"search", [](api::Session& s, const std::string& q) { return get(s, api::search_target(q)); }},
    {"queryAll",
     [](api::Session& s, const std::string& q) { return get(s, "/services/data/v59.0/queryAll?q=" + api::url_encode(q)); }},
    // GET of each line's path, one after the other in one session; the answer is the last one's.  A path may be followed by
    // a batch size.  Lines that begin with a method are whole requests, against a copy of the org that may be written.
    {"request",
     [](api::Session& s, const std::string& paths) {
       if (starts_request(paths)) return exchanges([&](const api::Request& r) { return api::handle(s, r); }, paths);
       std::string last;
       for (const std::string& line : lines_of(paths)) {
         const auto [path, batch_size] = first_word(line);
         last = get(s, path, batch_size);
       }
       return last;
     }},
    // The same through the front desk (desk_client.h): logins, sessions, strangers.
    {"desk",
     [](api::Session& s, const std::string& requests) {
       DeskClient client(s.org(), s.clock());
       return exchanges([&](const api::Request& r) { return client.handle(r); }, requests);
     }},
    {"mcp", [](api::Session& s, const std::string& messages) { return conversation(s, messages); }},
    {"parse", [](api::Session&, const std::string& q) { return stage_text(parsed(q), q); }},
    {"parse_search", [](api::Session&, const std::string& q) { return stage_text(parsed_search(q), q); }},
    {"bind_search", [](api::Session& s, const std::string& q) { return stage_text(bound_search(s, q), q); }},
    {"bind", [](api::Session& s, const std::string& q) { return stage_text(bound(s, q), q); }},
    {"sql", [](api::Session& s, const std::string& q) { return stage_text(sql(s, q), q); }},
});

const VerbRow* find_verb(std::string_view name) {
  const auto* found = std::find_if(kVerbs.begin(), kVerbs.end(), [&](const VerbRow& row) { return row.name == name; });
  return found == kVerbs.end() ? nullptr : found;
}

}  // namespace

bool is_verb(std::string_view name) { return find_verb(name) != nullptr; }

std::vector<api::Request> requests_of(const std::string& text) {
  std::vector<api::Request> requests;
  const auto lines = lines_of(text);
  for (std::size_t at = 0; at < lines.size();) {
    api::Request request;
    if (!starts_request(lines[at])) {  // a path, to be got
      request.target = first_word(lines[at++]).first;
      requests.push_back(std::move(request));
      continue;
    }
    std::tie(request.method, request.target) = first_word(lines[at++]);
    for (; at < lines.size() && is_header(lines[at]); ++at) {
      const std::size_t colon = lines[at].find(": ");
      request.headers[text::lower(lines[at].substr(0, colon))] = lines[at].substr(colon + 2);
    }
    const std::size_t begin = at;
    while (at < lines.size() && !starts_request(lines[at])) ++at;
    request.body = strip_line_feeds(join_lines(lines, begin, at));
    if (!request.body.empty()) request.headers.try_emplace("content-type", "application/json");
    requests.push_back(std::move(request));
  }
  return requests;
}

Result<std::string> answer_of(const CaseFile& file, const Case& test) {
  const auto option = [&](const std::string& name, std::string_view otherwise) {
    const auto found = test.with.find(name);
    return found == test.with.end() ? std::string(otherwise) : found->second;
  };
  LOCALORG_TRY(const store::OpenOrg* org, test_org(file.org));
  const auto now = org::parse_datetime(option("now", kNow));
  if (!now) return error_without_position(ErrorCode::ORG_UNUSABLE, "with now: '" + option("now", "") + "' is no dateTime");
  org::Viewer viewer = soql::viewer_of(*org);
  viewer.calendar.time_zone = option("timezone", viewer.calendar.time_zone);
  if (!org::is_time_zone(viewer.calendar.time_zone)) {
    return error_without_position(ErrorCode::ORG_UNUSABLE, "with timezone: no zone '" + viewer.calendar.time_zone + "'");
  }
  std::optional<store::OpenOrg> copy;
  if (test.verb == "request" && starts_request(test.query)) {
    LOCALORG_TRY(const store::Image image, test_image(file.org));
    LOCALORG_TRY(copy, store::copy_of(*org, image));
    org = &*copy;
  }
  api::Session session(*org, org::Clock(*now), viewer);
  if (copy && option("writes", "yes") != "no") session.allow_writes(*copy);
  try {
    return strip_line_feeds(find_verb(test.verb)->answer(session, test.query));
  } catch (const std::exception& e) {
    return std::string("[handle() never throws, but did]\n") + e.what();
  }
}

}  // namespace localorg::test
