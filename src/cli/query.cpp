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
      ("batch-size", po::value<unsigned>()->value_name("N"), "print page by page as the REST API gives them, N records a page (200 to 2000)")  //
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

// Each page as it comes, a line each.
int print_pages(api::Session& session, api::Response response) {
  for (;;) {
    std::cout << response.body << "\n";
    if (response.status != 200) return kFailed;
    const auto body = parse_json(response.body, "answer");
    if (!body || (*body)["done"]) return kFine;
    response = api::handle(session, {.target = (*body)["nextRecordsUrl"].get<std::string>()});
  }
}

// The text between "records":[ and the last ]} of an answer.
std::string_view records_of(std::string_view body) {
  constexpr std::string_view kRecords = "\"records\":[";
  const std::size_t begin = body.find(kRecords) + kRecords.size();
  return body.substr(begin, body.size() - begin - 2);
}

// A record a line, as it stands.
void print_lines(std::string_view records) {
  int depth = 0;
  bool in_string = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const char c = records[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c == '}' && depth == 0) {
      std::cout << records.substr(begin, i + 1 - begin) << "\n";
      begin = i + 2;  // behind the comma
    }
  }
}

// The answer whole: follows nextRecordsUrl and joins the pages' records as they stand, numbers untouched.
Result<std::string> whole_answer(api::Session& session, std::string first) {
  LOCALORG_TRY(Json page, parse_json(first, "answer"));
  if (page["done"]) return first;
  std::string out = "{\"totalSize\":" + page["totalSize"].dump() + ",\"done\":true,\"records\":[" + std::string(records_of(first));
  while (!page["done"]) {
    const api::Response next = api::handle(session, {.target = page["nextRecordsUrl"].get<std::string>()});
    out += ",";
    out += records_of(next.body);
    LOCALORG_TRY(page, parse_json(next.body, "answer"));
  }
  return out + "]}";
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
  api::Request request{.target = target};
  const bool paged = options.contains("batch-size");
  if (paged) request.headers["sforce-query-options"] = "batchSize=" + std::to_string(options["batch-size"].as<unsigned>());
  const api::Response response = api::handle(session, request);
  if (format == Format::json && (paged || response.status != 200)) return print_pages(session, response);
  if (response.status != 200) {
    LOCALORG_TRY(const Json errors, parse_json(response.body, "answer"));
    return print_failure(errors);
  }
  LOCALORG_TRY(const std::string whole, whole_answer(session, response.body));
  if (format == Format::json) {
    std::cout << whole << "\n";
    return int{kFine};
  }
  if (format == Format::jsonl) {
    print_lines(records_of(whole));
    return int{kFine};
  }
  LOCALORG_TRY(const Json body, parse_json(whole, "answer"));
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
