// A SOQL query from text to records: the whole walk.
//     text -> parse -> bind -> translate -> execute -> render
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text_cache.h"
#include "org/calendar.h"
#include "org/clock.h"
#include "soql/plan.h"
#include "soql/translate.h"
#include "store/database.h"
#include "store/org_file.h"

namespace localorg::soql {

// A plan with its statement, kept for the next time the same text comes.
struct PreparedPlan {
  Plan plan;
  store::Statement statement;
  std::vector<PreparedPlan> children;  // of plan.children, in order
};

// What one client needs to run queries against one org: who asks and when, and the plans of the texts it has asked.
// For one thread at a time.  The org must outlive it.
class Engine {
 public:
  Engine(const store::OpenOrg& org, org::Clock clock, org::Viewer viewer);
  Engine(const store::OpenOrg& org, org::Clock clock);  // as the org's own running user

  const store::OpenOrg& org() const { return *org_; }
  const org::Clock& clock() const { return clock_; }
  // The viewer at this moment.
  org::Viewer viewer() const;

 private:
  friend Result<PreparedPlan*> query(Engine& engine, std::string_view text, Rows rows);

  const store::OpenOrg* org_;
  org::Clock clock_;
  org::Viewer viewer_;
  TextCache<PreparedPlan> plans_;  // by exact text
};

// The plan and its children with their statements, or QUERY_TOO_COMPLICATED where SQLite has bounds of its own.
Result<PreparedPlan> prepare(const store::Database& database, Plan plan);

// The running user of an org file: its time zone, week and Id.
org::Viewer viewer_of(const store::OpenOrg& org);

// Runs the walk up to a statement that is ready to be stepped.  It belongs to the engine and is good until the next query.
// Positions in an error refer to statement_of(text).
Result<PreparedPlan*> query(Engine& engine, std::string_view text, Rows rows = Rows::live);

}  // namespace localorg::soql
