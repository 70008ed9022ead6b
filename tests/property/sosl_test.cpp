// Generated searches over generated orgs: the index and the reference matcher must agree.
#include <doctest/doctest.h>

#include "support/search_trial.h"
#include "support/trial.h"

using namespace localorg;
using namespace localorg::test;

namespace {

constexpr std::uint64_t kFirstOrg = 1;
constexpr std::uint64_t kOrgs = 20;
constexpr std::uint64_t kSearchesPerOrg = 50;
constexpr std::uint64_t kMutations = 1'000;

}  // namespace

TEST_CASE("generated searches") {
  for (std::uint64_t seed = kFirstOrg; seed < kFirstOrg + kOrgs; ++seed) {
    SearchTrial trial(seed);
    for (std::uint64_t number = 0; number < kSearchesPerOrg; ++number) {
      const auto fault = trial.disagreement(trial.search(number));
      CHECK_MESSAGE(!fault, fault.value_or("") << "again: tools/soak --seed " << seed << " --search " << number);
    }
  }
}

TEST_CASE("mutations of searches end in an answer or an error") {
  SearchTrial trial(kFirstOrg);
  Random random(kFirstOrg);
  for (std::uint64_t number = 0; number < kMutations; ++number) {
    const auto fault = trial.misbehaviour(mutated(trial.search(number), trial.search(number + 1), random));
    CHECK_MESSAGE(!fault, fault.value_or(""));
  }
}
