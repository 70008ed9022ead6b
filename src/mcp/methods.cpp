#include "mcp/methods.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "mcp/resources.h"

namespace localorg::mcp {
namespace {

constexpr const char* kInstructions =
    "A Salesforce org on this machine, read only. Find names with list_objects and describe_object, then ask with soql_query "
    "and "
    "sosl_search. SOQL and SOSL are Salesforce's: errors are those of a live org and say what to change.";

struct Call {
  const Settings& settings;
  api::Session& org;
  const Version& version;
  const Json& params;
};

Fault invalid(std::string message) {
  return {.code = Code::invalid_params, .message = "Invalid params: " + std::move(message)};
}

Json implementation(const Call& call) {
  Json out = {{"name", "localorg"}};
  if (call.version.has_structured) out["title"] = "localorg";
  out["version"] = call.settings.version;
  return out;
}

Json capabilities() {
  return {{"tools", {{"listChanged", false}}},
          {"resources", {{"subscribe", false}, {"listChanged", false}}},
          {"completions", Json::object()}};
}

Outcome initialize(const Call& call) {
  if (text_at(call.params, "protocolVersion").empty()) return invalid("protocolVersion is no text");
  return Json{{"protocolVersion", call.version.name},
              {"capabilities", capabilities()},
              {"serverInfo", implementation(call)},
              {"instructions", kInstructions}};
}

Outcome discover(const Call&) {
  Json versions = Json::array();
  for (const Version& version : kVersions) {
    if (version.is_stateless) versions.push_back(version.name);
  }
  return Json{{"supportedVersions", std::move(versions)}, {"capabilities", capabilities()}, {"instructions", kInstructions}};
}

Outcome ping(const Call&) { return Json::object(); }

// The page of a list that a cursor begins: {key: [...], "nextCursor"}.  A cursor is the number of its first item.
template <typename List, typename Show>
Outcome page_of(const Call& call, const char* key, const List& list, const Show& show) {
  const std::string cursor = text_at(call.params, "cursor");
  std::size_t first = 0;
  const bool is_given = call.params.contains("cursor");
  const auto [end, fault] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), first);
  if (is_given && (fault != std::errc{} || end != cursor.data() + cursor.size() || first >= list.size())) {
    return invalid("cursor is none that this server gave");
  }
  const std::size_t last = std::min(first + call.settings.page, list.size());
  Json items = Json::array();
  for (std::size_t i = first; i < last; ++i) items.push_back(show(list[i]));
  Json out = {{key, std::move(items)}};
  if (last < list.size()) out["nextCursor"] = std::to_string(last);
  return out;
}

Outcome tools_list(const Call& call) {
  return page_of(call, "tools", call.settings.tools,
                 [&](const Tool& tool) { return describe(tool, call.version.has_structured); });
}

Outcome tools_call(const Call& call) {
  const std::string name = text_at(call.params, "name");
  if (name.empty()) return invalid("name is no text");
  const auto& tools = call.settings.tools;
  const auto tool = std::find_if(tools.begin(), tools.end(), [&](const Tool& t) { return t.name == name; });
  if (tool == tools.end()) return Fault{.code = Code::invalid_params, .message = "Unknown tool: " + name};
  const auto given = call.params.find("arguments");
  const Json arguments = given == call.params.end() || given->is_null() ? Json::object() : *given;
  if (!arguments.is_object()) return invalid("arguments is no object");
  return result_of(tool->run(call.org, arguments), call.version.has_structured);
}

Outcome resources_list(const Call& call) {
  return page_of(call, "resources", list_resources(call.org, call.version.has_structured),
                 [](const Json& resource) { return resource; });
}

Outcome templates_list(const Call& call) {
  return page_of(call, "resourceTemplates", list_templates(call.version.has_structured),
                 [](const Json& resource) { return resource; });
}

Outcome resources_read(const Call& call) {
  const std::string uri = text_at(call.params, "uri");
  if (uri.empty()) return invalid("uri is no text");
  auto content = read_resource(call.org, uri);
  if (content) return Json{{"contents", Json::array({*std::move(content)})}};
  const Code code = call.version.is_stateless ? Code::invalid_params : Code::resource_not_found;
  return Fault{.code = code, .message = "Resource not found: " + uri, .data = {{"uri", uri}}};
}

Outcome complete(const Call& call) {
  const auto reference = call.params.find("ref");
  const auto argument = call.params.find("argument");
  if (reference == call.params.end() || argument == call.params.end()) return invalid("ref and argument are needed");
  auto found = complete_name(call.org, *reference, *argument);
  if (!found) return invalid("only the name in localorg://object/{name} can be completed");
  return Json{{"completion", *std::move(found)}};
}

struct Method {
  std::string_view name;
  Outcome (*run)(const Call&);
  bool in_sessions = true, in_stateless = true;
  bool may_be_kept = false;  // by clients and what stands between, in stateless revisions
};

constexpr auto kMethods = std::to_array<Method>({
    {.name = "initialize", .run = initialize, .in_stateless = false},
    {.name = "ping", .run = ping, .in_stateless = false},
    {.name = "server/discover", .run = discover, .in_sessions = false, .may_be_kept = true},
    {.name = "tools/list", .run = tools_list, .may_be_kept = true},
    {.name = "tools/call", .run = tools_call},
    {.name = "resources/list", .run = resources_list, .may_be_kept = true},
    {.name = "resources/templates/list", .run = templates_list, .may_be_kept = true},
    {.name = "resources/read", .run = resources_read, .may_be_kept = true},
    {.name = "completion/complete", .run = complete},
});

// What results of a stateless revision say besides (2026-07-28): that they are whole, who answers, and, where they could be
// kept, that they should not: the next server at this place may serve another org.
Json as_stateless(const Call& call, const Method& method, Json result) {
  result["resultType"] = "complete";
  if (method.may_be_kept) {
    result["ttlMs"] = 0;
    result["cacheScope"] = "private";
  }
  result["_meta"] = {{"io.modelcontextprotocol/serverInfo", implementation(call)}};
  return result;
}

}  // namespace

Outcome run_method(const Settings& settings, api::Session& org, const Version& version, const Message& request) {
  const auto* method =
      std::find_if(kMethods.begin(), kMethods.end(), [&](const Method& m) { return m.name == request.method; });
  if (method == kMethods.end() || !(version.is_stateless ? method->in_stateless : method->in_sessions)) {
    return Fault{.code = Code::method_not_found, .message = "Method not found: " + request.method};
  }
  const Call call{settings, org, version, request.params};
  try {
    Outcome outcome = method->run(call);
    if (auto* result = std::get_if<Json>(&outcome); result != nullptr && version.is_stateless) {
      return as_stateless(call, *method, std::move(*result));
    }
    return outcome;
  } catch (const std::exception& e) {  // a bug of ours: said, never passed on
    return Fault{.code = Code::internal_error, .message = std::string("Internal error: ") + e.what()};
  }
}

}  // namespace localorg::mcp
