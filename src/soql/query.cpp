#include "soql/query.h"

#include <algorithm>

#include "soql/bind.h"
#include "soql/parse.h"

namespace localorg::soql {
namespace {

// How many plans one engine keeps, and how much text of queries and SQL they may hold.  A statement is some 10 kB in SQLite.
constexpr std::size_t kMaxPlans = 200;
constexpr std::size_t kMaxPlanBytes = 4'000'000;

// SQLite refuses a statement of ours where it is beyond its bounds: "at most 64 tables in a join", "too many columns".
SalesforceError refused(const SalesforceError& error) {
  const bool too_large = error.message.find("at most") != std::string::npos || error.message.find("too ") != std::string::npos;
  if (!too_large) return error_without_position(ErrorCode::UNKNOWN_EXCEPTION, error.message);
  return error_without_position(ErrorCode::QUERY_TOO_COMPLICATED,
                                "Query is either selecting too many fields or the filter conditions are too complicated.");
}

std::string meta_of(const store::OpenOrg& org, const std::string& name) {
  const auto found = org.meta.find(name);
  return found == org.meta.end() ? "" : found->second;
}

}  // namespace

Result<PreparedPlan> prepare(const store::Database& database, Plan plan) {
  PreparedPlan prepared;
  prepared.plan = std::move(plan);
  auto statement = database.prepare_read(prepared.plan.sql.text);
  if (!statement) return refused(statement.error());
  prepared.statement = *std::move(statement);
  for (Plan& child : prepared.plan.children) {
    LOCALORG_TRY(PreparedPlan next, prepare(database, std::move(child)));
    prepared.children.push_back(std::move(next));
  }
  return prepared;
}

org::Viewer viewer_of(const store::OpenOrg& org) {
  org::Viewer viewer;
  const std::string zone = meta_of(org, "timeZoneSidKey");
  if (!zone.empty()) viewer.calendar.time_zone = zone;
  const std::string locale = meta_of(org, "localeSidKey");
  viewer.calendar.week_starts_monday = !locale.empty() && !locale.ends_with("_US") && !locale.ends_with("_CA");
  const std::string month = org.catalog->fact("fiscalYearStartMonth");
  if (!month.empty()) viewer.calendar.fiscal_start_month = static_cast<unsigned>(std::clamp(std::atoi(month.c_str()), 1, 12));
  viewer.user_id = meta_of(org, "runningUserId");
  return viewer;
}

Engine::Engine(const store::OpenOrg& org, org::Clock clock, org::Viewer viewer)
    : org_(&org), clock_(clock), viewer_(std::move(viewer)), plans_(kMaxPlans, kMaxPlanBytes) {}

Engine::Engine(const store::OpenOrg& org, org::Clock clock) : Engine(org, clock, viewer_of(org)) {}

org::Viewer Engine::viewer() const {
  org::Viewer viewer = viewer_;
  viewer.calendar.now_ms = clock_.now_ms();
  return viewer;
}

Result<PreparedPlan*> query(Engine& engine, std::string_view text, Rows rows) {
  const std::string key = (rows == Rows::live ? "q" : "a") + std::string(text);
  if (PreparedPlan* known = engine.plans_.find(key)) return known;
  LOCALORG_TRY(const Query parsed, parse(statement_of(text)));
  LOCALORG_TRY(const BoundQuery bound, bind(parsed, *engine.org_->catalog, engine.viewer()));
  LOCALORG_TRY(PreparedPlan prepared, prepare(engine.org_->database, translate(bound, rows)));
  const std::size_t bytes = key.size() + prepared.plan.sql.text.size();
  // A plan that read a clock that goes on is good for this once.
  const bool may_be_found = !prepared.plan.depends_on_clock || engine.clock_.is_pinned();
  return &engine.plans_.put(key, std::move(prepared), bytes, may_be_found);
}

}  // namespace localorg::soql
