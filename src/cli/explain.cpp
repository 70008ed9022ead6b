// localorg explain
#include <cstdio>
#include <iostream>

#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "soql/explain.h"
#include "soql/parse.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  out.add_options()("file,f", po::value<std::string>()->value_name("FILE"), "read the query from a file");
  add_format_option(out);
  add_org_options(out);
  return out;
}

std::string microseconds(double us) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.1f us", us);
  return buffer;
}

void print(const soql::Explanation& explanation) {
  std::cout << "Parsed\n" << explanation.ast << "\nBound\n" << explanation.bound;
  for (const soql::ExplainedStatement& statement : explanation.statements) {
    std::cout << "\nSQL (" << statement.title << ")\n" << statement.sql << "\n";
    for (std::size_t i = 0; i < statement.parameters.size(); ++i) std::cout << "  ?" << i + 1 << " = " << statement.parameters[i] << "\n";
    std::cout << "\nSQLite's plan (" << statement.title << ")\n" << statement.plan;
  }
  std::cout << "\nTimes\n";
  for (const soql::StepTime& time : explanation.times) std::cout << "  " << time.step << std::string(11 - time.step.size(), ' ') << microseconds(time.microseconds) << "\n";
  std::cout << "  " << explanation.rows << (explanation.rows == 1 ? " row\n" : " rows\n");
}

Json json_of(const soql::Explanation& explanation) {
  Json statements = Json::array();
  for (const soql::ExplainedStatement& s : explanation.statements) {
    statements.push_back({{"title", s.title}, {"sql", s.sql}, {"parameters", s.parameters}, {"plan", s.plan}});
  }
  Json times = Json::object();
  for (const soql::StepTime& time : explanation.times) times[time.step + "_us"] = time.microseconds;
  return {{"ast", explanation.ast}, {"bound", explanation.bound}, {"statements", statements}, {"times", times}, {"rows", explanation.rows}};
}

Result<int> explain(const po::variables_map& options) {
  LOCALORG_TRY(const Format format, format_of(options));
  LOCALORG_TRY(const org::Clock clock, clock_of(options));
  LOCALORG_TRY(const std::string text, query_text_of(options));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options));
  LOCALORG_TRY(org::Viewer viewer, viewer_of(options, org));
  soql::Engine engine(org, clock, std::move(viewer));
  const auto explanation = soql::explain(engine, text);
  if (!explanation) return report(explanation.error(), soql::statement_of(text));
  if (format == Format::json || format == Format::jsonl) {
    std::cout << json_of(*explanation).dump() << "\n";
  } else {
    print(*explanation);
  }
  return int{kFine};
}

int run(const po::variables_map& options) {
  const auto code = explain(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command explain_command() {
  return {"explain", "[options] SOQL | - | --file FILE", "Show how a query is parsed, bound, translated and run.",
          "Prints the parsed query, what its names mean, the SQL with its parameters, SQLite's plan and the time of each step.",
          options, {"soql"}, run};
}

}  // namespace localorg::cli
