// localorg search
#include "cli/command.h"
#include "cli/search_answer.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                            //
      ("file,f", po::value<std::string>()->value_name("FILE"), "read the search from a file")  //
      ("api-version", po::value<std::string>()->default_value("59.0")->value_name("N"),
       "the version in the URLs of the answer");
  add_format_option(out);
  add_org_options(out);
  return out;
}

Result<int> search(const po::variables_map& options) {
  SearchQuestion question;
  LOCALORG_TRY(question.format, format_of(options));
  LOCALORG_TRY(const org::Clock clock, clock_of(options));
  LOCALORG_TRY(question.text, query_text_of(options));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options));
  LOCALORG_TRY(const org::Viewer viewer, viewer_of(options, org));
  question.errors_as_json = question.format == Format::json;
  question.api_version = options["api-version"].as<std::string>();
  api::Session session(org, clock, viewer);
  return answer(session, question);
}

int run(const po::variables_map& options) {
  const auto code = search(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command search_command() {
  return {"search",
          "[options] SOSL | - | --file FILE",
          "Run a SOSL search.",
          "With --format json a success prints the REST answer and a failure the REST error array, both on\n"
          "standard output.  The other formats print `CODE: message` on standard error.",
          options,
          {{"soql", "SOSL"}},
          run};
}

}  // namespace localorg::cli
