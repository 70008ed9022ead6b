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

#include "base/json.h"
#include "base/text.h"
#include "support/random.h"
#include "support/test_org.h"

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
TEST_CASE("mcp") { check_folder("conformance/mcp"); }
TEST_CASE("stages: parse") { check_folder("stages/parse"); }
TEST_CASE("stages: bind") { check_folder("stages/bind"); }
TEST_CASE("stages: search") { check_folder("stages/search"); }
TEST_CASE("stages: sql") { check_folder("stages/sql"); }

TEST_CASE("every described field can be read") {
  const auto org = test::test_org("small_sales");
  REQUIRE(org.has_value());
  api::Session session(**org, org::Clock(0));
  for (const org::SObject& object : (*org)->catalog->objects()) {
    if (object.is_virtual()) continue;
    std::vector<std::string> names;
    for (const org::Field& field : object.fields) names.push_back(field.name);
    const auto body =
        R"({"ids":[")" + object.key_prefix + R"(Te0000000001"],"fields":[")" + text::join(names, R"(",")") + R"("]})";
    const auto answer = api::handle(session, {.method = "POST",
                                              .target = "/services/data/v59.0/composite/sobjects/" + object.name,
                                              .headers = {{"content-type", "application/json"}},
                                              .body = body});
    CHECK_MESSAGE(answer.status == 200, object.name, ": ", answer.body);
    CHECK_MESSAGE(answer.body.starts_with("[{\"attributes\""), object.name, ": ", answer.body);
  }
}

TEST_CASE("an open cursor stays as it was when records are written") {
  const auto org = test::test_org("small_sales");
  const auto image = test::test_image("small_sales");
  REQUIRE(image.has_value());
  auto copy = store::copy_of(**org, *image);
  REQUIRE(copy.has_value());
  api::Session session(*copy, org::Clock(1'661'000'000'000));
  session.allow_writes(*copy);
  const std::map<std::string, std::string> json = {{"content-type", "application/json"}};
  std::string records;
  for (int i = 0; i < 200; ++i) {
    records += (i == 0 ? "" : ",") + std::string(R"({"attributes":{"type":"Issue__c"},"Name":"n)") + std::to_string(i) + "\"}";
  }
  const auto made = api::handle(session, {.method = "POST",
                                          .target = "/services/data/v59.0/composite/sobjects",
                                          .headers = json,
                                          .body = R"({"records":[)" + records + "]}"});
  REQUIRE(made.status == 200);
  const std::string query = api::query_target("SELECT Id FROM Issue__c ORDER BY Id");
  const auto first = api::handle(session, {.target = query, .headers = {{"sforce-query-options", "batchSize=200"}}});
  REQUIRE(first.body.starts_with(R"({"totalSize":203,"done":false,)"));
  const auto next = parse_json(first.body, "body")->at("nextRecordsUrl").get<std::string>();
  const std::string last = api::handle(session, {.target = next}).body;
  CHECK(api::handle(session, {.method = "DELETE", .target = "/services/data/v59.0/sobjects/Issue__c/a1MTe0000000002MAA"})
            .status == 204);
  CHECK(api::handle(session, {.target = next}).body == last);
  CHECK(api::handle(session, {.target = query}).body.starts_with(R"({"totalSize":202,"done":true,)"));
}

// Requests of the cases with some bytes changed: whatever comes, it is answered, and never by a fault of ours.
TEST_CASE("mutated requests are answered") {
  const auto org = test::test_org("small_sales");
  const auto image = test::test_image("small_sales");
  REQUIRE(image.has_value());
  const auto files = test::read_case_files("conformance/rest");
  REQUIRE(files.has_value());
  constexpr std::string_view kBytes = "\"'{}[]\\,:/?&=%+\x80\n 0aA-@";
  test::Random random(7);
  for (const test::CaseFile& file : *files) {
    for (const test::Case& test : file.cases) {
      auto copy = store::copy_of(**org, *image);
      REQUIRE(copy.has_value());
      api::Session session(*copy, org::Clock(1'661'000'000'000));
      session.allow_writes(*copy);
      for (api::Request request : test::requests_of(test.query)) {
        for (std::size_t i = random.below(4); i > 0; --i) {
          std::string& text = request.body.empty() || random.below(2) == 0 ? request.target : request.body;
          text[random.below(text.size())] = kBytes[random.below(kBytes.size())];
        }
        const auto answer = api::handle(session, request);
        CHECK_MESSAGE(answer.status != 500, request.method, " ", request.target, "\n", request.body, "\n", answer.body);
      }
    }
  }
}

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
