// What is known of an object, and which of its records changed (wire.md 4.5, 4.6).
#include "api/describe.h"
#include "api/query.h"
#include "api/recent.h"
#include "api/records.h"
#include "api/resources.h"
#include "base/text.h"
#include "org/datetime.h"

namespace localorg::api {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

SalesforceError bad_date(const std::string& what) { return error_without_position(ErrorCode::INVALID_REPLICATION_DATE, what); }

struct Window {
  std::string start;
  std::string end;
};

// ?start= as ISO 8601; a plus sign that a client did not escape arrives as a blank.
Result<std::int64_t> moment_in(const Call& call, const std::string& name) {
  std::string text = call.parameter(name);
  if (text.empty()) return error_without_position(ErrorCode::MISSING_ARGUMENT, "Missing required parameter: " + name);
  for (char& c : text) {
    if (c == ' ') c = '+';
  }
  if (const auto ms = org::parse_datetime(text)) return *ms;
  return bad_date("Invalid value for " + name + ": " + text);
}

// Whole minutes; 30 days back at most (documented); the texts are assumed.
Result<Window> window_of(const Call& call) {
  LOCALORG_TRY(const std::int64_t start, moment_in(call, "start"));
  LOCALORG_TRY(const std::int64_t end, moment_in(call, "end"));
  const std::int64_t now = call.session.clock().now_ms();
  if (start >= end) return bad_date("The specified end date must be later than the start date");
  if (start < now - 30 * kDayMs) return bad_date("The specified start date is more than 30 days ago");
  const auto whole = [](std::int64_t ms) { return org::format_datetime(ms - ms % 60'000); };
  return Window{whole(start), whole(end)};
}

std::string as_literal(std::string datetime) { return datetime.replace(datetime.size() - 5, 5, "Z"); }

Result<Json> changed(const Call& call, const org::SObject& object, const Window& window, bool deleted) {
  if (object.find_field("SystemModstamp") == nullptr) return Json::array();
  if (deleted && object.find_field("IsDeleted") == nullptr) return Json::array();
  const std::string soql = "SELECT Id, SystemModstamp FROM " + object.name +
                           " WHERE SystemModstamp >= " + as_literal(window.start) + " AND SystemModstamp < " +
                           as_literal(window.end) + (deleted ? " AND IsDeleted = true" : "");
  LOCALORG_TRY(const RenderedRecords records, query_records(call, soql, deleted ? soql::Rows::with_deleted : soql::Rows::live));
  return Json::parse("[" + records.text + "]");
}

Result<Response> updated(const Call& call) {
  const org::SObject* object = object_in(call, 1);
  if (object == nullptr || object->is_virtual()) return not_found();
  LOCALORG_TRY(const Window window, window_of(call));
  LOCALORG_TRY(const Json records, changed(call, *object, window, false));
  Json ids = Json::array();
  for (const Json& record : records) ids.push_back(record["Id"]);
  return ok(Json{{"ids", std::move(ids)}, {"latestDateCovered", window.end}});
}

Result<Response> deleted(const Call& call) {
  const org::SObject* object = object_in(call, 1);
  if (object == nullptr || object->is_virtual()) return not_found();
  LOCALORG_TRY(const Window window, window_of(call));
  LOCALORG_TRY(const Json records, changed(call, *object, window, true));
  Json gone = Json::array();
  for (const Json& record : records) gone.push_back({{"id", record["Id"]}, {"deletedDate", record["SystemModstamp"]}});
  const std::string earliest = org::format_datetime(call.session.clock().now_ms() / 60'000 * 60'000 - 30 * kDayMs);
  return ok(Json{{"deletedRecords", std::move(gone)}, {"earliestDateAvailable", earliest}, {"latestDateCovered", window.end}});
}

}  // namespace

Response get_sobjects(const Call& call) { return ok(describe_global(call.catalog(), call.version)); }

Response get_sobject(const Call& call) {
  const org::SObject* object = object_in(call, 1);
  if (object == nullptr) return not_found();
  return ok(Json{{"objectDescribe", describe_summary(*object, call.version)}, {"recentItems", recent_items(call, object)}});
}

Response get_describe(const Call& call) {
  const org::SObject* object = object_in(call, 1);
  return object == nullptr ? not_found() : ok(describe_object(*object, call.version));
}

Response get_layouts(const Call& call) {
  if (object_in(call, 1) == nullptr) return not_found();
  return failure(not_in_sandbox("page layouts"));
}

Response get_updated(const Call& call) { return answer_of(updated(call)); }
Response get_deleted(const Call& call) { return answer_of(deleted(call)); }

}  // namespace localorg::api
