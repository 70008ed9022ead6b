// query?explain=: what reading a query costs (wire.md 4.3).  The plan is SQLite's, in Salesforce's words.
#include "api/query.h"
#include "api/render.h"
#include "soql/bind.h"
#include "soql/parse.h"
#include "soql/translate.h"
#include "store/query_plan.h"

namespace localorg::api {
namespace {

Result<std::size_t> count_of(const Call& call, const std::string& soql) {
  LOCALORG_TRY(soql::PreparedPlan * prepared, soql::query(call.session.engine(), soql));
  if (prepared->plan.kind == soql::ResultKind::count) return render_count(*prepared);
  LOCALORG_TRY(const RenderedRecords records, render_records(*prepared, call.version));
  return records.size();
}

}  // namespace

Result<Json> explain_query(const Call& call, const std::string& text) {
  LOCALORG_TRY(const soql::Query parsed, soql::parse(soql::statement_of(text)));
  LOCALORG_TRY(const soql::BoundQuery bound, soql::bind(parsed, call.catalog(), call.session.engine().viewer()));
  LOCALORG_TRY(const std::size_t rows, count_of(call, text));
  LOCALORG_TRY(const std::size_t all, count_of(call, "SELECT COUNT() FROM " + bound.object->name));
  const soql::Plan plan = soql::translate(bound);
  const auto reads = store::reads_of(call.session.org().database.explain_plan(plan.sql));
  const bool is_search = !reads.empty() && reads.front().is_search;
  Json fields = Json::array();
  if (is_search) {
    for (const std::string& column : reads.front().columns) fields.push_back(column);
  }
  const double share = all == 0 ? 0.0 : static_cast<double>(rows) / static_cast<double>(all);
  const Json one = {{"cardinality", rows},
                    {"fields", std::move(fields)},
                    {"leadingOperationType", is_search ? "Index" : "TableScan"},
                    {"notes", Json::array()},
                    {"relativeCost", is_search ? share : 0.5 + share},
                    {"sobjectCardinality", all},
                    {"sobjectType", bound.object->name}};
  return Json{{"plans", Json::array({one})}, {"sourceQuery", text}};
}

}  // namespace localorg::api
