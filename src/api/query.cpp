// The query resources: query, queryAll, and the pages behind a locator (wire.md 4.3).
#include "api/query.h"

#include <algorithm>
#include <charconv>

#include "api/columns.h"
#include "api/render.h"
#include "api/resources.h"
#include "base/text.h"
#include "soql/parse.h"

namespace localorg::api {
namespace {

// Sforce-Query-Options: batchSize=500.  A hint: what is out of range counts as the nearest allowed (documented).
std::size_t batch_size_of(const Call& call) {
  const std::string header = call.header("sforce-query-options");
  const std::size_t at = text::lower(header).find("batchsize=");
  if (at == std::string::npos) return kMaxBatch;
  const std::string_view digits = std::string_view(header).substr(at + 10);
  std::size_t size = 0;
  const auto done = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  return done.ec == std::errc{} ? std::clamp(size, kMinBatch, kMaxBatch) : kMaxBatch;
}

// A live org writes /query/ for queryAll too (documented).
std::string next_url(const Call& call, const std::string& cursor, std::size_t first) {
  return call.base() + "/query/" + cursor + "-" + std::to_string(first);
}

Response run_query(const Call& call, soql::Rows rows) {
  if (const std::string explained = call.parameter("explain"); !explained.empty()) {
    auto plan = explain_query(call, explained);
    return plan ? ok(*plan) : failure(plan.error(), soql::statement_of(explained));
  }
  const std::string q = call.parameter("q");
  if (q.empty()) return failure(error_without_position(ErrorCode::MALFORMED_QUERY, "A query string has to be specified"));
  if (text::lower(call.parameter("columns")) == "true") {
    auto columns = column_metadata(call.session, q);
    return columns ? ok(*columns) : failure(columns.error(), soql::statement_of(q));
  }
  auto body = query_envelope(call, q, rows);
  return body ? ok(*std::move(body)) : failure(body.error(), soql::statement_of(q));
}

}  // namespace

Result<std::string> query_envelope(const Call& call, const std::string& text, soql::Rows rows) {
  soql::Engine& engine = call.session.engine();
  LOCALORG_TRY(soql::PreparedPlan * prepared, soql::query(engine, text, rows));
  if (prepared->plan.kind == soql::ResultKind::count) {
    LOCALORG_TRY(const std::size_t count, render_count(*prepared));
    return render_envelope(count, "");
  }
  LOCALORG_TRY(RenderedRecords records, render_records(*prepared, call.version));
  const std::size_t total = records.size();
  const std::size_t batch = batch_size_of(call);
  if (total <= batch) return render_envelope(total, records.text);
  const std::string first_page(records.slice(0, batch));
  // With OFFSET there is no locator, and the records beyond the first batch are not counted either (observed).
  if (prepared->plan.has_offset) return render_envelope(batch, first_page);
  const std::string cursor = call.session.cursors().open(std::move(records), batch, engine.viewer().calendar.now_ms);
  return render_envelope(total, first_page, next_url(call, cursor, batch));
}

Result<RenderedRecords> query_records(const Call& call, const std::string& text, soql::Rows rows) {
  LOCALORG_TRY(soql::PreparedPlan * prepared, soql::query(call.session.engine(), text, rows));
  return render_records(*prepared, call.version);
}

Response get_next_records(const Call& call) {
  const auto page = call.session.cursors().page(call.path.back(), call.session.engine().viewer().calendar.now_ms);
  if (!page) return failure(page.error());
  const RenderedRecords& records = *page->records;
  const std::size_t last = std::min(page->first + page->batch, records.size());
  const std::string next = last < records.size() ? next_url(call, page->cursor, last) : "";
  return ok(render_envelope(records.size(), records.slice(page->first, last), next));
}

Response get_query(const Call& call) { return run_query(call, soql::Rows::live); }
Response get_query_all(const Call& call) { return run_query(call, soql::Rows::with_deleted); }

}  // namespace localorg::api
