// localorg query
#include "cli/answer.h"
#include "cli/command.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                           //
      ("file,f", po::value<std::string>()->value_name("FILE"), "read the query from a file")  //
      ("all,a", po::bool_switch(), "include deleted records, as the queryAll resource does")  //
      ("batch-size", po::value<unsigned>()->value_name("N"),
       "print page by page as the REST API gives them, N records a page (200 to 2000)")  //
      ("api-version", po::value<std::string>()->default_value("59.0")->value_name("N"),
       "the version in the URLs of the answer");
  add_format_option(out);
  add_org_options(out);
  return out;
}

Result<int> query(const po::variables_map& options) {
  Question question;
  LOCALORG_TRY(question.format, format_of(options));
  LOCALORG_TRY(const org::Clock clock, clock_of(options));
  LOCALORG_TRY(question.text, query_text_of(options));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options));
  LOCALORG_TRY(const org::Viewer viewer, viewer_of(options, org));
  question.errors_as_json = question.format == Format::json;
  question.with_deleted = options["all"].as<bool>();
  question.api_version = options["api-version"].as<std::string>();
  if (options.contains("batch-size")) question.batch_size = options["batch-size"].as<unsigned>();
  api::Session session(org, clock, viewer);
  return answer(session, question);
}

int run(const po::variables_map& options) {
  const auto code = query(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command query_command() {
  return {"query",
          "[options] SOQL | - | --file FILE",
          "Run a SOQL query.",
          "With --format json a success prints the REST answer and a failure the REST error array, both on\n"
          "standard output.  The other formats print `CODE: message` on standard error.",
          options,
          {{"soql", "SOQL"}},
          run};
}

}  // namespace localorg::cli
