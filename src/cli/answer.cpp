#include "cli/answer.h"

#include <algorithm>
#include <iostream>

#include "base/json.h"
#include "cli/pages.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "soql/parse.h"
#include "soql/suggest.h"

namespace localorg::cli {
namespace {

// The REST error array as `CODE: message`.
int print_failure(const Json& errors) {
  std::cerr << errors[0]["errorCode"].get<std::string>() << ": " << errors[0]["message"].get<std::string>() << "\n";
  return kFailed;
}

soql::Rows rows_of(const Question& question) { return question.with_deleted ? soql::Rows::with_deleted : soql::Rows::live; }

// The names are the plan's, and so is the error's place, which the answer has no more.
void suggest_name(api::Session& session, const Question& question) {
  const auto again = soql::query(session.engine(), question.text, rows_of(question));
  if (!again) print_suggestion(soql::suggest_name(question.text, again.error(), *session.org().catalog));
}

void print_records(const Json& body, const soql::Plan& plan, Format format) {
  if (plan.kind == soql::ResultKind::count) {
    std::cout << (format == Format::csv ? "totalSize\n" : "totalSize: ") << body["totalSize"] << "\n";
    return;
  }
  const Cells cells = cells_of(body, plan.record);
  if (format == Format::csv) return print_csv(std::cout, cells);
  print_table(std::cout, cells, terminal_width());
  std::cout << "(" << cells.rows.size() << (cells.rows.size() == 1 ? " record)\n" : " records)\n");
}

// No records, or one row of aggregates of no records: COUNT 0, SUM null.
bool found_nothing(const Json& body, const soql::Plan& plan) {
  if (body["totalSize"] == 0) return true;
  if (plan.kind != soql::ResultKind::aggregates || plan.grouped) return false;
  const Json& row = body["records"][0];
  return std::all_of(plan.record.members.begin(), plan.record.members.end(),
                     [&](const soql::PlanMember& member) { return row[member.key].is_null() || row[member.key] == 0; });
}

}  // namespace

Result<int> answer(api::Session& session, const Question& question) {
  std::string target = api::query_target(question.text, question.api_version);
  if (question.with_deleted) target.replace(target.find("/query?"), 7, "/queryAll?");
  api::Request request{.target = target};
  if (question.batch_size) request.headers["sforce-query-options"] = "batchSize=" + std::to_string(*question.batch_size);
  const api::Response response = api::handle(session, request);
  const bool fine = response.status == 200;
  if (question.format == Format::json && (fine ? question.batch_size.has_value() : question.errors_as_json)) {
    return print_pages(session, response);
  }
  if (!fine) {
    LOCALORG_TRY(const Json errors, parse_json(response.body, "answer"));
    const int code = print_failure(errors);
    suggest_name(session, question);
    return code;
  }
  LOCALORG_TRY(const std::string whole, whole_answer(session, response.body));
  if (question.format == Format::json) {
    std::cout << whole << "\n";
    return int{kFine};
  }
  if (question.format == Format::jsonl) {
    print_lines(whole);
    return int{kFine};
  }
  LOCALORG_TRY(const Json body, parse_json(whole, "answer"));
  LOCALORG_TRY(const soql::PreparedPlan* prepared, soql::query(session.engine(), question.text, rows_of(question)));
  print_records(body, prepared->plan, question.format);
  if (found_nothing(body, prepared->plan)) print_suggestion(soql::suggest_value(question.text, *session.org().catalog));
  return int{kFine};
}

int report(const SalesforceError& error, std::string_view query, const org::Catalog& catalog) {
  const int code = report(error, soql::statement_of(query));
  print_suggestion(soql::suggest_name(query, error, catalog));
  return code;
}

void print_suggestion(std::string_view name) {
  if (!name.empty()) std::cerr << "Did you mean " << name << "?\n";
}

}  // namespace localorg::cli
