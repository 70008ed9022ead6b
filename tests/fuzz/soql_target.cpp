// A SOQL query: its text through each step, then the answer of the query resource.
#include "api/handle.h"
#include "fuzz/invariants.h"
#include "soql/bind.h"
#include "soql/complete.h"
#include "soql/parse.h"
#include "soql/query.h"
#include "soql/translate.h"
#include "soql/unparse.h"

using namespace localorg;

namespace {

const org::Viewer& viewer() {
  static const org::Viewer known = soql::Engine(fuzz::small_org(), fuzz::clock()).viewer();
  return known;
}

// Every step gives a value or an error; what parses is printed, and parses again to the same.
void walk(std::string_view statement) {
  const auto parsed = soql::parse(statement);
  if (!parsed) return fuzz::expect_error(parsed.error(), statement);
  const std::string printed = soql::unparse(*parsed);
  const auto again = soql::parse(printed);
  fuzz::expect(again && *again == *parsed, "a query is not what it prints", printed);
  fuzz::expect(soql::unparse(*again) == printed, "a query is printed in two ways", printed);
  const auto bound = soql::bind(*parsed, *fuzz::small_org().catalog, viewer());
  if (!bound) return fuzz::expect_error(bound.error(), statement);
  fuzz::expect(!soql::translate(*bound).sql.text.empty(), "a query became no SQL");
}

std::string answer(const std::string& target) { return fuzz::answer(fuzz::small_org(), target); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  walk(soql::statement_of(text));
  const std::string first = answer(api::query_target(text));
  fuzz::expect(first == answer(api::query_target(text)), "a query has two answers", first);
  const std::string escaped = api::url_encode(text);
  answer("/services/data/v59.0/queryAll?q=" + escaped);
  answer("/services/data/v59.0/query?explain=" + escaped);
  answer("/services/data/v59.0/query?columns=true&q=" + escaped);
  const auto completion = soql::complete(text, text.size() / 2, *fuzz::small_org().catalog);
  fuzz::expect(completion.begin <= text.size(), "a completion lies outside");
  return 0;
}
