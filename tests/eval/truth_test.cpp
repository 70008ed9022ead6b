// Both routes to an answer, on the org case_desk, where each rule has a case of its own.
#include "eval/truth.h"

#include <doctest/doctest.h>

#include "eval/check.h"
#include "support/test_org.h"

using namespace localorg;
using namespace localorg::eval;

namespace {

const store::OpenOrg& desk() {
  const auto org = test::test_org("case_desk");
  REQUIRE_MESSAGE(org.has_value(), (org ? "" : org.error().message));
  return **org;
}

Task task(const char* kind, const char* metadata, const char* answer = nullptr) {
  Task made;
  made.task = kind;
  made.answers = {answer == nullptr ? Answer{} : Answer{answer}};
  made.source = {{"metadata", *parse_json(metadata, "metadata")}};
  return made;
}

std::string listed(const Result<Truth>& truth) {
  if (!truth) return truth.error().message;
  std::string out;
  for (const Answer& answer : truth->winners) out += (out.empty() ? "" : " ") + shown(answer);
  return out;
}

// What both routes give; both, where they differ.
std::string truth(const char* kind, const char* metadata, const char* answer = nullptr) {
  const Task asked = task(kind, metadata, answer);
  const auto question = read_question(asked);
  if (!question) return question.error().message;
  api::Session session(desk(), org::Clock());
  Toolbox toolbox{session};
  SqlRoute route(desk());
  const std::string by_tools = listed(truth_by_tools(toolbox, asked, *question));
  const std::string by_sql = listed(route.truth(asked, *question));
  return by_tools == by_sql ? by_tools : "tools: " + by_tools + "; SQL: " + by_sql;
}

std::string winter(const std::string& more) { return R"({"start":"2021-12-01","end":"2022-03-01",)" + more + "}"; }

constexpr const char* kAnn = "005Te0000000001IAA";
constexpr const char* kBob = "005Te0000000002IAA";
constexpr const char* kCem = "005Te0000000003IAA";

}  // namespace

TEST_CASE("handle time: all assignments qualify, one assignment alone is measured, by creation") {
  const auto asked = [](const char* more) { return truth("handle_time", winter(more).c_str()); };
  CHECK(asked(R"("more_than":3,"extreme":"least")") == kCem);  // 5 minutes; case 8 is created at the end and left out
  CHECK(asked(R"("more_than":3,"extreme":"most")") == kBob);   // case 4 closes after the window
  CHECK(asked(R"("more_than":4,"extreme":"least")") == kBob);  // five assignments, one by a transfer
  CHECK(asked(R"("more_than":5,"extreme":"least")") == "None");
  CHECK(truth("handle_time", R"({"start":"2021-12-01","end":"2022-01-01","more_than":2,"extreme":"most"})") == kAnn);
}

TEST_CASE("transfers: counts, of those who have any") {
  const auto asked = [](const char* more) { return truth("transfer_count", winter(more).c_str()); };
  CHECK(asked(R"("more_than":0,"extreme":"most")") == kBob);
  CHECK(asked(R"("more_than":0,"extreme":"least")") == kCem);  // not Ann, who made none
  CHECK(asked(R"("more_than":4,"extreme":"least")") == kBob);
  CHECK(asked(R"("more_than":5,"extreme":"least")") == "None");
}

TEST_CASE("top issue: the end of the window counts; ties are seen") {
  CHECK(truth("top_issue_identification", R"({"start":"2021-12-01","end":"2022-01-01","product_id":"01tTe0000000001IAA"})") ==
        "a1MTe0000000001MAA");
  CHECK(truth("top_issue_identification", winter(R"("product_id":"01tTe0000000001IAA")").c_str()) ==
        "a1MTe0000000001MAA a1MTe0000000002MAA");
  CHECK(truth("top_issue_identification", winter(R"("product_id":"01tTe0000000003IAA")").c_str()) == "None");
  CHECK(truth("top_issue_identification", winter(R"("product_id":"01tTe0000000099IAA")").c_str()) == "None");
}

TEST_CASE("monthly trend: months by name") {
  CHECK(truth("monthly_trend_analysis", winter(R"("product_id":"01tTe0000000001IAA")").c_str()) == "December");
  CHECK(truth("monthly_trend_analysis", R"({"start":"2022-01-01","end":"2022-02-02","product_id":"01tTe0000000004IAA"})") ==
        "January February");
}

TEST_CASE("best region: accounts without a state do not count") {
  CHECK(truth("best_region_identification", winter(R"("today":"2022-03-05")").c_str()) == "CA");
  CHECK(truth("best_region_identification", R"({"start":"2022-01-01","end":"2022-02-01"})") == "NY");
  CHECK(truth("best_region_identification", R"({"start":"2019-01-01","end":"2019-02-01"})") == "None");
}

