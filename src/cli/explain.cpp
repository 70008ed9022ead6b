// localorg explain
#include "soql/explain.h"

#include <iostream>

#include "cli/answer.h"
#include "cli/command.h"
#include "cli/explanation.h"
#include "cli/search_answer.h"
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

int explain_search(soql::Engine& engine, const std::string& text, Format format) {
  const auto explanation = sosl::explain(engine, text);
  if (!explanation) return report(explanation.error(), soql::statement_of(text));
  if (format == Format::json || format == Format::jsonl) {
    std::cout << json_of(*explanation).dump() << "\n";
  } else {
    print(std::cout, *explanation);
  }
  return kFine;
}

Result<int> explain(const po::variables_map& options) {
  LOCALORG_TRY(const Format format, format_of(options));
  LOCALORG_TRY(const org::Clock clock, clock_of(options));
  LOCALORG_TRY(const std::string text, query_text_of(options));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options));
  LOCALORG_TRY(org::Viewer viewer, viewer_of(options, org));
  soql::Engine engine(org, clock, std::move(viewer));
  if (is_search(text)) return explain_search(engine, text, format);
  const auto explanation = soql::explain(engine, text);
  if (!explanation) return report(explanation.error(), text, *org.catalog);
  if (format == Format::json || format == Format::jsonl) {
    std::cout << json_of(*explanation).dump() << "\n";
  } else {
    print(std::cout, *explanation);
  }
  return int{kFine};
}

int run(const po::variables_map& options) {
  const auto code = explain(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command explain_command() {
  return {"explain",
          "[options] SOQL | SOSL | - | --file FILE",
          "Show how a query or search is parsed, bound, translated and run.",
          "Prints the parsed query, what its names mean, the SQL with its parameters, SQLite's plan, the indexes it uses\n"
          "and the conditions that none can serve, and the time of each step.  Of a search also the full-text query, and of\n"
          "the first records found where the words are.",
          options,
          {{"soql", "SOQL"}},
          run};
}

}  // namespace localorg::cli
