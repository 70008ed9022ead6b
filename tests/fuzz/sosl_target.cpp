// A SOSL search: its text through each step, then the answer of the search resource.
#include "api/handle.h"
#include "api/search.h"
#include "fuzz/invariants.h"
#include "soql/parse.h"
#include "soql/query.h"
#include "sosl/bind.h"
#include "sosl/parse.h"
#include "sosl/unparse.h"

using namespace localorg;

namespace {

const org::Viewer& viewer() {
  static const org::Viewer known = soql::Engine(fuzz::wordy_org(), fuzz::clock()).viewer();
  return known;
}

// Every step gives a value or an error; what parses is printed, and parses again to the same.
void walk(std::string_view statement) {
  const auto parsed = sosl::parse(statement);
  if (!parsed) return fuzz::expect_error(parsed.error(), statement);
  const std::string printed = sosl::unparse(*parsed);
  auto again = sosl::parse(printed);
  if (again) again->text = parsed->text;  // of which blanks are printed otherwise
  const bool has_operators = parsed->text.size() <= sosl::kMaxCharactersWithOperators;
  fuzz::expect(!has_operators || (again && *again == *parsed), "a search is not what it prints", printed);
  const auto bound = sosl::bind(*parsed, *fuzz::wordy_org().catalog, viewer());
  if (!bound) fuzz::expect_error(bound.error(), statement);
}

std::string answer(const std::string& target) { return fuzz::answer(fuzz::wordy_org(), target); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  walk(soql::statement_of(text));
  const std::string first = answer(api::search_target(text));
  fuzz::expect(first == answer(api::search_target(text)), "a search has two answers", first);
  // Escaped, any text can be searched for: it breaks no braces.
  const std::string escaped = sosl::escape(text);
  answer(api::search_target("FIND {" + escaped + "} RETURNING Account(Name), Case(Subject)"));
  return 0;
}
