// What Salesforce answers, and what our steps make of a query: one TEST_CASE per folder, one CHECK per case.
//
//     LOCALORG_TESTS=tests build/tests/conformance/conformance
//     UPDATE_GOLDEN=1 ...       writes today's answers over the expected ones and exits with 77 (meson: SKIP)
#define DOCTEST_CONFIG_IMPLEMENT
#include "support/conformance.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <string>

namespace {

using namespace localorg;

constexpr int kSkipped = 77;  // what meson shows as SKIP

bool is_update() { return std::getenv("UPDATE_GOLDEN") != nullptr; }

void check_folder(const std::string& folder) {
  for (const test::Outcome& outcome : test::run_folder(folder, is_update())) {
    CHECK_MESSAGE(outcome.passed, outcome.place, "\n", outcome.message);
  }
}

TEST_CASE("soql") { check_folder("conformance/soql"); }
TEST_CASE("sosl") { check_folder("conformance/sosl"); }
TEST_CASE("rest") { check_folder("conformance/rest"); }
TEST_CASE("stages: parse") { check_folder("stages/parse"); }
TEST_CASE("stages: bind") { check_folder("stages/bind"); }
TEST_CASE("stages: search") { check_folder("stages/search"); }
TEST_CASE("stages: sql") { check_folder("stages/sql"); }

TEST_CASE("every case has a source, and every known difference a case") {
  const auto files = test::read_case_files("conformance");
  REQUIRE_MESSAGE(files.has_value(), (files ? "" : files.error().message));
  const auto known = test::read_known_differences();
  REQUIRE_MESSAGE(known.has_value(), (known ? "" : known.error().message));

  std::map<std::string_view, std::size_t> by_kind;
  std::set<std::string> names;
  for (const test::CaseFile& file : *files) {
    for (const test::Case& test : file.cases) {
      ++by_kind[test.source_kind()];
      names.insert(file.name + ":" + test.title);
    }
  }
  std::cout << names.size() << " cases:";
  for (const std::string_view kind : test::kSourceKinds) std::cout << ' ' << by_kind[kind] << ' ' << kind;
  std::cout << "; " << known->size() << " known differences\n";
  for (const auto& [name, reason] : *known) {
    CHECK_MESSAGE(names.contains(name), "tests/known_differences.txt: no case ", name);
    CHECK_MESSAGE(!reason.empty(), "tests/known_differences.txt: no reason for ", name);
  }
}

}  // namespace

int main(int argc, char** argv) {
  doctest::Context context(argc, argv);
  const int result = context.run();
  if (context.shouldExit() || result != 0) return result;
  return is_update() ? kSkipped : 0;
}
