// Generated queries over generated orgs: SQLite and the reference evaluator must agree.
#include <doctest/doctest.h>

#include "support/trial.h"

using namespace localorg;
using namespace localorg::test;

namespace {

constexpr std::uint64_t kFirstOrg = 1;
constexpr std::uint64_t kOrgs = 20;
constexpr std::uint64_t kQueriesPerOrg = 100;
constexpr std::uint64_t kMutations = 3'000;

}  // namespace

TEST_CASE("generated queries") {
  for (std::uint64_t seed = kFirstOrg; seed < kFirstOrg + kOrgs; ++seed) {
    Trial trial(seed);
    for (std::uint64_t number = 0; number < kQueriesPerOrg; ++number) {
      const auto fault = trial.disagreement(trial.query(number), number % 8 == 7);
      CHECK_MESSAGE(!fault, fault.value_or("") << "again: tools/soak --seed " << seed << " --query " << number);
    }
  }
}

TEST_CASE("more groups than one answer may have") {
  Trial trial(kFirstOrg, OrgSize::large);
  for (const std::string query : {
           "SELECT Id FROM Item__c GROUP BY Id",
           "SELECT Id FROM Item__c GROUP BY Id LIMIT 2001",
           "SELECT Id FROM Item__c GROUP BY Id LIMIT 2000",
           "SELECT Id, COUNT(Code__c) FROM Item__c GROUP BY Id ORDER BY COUNT(Code__c) DESC OFFSET 100",
           "SELECT Id, Flag__c FROM Item__c WHERE Count__c > 3 GROUP BY ROLLUP(Id, Flag__c)",
           "SELECT Id FROM Item__c",
           "SELECT COUNT() FROM Item__c",
       }) {
    const auto fault = trial.disagreement(query, true);
    CHECK_MESSAGE(!fault, fault.value_or(""));
  }
}

TEST_CASE("mutations of queries end in an answer or an error") {
  Trial trial(kFirstOrg);
  Random random(kFirstOrg);
  for (std::uint64_t number = 0; number < kMutations; ++number) {
    const auto fault = trial.misbehaviour(mutated(trial.query(number), trial.query(number + 1), random));
    CHECK_MESSAGE(!fault, fault.value_or(""));
  }
}
