#include "sosl/explain.h"

#include <algorithm>
#include <chrono>

#include "base/text.h"
#include "soql/parse.h"
#include "soql/translate.h"
#include "sosl/bind.h"
#include "sosl/outline.h"
#include "sosl/parse.h"
#include "sosl/translate.h"
#include "store/search_index.h"

namespace localorg::sosl {
namespace {

constexpr std::int64_t kShownHits = 10;
constexpr std::int64_t kShownText = 80;
constexpr std::int64_t kHasAll = std::int64_t{1} << 40;

class Watch {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double, std::micro> took = now - begin_;
    begin_ = now;
    return took.count();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

std::string parameter_text(const org::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return store::quote_literal(*text);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* number = std::get_if<double>(&value)) return text::java_double(*number);
  return "NULL";
}

// The search's own statement, with the score and each searched field's place of the words instead of what is shown.
store::SqlQuery hits_of(const PreparedReturned& returned) {
  BoundReturned only_id = returned.bound;
  const org::SObject& object = *returned.bound.object;
  only_id.query.select = {0, {}};
  only_id.query.limit = std::min<std::int64_t>(kShownHits, only_id.query.limit.value_or(kShownHits));
  store::SqlQuery sql = translate(only_id, {}).sql;
  std::string columns = ", soql_score(s." + store::search_table_of(object) + ", ?2)";
  for (const org::Field* field : returned.bound.fields) {
    const std::string value = soql::column_of_root(*field);
    columns += ", soql_snippet(?3, " + std::to_string(kShownText) + ", " +
               (field->html_formatted ? "soql_plain_text(" + value + ")" : value) + ")";
  }
  sql.text.insert(sql.text.find(" FROM "), columns);
  sql.parameters[0] = returned.match.query;
  sql.parameters[1] = returned.match.score;
  sql.parameters[2] = returned.match.hits;
  return sql;
}

Result<std::vector<Hit>> read_hits(const store::OpenOrg& org, const PreparedReturned& returned) {
  const store::SqlQuery sql = hits_of(returned);
  LOCALORG_TRY(store::Statement rows, org.database.prepare(sql));
  std::vector<Hit> out;
  for (;;) {
    LOCALORG_TRY(const bool row, rows.step());
    if (!row) return out;
    Hit hit{std::string(rows.text(0)), rows.integer(1) % kHasAll, rows.integer(1) >= kHasAll, {}};
    for (std::size_t i = 0; i < returned.bound.fields.size(); ++i) {
      const std::string_view text = rows.text(static_cast<int>(i) + 2);
      if (!text.empty()) hit.fields.emplace_back(returned.bound.fields[i]->name, text);
    }
    out.push_back(std::move(hit));
  }
}

Result<std::size_t> count_rows(PreparedReturned& returned) {
  store::Statement& rows = returned.prepared.statement;
  rows.bind_all(returned.prepared.plan.sql.parameters);
  for (std::size_t count = 0;; ++count) {
    const auto row = rows.step();
    if (row && *row) continue;
    rows.reset();
    if (!row) return row.error();
    return count;
  }
}

Result<std::size_t> run(PreparedSearch& search, std::vector<std::size_t>& counts) {
  counts.clear();
  std::size_t sum = 0;
  for (PreparedReturned& returned : search.returned) {
    LOCALORG_TRY(const std::size_t count, count_rows(returned));
    counts.push_back(count);
    sum += count;
  }
  return sum;
}

}  // namespace

Result<Explanation> explain(soql::Engine& soql, std::string_view text) {
  Explanation out;
  const store::OpenOrg& org = soql.org();
  const auto took = [&](const char* step, Watch& watch) { out.times.push_back({step, watch.lap()}); };
  LOCALORG_CHECK(parse(soql::statement_of(text)));  // warms the parser's tables
  Watch watch;
  LOCALORG_TRY(const Search parsed, parse(soql::statement_of(text)));
  took("parse", watch);
  LOCALORG_TRY(const BoundSearch bound, bind(parsed, *org.catalog, soql.viewer()));
  took("bind", watch);
  for (const BoundReturned& returned : bound.returned) translate(returned, bound);
  took("translate", watch);
  Engine engine(soql);
  LOCALORG_TRY(PreparedSearch * prepared, search(engine, text));
  took("prepare", watch);
  std::vector<std::size_t> counts;
  LOCALORG_TRY(std::size_t rows, run(*prepared, counts));
  if (rows == 0) {
    LOCALORG_TRY(out.corrected, correct_spelling(engine, *prepared));
    if (out.corrected) {
      LOCALORG_TRY(rows, run(*prepared, counts));
    }
  }
  took("execute", watch);
  out.ast = outline(parsed);
  for (std::size_t i = 0; i < prepared->returned.size(); ++i) {
    const PreparedReturned& returned = prepared->returned[i];
    const store::SqlQuery& sql = returned.prepared.plan.sql;
    ExplainedObject object{
        returned.bound.object->name, outline(returned.bound), returned.match, sql.text, {}, "", counts[i], {}};
    for (const org::Value& value : sql.parameters) object.parameters.push_back(parameter_text(value));
    object.plan = org.database.explain_plan(sql);
    LOCALORG_TRY(object.hits, read_hits(org, returned));
    out.objects.push_back(std::move(object));
  }
  return out;
}

}  // namespace localorg::sosl
