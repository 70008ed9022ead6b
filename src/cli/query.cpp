// localorg query
#include <algorithm>
#include <iostream>

#include "api/handle.h"
#include "cli/command.h"
#include "cli/table.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                                     //
      ("file,f", po::value<std::string>()->value_name("FILE"), "read the query from a file")             //
      ("all,a", po::bool_switch(), "include deleted records, as the queryAll resource does")             //
      ("api-version", po::value<std::string>()->default_value("59.0")->value_name("N"), "the version in the URLs of the answer");
  add_format_option(out);
  add_org_options(out);
  return out;
}

// The REST error array as `CODE: message`.
int print_failure(const Json& errors) {
  std::cerr << errors[0]["errorCode"].get<std::string>() << ": " << errors[0]["message"].get<std::string>() << "\n";
  return kFailed;
}

Result<int> print_answer(const Json& body, const std::string& text, bool all, Format format, api::Session& session) {
  LOCALORG_TRY(const soql::PreparedPlan* prepared,
               soql::query(session.engine(), text, all ? soql::Rows::with_deleted : soql::Rows::live));
  if (prepared->plan.kind == soql::ResultKind::count) {
    std::cout << (format == Format::csv ? "totalSize\n" : "totalSize: ") << body["totalSize"] << "\n";
    return int{kFine};
  }
  const Cells cells = cells_of(body, prepared->plan.record);
  if (format == Format::csv) {
    print_csv(std::cout, cells);
  } else {
    print_table(std::cout, cells);
    std::cout << "(" << cells.rows.size() << (cells.rows.size() == 1 ? " record)\n" : " records)\n");
  }
  return int{kFine};
}

Result<int> query(const po::variables_map& options) {
  LOCALORG_TRY(const Format format, format_of(options));
  LOCALORG_TRY(const org::Clock clock, clock_of(options));
  LOCALORG_TRY(const std::string text, query_text_of(options));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options));
  LOCALORG_TRY(const org::Viewer viewer, viewer_of(options, org));
  api::Session session(org, clock, viewer);
  const bool all = options["all"].as<bool>();
  std::string target = api::query_target(text, options["api-version"].as<std::string>());
  if (all) target.replace(target.find("/query?"), 7, "/queryAll?");
  const api::Response response = api::handle(session, {.target = target});
  if (format == Format::json) {
    std::cout << response.body << "\n";
    return int{response.status == 200 ? kFine : kFailed};
  }
  LOCALORG_TRY(const Json body, parse_json(response.body, "answer"));
  if (response.status != 200) return print_failure(body);
  if (format == Format::jsonl) {
    for (const Json& record : body["records"]) std::cout << record.dump() << "\n";
    return int{kFine};
  }
  return print_answer(body, text, all, format, session);
}

int run(const po::variables_map& options) {
  const auto code = query(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command query_command() {
  return {"query", "[options] SOQL | - | --file FILE", "Run a SOQL query.",
          "With --format json a success prints the REST answer and a failure the REST error array, both on\n"
          "standard output.  The other formats print `CODE: message` on standard error.",
          options, {"soql"}, run};
}

}  // namespace localorg::cli
