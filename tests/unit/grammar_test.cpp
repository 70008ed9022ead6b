// Texts with alternatives.
#include "dataset/grammar.h"

#include <doctest/doctest.h>

#include <set>

using namespace localorg;
using namespace localorg::dataset;

namespace {

std::set<std::string> all_of(std::string_view text, const Rules& rules) {
  std::set<std::string> seen;
  for (std::uint64_t i = 0; i < 200; ++i) {
    Random random(1, "grammar", i);
    seen.insert(expand(text, rules, random));
  }
  return seen;
}

using Texts = std::set<std::string>;

}  // namespace

TEST_CASE("grammar: alternatives, nested and empty, and lists") {
  const Talk talk = {{"who", {"you", "[all|both] of you"}}};
  Rules rules;
  rules.add("", talk);
  CHECK(all_of("plain {slot}", rules) == Texts{"plain {slot}"});
  CHECK(all_of("a[|b[c|d]]", rules) == Texts{"a", "abc", "abd"});
  CHECK(all_of("hi <who>", rules) == Texts{"hi you", "hi all of you", "hi both of you"});
}

TEST_CASE("grammar: lists by prefix") {
  const Talk own = {{"what", {"x"}}};
  Rules rules;
  rules.add("issue.", own);
  CHECK(rules.has("issue.what"));
  CHECK(!rules.has("what"));
  CHECK(all_of("<issue.what>", rules) == Texts{"x"});
}

TEST_CASE("grammar: what a bank may not write") {
  const Talk talk = {{"who", {"you"}}};
  Rules rules;
  rules.add("", talk);
  CHECK(check_grammar("[a|<who>] {first}", rules, {"first"}).has_value());
  CHECK(!check_grammar("[a|b", rules, {}).has_value());
  CHECK(!check_grammar("a]", rules, {}).has_value());
  CHECK(!check_grammar("a|b", rules, {}).has_value());
  CHECK(!check_grammar("<whom>", rules, {}).has_value());
  CHECK(!check_grammar("{frist}", rules, {"first"}).has_value());
}

TEST_CASE("grammar: polished") {
  CHECK(polished("hi , ana.  how are you ? fine") == "Hi, ana. How are you? Fine");
  CHECK(polished("it came at 9 a.m. today.. \n\nyours ") == "It came at 9 a.m. today.\n\nYours");
  CHECK(polished("order no. 7 is late") == "Order no. 7 is late");
  CHECK(polished("hi. you", false) == "hi. you");
}

TEST_CASE("grammar: polished chooses between a and an") {
  CHECK(polished("a extra large, an ten-digit number, a ankle") == "An extra large, a ten-digit number, an ankle");
  CHECK(polished("an M or a XL or a 8.5 or a 9 or a 11") == "An M or an XL or an 8.5 or a 9 or an 11");
  CHECK(polished("an used cap, a one-day trip, an European, a hour, plan B an") ==
        "A used cap, a one-day trip, a European, an hour, plan B an");
  CHECK(polished("at 9 a.m. ") == "At 9 a.m.");
}

TEST_CASE("grammar: phrases become alternatives, the longest first") {
  Phrases phrases;
  phrases.add("right away", {"right away", "at once"});
  phrases.add("right", {"right", "correct"});
  phrases.add("I'm", {"I'm", "I am"});
  CHECK(phrases.vary("that is right") == "that is [right|correct]");
  CHECK(phrases.vary("come right away, {right} <right> bright") == "come [right away|at once], {right} <right> bright");
  CHECK(phrases.vary("[I'm|we are] here") == "[[I'm|I am]|we are] here");
}
