// What the server says of itself and of the org as a whole (wire.md 4.2, 4.8).
#include <algorithm>
#include <array>

#include "api/recent.h"
#include "api/records.h"
#include "api/render.h"
#include "api/resources.h"
#include "base/text.h"
#include "org/id.h"
#include "soql/query.h"

namespace localorg::api {
namespace {

constexpr std::size_t kMaxRecent = 200;

// Names of the resource list and the paths below the version.
constexpr auto kResources =
    std::to_array<std::string_view>({"query", "queryAll", "search", "parameterizedSearch", "sobjects", "limits", "recent",
                                     "tooling", "composite", "jobs", "tabs", "theme", "quickActions"});

struct Limit {
  std::string_view name;
  int max;
};

// Those of a Developer Edition org (documented); nothing but API requests is ever used up here.
constexpr auto kLimits = std::to_array<Limit>({
    {"ActiveScratchOrgs", 3},
    {"ConcurrentAsyncGetReportInstances", 200},
    {"ConcurrentSyncReportRuns", 20},
    {"DailyApiRequests", 15000},
    {"DailyAsyncApexExecutions", 250000},
    {"DailyBulkApiBatches", 15000},
    {"DailyBulkV2QueryFileStorageMB", 976562},
    {"DailyBulkV2QueryJobs", 10000},
    {"DailyDurableStreamingApiEvents", 10000},
    {"DailyGenericStreamingApiEvents", 10000},
    {"DailyScratchOrgs", 6},
    {"DailyStreamingApiEvents", 10000},
    {"DailyWorkflowEmails", 75},
    {"DataStorageMB", 5},
    {"FileStorageMB", 20},
    {"HourlyAsyncReportRuns", 1200},
    {"HourlySyncReportRuns", 500},
    {"MassEmail", 10},
    {"SingleEmail", 15},
});

std::string meta(const Call& call, const std::string& name) {
  const auto found = call.session.org().meta.find(name);
  return found == call.session.org().meta.end() ? "" : found->second;
}

}  // namespace

Response get_resources(const Call& call) {
  Json list = Json::object();
  for (const std::string_view name : kResources) list[std::string(name)] = call.base() + "/" + std::string(name);
  const std::string org_id = meta(call, "orgId").empty() ? org::make_id("00D", "Lo0", 1) : meta(call, "orgId");
  list["identity"] = call.request.origin + "/id/" + org_id + "/" + call.session.engine().viewer().user_id;
  return ok(list);
}

Response get_limits(const Call& call) {
  Json limits = Json::object();
  for (const Limit& limit : kLimits) {
    const auto used = limit.name == "DailyApiRequests" ? static_cast<int>(call.session.requests()) : 0;
    limits[std::string(limit.name)] = {{"Max", limit.max}, {"Remaining", std::max(limit.max - used, 0)}};
  }
  return ok(limits);
}

Response get_record_count(const Call& call) {
  std::vector<std::string> names;
  if (const std::string asked = call.parameter("sObjects"); !asked.empty()) {
    for (const std::string_view name : text::split(asked, ',')) names.emplace_back(text::trim(name));
  } else {
    for (const org::SObject& object : call.catalog().objects()) names.push_back(object.name);
  }
  Json counts = Json::array();
  for (const std::string& name : names) {
    const org::SObject* object = call.catalog().find(name);
    if (object == nullptr || object->is_virtual()) continue;  // names that are none are left out (assumed)
    auto counted = soql::query(call.session.engine(), "SELECT COUNT() FROM " + object->name);
    if (!counted) return failure(counted.error());
    const auto count = render_count(**counted);
    if (!count) return failure(count.error());
    counts.push_back({{"count", *count}, {"name", object->name}});
  }
  return ok(Json{{"sObjects", std::move(counts)}});
}

Json recent_items(const Call& call, const org::SObject* of) {
  Json items = Json::array();
  for (const auto& [object, id] : call.session.recent()) {
    if (of != nullptr && object != of) continue;
    std::vector<std::string> fields = {"Id"};
    if (object->name_field() != nullptr) fields.push_back(object->name_field()->name);
    const auto record = record_json(call, *object, id, fields);
    if (record && *record) items.push_back(Json::parse(**record));
  }
  return items;
}

void Session::note_recent(const org::SObject& object, const std::string& id) {
  Recent& recent = kept_.recent;
  std::erase_if(recent, [&](const auto& entry) { return entry.second == id; });
  recent.insert(recent.begin(), {&object, id});
  if (recent.size() > kMaxRecent) recent.pop_back();
}

Response get_recent(const Call& call) { return ok(recent_items(call, nullptr)); }
Response get_empty_list(const Call& /*call*/) { return ok(std::string("[]")); }
Response get_theme(const Call& /*call*/) { return ok(std::string(R"({"themeItems":[]})")); }

}  // namespace localorg::api