TEST_CASE("case routing: issue, then product, then time") {
  const auto asked = [](const char* issue, const char* product) {
    return truth("case_routing", (std::string(R"({"issue_id":")") + issue + R"(","product_id":")" + product + "\"}").c_str());
  };
  CHECK(asked("a1MTe0000000002MAA", "01tTe0000000001IAA") == kCem);  // two closed cases of the issue
  CHECK(asked("a1MTe0000000001MAA", "01tTe0000000001IAA") == kAnn);  // Ann and Bob tie; Ann knows the product
  CHECK(asked("a1MTe0000000001MAA", "01tTe0000000002IAA") == kBob);
  CHECK(asked("a1MTe0000000001MAA", "01tTe0000000003IAA") == kBob);  // nobody knows it; Ann has an open case, Bob none
}

TEST_CASE("named entity: what was bought that day, by its name") {
  const auto asked = [](const char* phrase, const char* product) {
    return truth("named_entity_disambiguation",
                 (std::string(R"({"today":"2021-11-28","bought":"2021-11-21","customer_id":"003Te0000000001IAA","phrase":")") +
                  phrase + R"(","product_id":)" + product + "}")
                     .c_str());
  };
  CHECK(asked("trail running shoes", "\"01tTe0000000001IAA\"") == "01tTe0000000001IAA");
  CHECK(asked("running shoe", "\"01tTe0000000001IAA\"") == "01tTe0000000001IAA");
  CHECK(asked("golf gloves", "null") == "None");  // only drafted
  CHECK(asked("swift tennis racket", "null") == "None");
}

TEST_CASE("policy violations: not on the list, or too late") {
  const auto asked = [](const char* case_id, const char* remedy, const char* offered) {
    return truth("policy_violation_identification",
                 (std::string(R"({"case_id":")") + case_id + R"(","remedy":")" + remedy + R"(","offered":")" + offered +
                  R"(","article_id":"ka0Te0000000001IAA","allowed":[{"remedy":"Store Credit","days":30},)"
                  R"({"remedy":"Free Shipping on Next Order","days":0}]})")
                     .c_str());
  };
  CHECK(asked("500Te0000000001IAA", "Store Credit", "2021-12-05") == "None");
  CHECK(asked("500Te0000000002IAA", "Full Refund", "2021-12-06") ==
        "ka0Te0000000001IAA");  // what the customer says is no offer
  CHECK(asked("500Te0000000005IAA", "Store Credit", "2022-01-10") == "ka0Te0000000001IAA");  // 50 days
  CHECK(asked("500Te0000000004IAA", "Free Shipping on Next Order", "2022-03-02") == "None");
  CHECK(asked("500Te0000000007IAA", "Store Credit", "2022-01-12") ==
        "tools: the agents name several remedies in the conversation; SQL: the article is not about the case's issue");
}

TEST_CASE("knowledge: the article says so") {
  const auto asked = [](const char* answer, const char* evidence) {
    return truth("knowledge_qa",
                 (std::string(R"({"article_id":"ka0Te0000000002IAA","short_answer":")") + answer + R"(","evidence":")" +
                  evidence + "\"}")
                     .c_str(),
                 answer);
  };
  CHECK(asked("The half an inch", "half an inch & no more") == "The half an inch");
  CHECK(asked("a whole inch", "a whole inch") == "");
}

TEST_CASE("check compares both routes with the expected answer") {
  std::vector<Task> tasks = {
      task("transfer_count", winter(R"("more_than":0,"extreme":"most")").c_str(), kBob),
      task("transfer_count", winter(R"("more_than":0,"extreme":"most")").c_str(), kAnn),
      task("transfer_count", winter(R"("more_than":5,"extreme":"most")").c_str()),
      task("top_issue_identification", winter(R"("product_id":"01tTe0000000001IAA")").c_str(), "a1MTe0000000001MAA"),
      task("case_routing", R"({"issue_id":"a1MTe0000000001MAA","product_id":"01tTe0000000003IAA"})", kBob),
      task("wine_tasting", "{}", "red"),
  };
  const auto findings = check(desk(), tasks);
  REQUIRE(findings);
  std::vector<std::string> seen;
  for (const Finding& finding : *findings) seen.push_back(std::string(name_of(finding.verdict)) + " " + finding.reason);
  CHECK(seen == std::vector<std::string>{"right ", "wrong the tools: 005Te0000000002IAA, not 005Te0000000001IAA", "right ",
                                         "wrong the tools tie: a1MTe0000000001MAA, a1MTe0000000002MAA, not a1MTe0000000001MAA",
                                         "right ", "undecidable localorg has no rule for the task 'wine_tasting'"});
  CHECK(findings->at(4).first_step_right);
}
