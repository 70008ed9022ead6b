// Questions read from their wording.  The sentences are ours; the shapes are those of the 14 templates.
#include "eval/question.h"

#include <doctest/doctest.h>

#include "org/datetime.h"

using namespace localorg;
using namespace localorg::eval;

namespace {

Day day(const char* text) { return *org::parse_date(text); }

std::string window(const char* words, const char* today = "2022-05-31") {
  const auto found = window_in(words, day(today));
  return found ? org::format_date(found->first) + " " + org::format_date(found->end) : "none";
}

std::string bought(const char* words, const char* today = "2022-03-31") {
  const auto found = bought_in(words, day(today));
  return found ? org::format_date(*found) : "none";
}

std::string extreme(const char* words) {
  const auto found = extreme_in(words);
  return !found ? "none" : *found == Extreme::most ? "most" : "least";
}

}  // namespace

TEST_CASE("a period and its year, side by side in either order") {
  CHECK(window("who was it in Winter 2021?") == "2021-12-01 2022-03-01");
  CHECK(window("in the winter of 2021, who") == "2021-12-01 2022-03-01");
  CHECK(window("for the 2022 summer, who") == "2022-06-01 2022-09-01");
  CHECK(window("in 2022's summer") == "2022-06-01 2022-09-01");
  CHECK(window("in autumn 2022") == "2022-09-01 2022-12-01");
  CHECK(window("during Q3 of 2020?") == "2020-07-01 2020-10-01");
  CHECK(window("in the fourth quarter of the year 2020") == "2020-10-01 2021-01-01");
  CHECK(window("in the 2021 second quarter") == "2021-04-01 2021-07-01");
  CHECK(window("in May 2021") == "2021-05-01 2021-06-01");
}

TEST_CASE("seasons and months in a product's name are no period") {
  CHECK(window("trouble with the Pro Winter Trail Jacket in Summer 2021") == "2021-06-01 2021-09-01");
  CHECK(window("trouble with the March Spring Jacket over the past 2 weeks") == "2022-05-17 2022-05-31");
  CHECK(window("may I ask about the summer?") == "none");
}

TEST_CASE("spans end with today") {
  CHECK(window("in the past 3 weeks") == "2022-05-10 2022-05-31");
  CHECK(window("over the last three months") == "2022-02-28 2022-05-31");
  CHECK(window("within the past two quarters") == "2021-11-30 2022-05-31");
  CHECK(window("in the past year") == "2021-05-31 2022-05-31");
  CHECK(window("over the past 1.5 years") == "2020-11-30 2022-05-31");
  CHECK(window("over the past 18 months") == "2020-11-30 2022-05-31");
  CHECK(window("in the last 14 days") == "2022-05-17 2022-05-31");
  CHECK(window("are there any months in the past 8 where") == "2021-09-30 2022-05-31");
  CHECK(window("last month") == "2022-04-30 2022-05-31");
  CHECK(!window_in("in the past 3 weeks", std::nullopt));
}

TEST_CASE("thresholds") {
  CHECK(threshold_in("agents with more than 2 cases in the past 3 months") == 2);
  CHECK(threshold_in("over the past 3 weeks, agents with over three cases") == 3);
  CHECK(threshold_in("agents who managed more than zero cases") == 0);
  CHECK(threshold_in("agents who managed any cases over two weeks") == 0);
  CHECK(threshold_in("those with at least one case") == 0);
  CHECK(threshold_in("those with multiple cases") == 1);
  CHECK(threshold_in("those who managed cases") == 0);
  CHECK(threshold_in("where they managed more than three?") == 3);
}

TEST_CASE("extremes") {
  CHECK(extreme("the longest handle time") == "most");
  CHECK(extreme("the quickest resolution") == "least");
  CHECK(extreme("with at least one case, the most transfers") == "most");
  CHECK(extreme("the least time") == "least");
  CHECK(extreme("the fewest transfers among those with more than 3 cases") == "least");
  CHECK(extreme("the transfers") == "none");
}

TEST_CASE("when something was bought, and what it is called") {
  CHECK(bought("the shoes I bought three days ago") == "2022-03-28");
  CHECK(bought("the shoes I bought 14 days back") == "2022-03-17");
  CHECK(bought("the shoes I bought a fortnight ago") == "2022-03-17");
  CHECK(bought("the shoes I bought last week") == "2022-03-24");
  CHECK(bought("the shoes I bought one month ago") == "2022-02-28");
  CHECK(bought("the shoes I bought last month") == "2022-02-28");
  CHECK(bought("the shoes I bought") == "none");
  CHECK(phrase_in("Show me the trail shoes that I purchased a week ago") == "trail shoes");
  CHECK(phrase_in("Can you display the yoga mat I bought a week ago?") == "yoga mat");
  CHECK(phrase_in("Show me my shoes") == "");
}

TEST_CASE("Ids and dates in a text") {
  CHECK(id_in("The Id is 01tTe0000000001IAA.", "01t") == "01tTe0000000001IAA");
  CHECK(id_in("The Id is 01tTe0000000001IAB.", "01t") == "");
  CHECK(id_in("case x500Te0000000001IAA or 500Te0000000002IAA", "500") == "500Te0000000002IAA");
  CHECK(date_in("- Today's date: 2022-08-20") == day("2022-08-20"));
  CHECK(!date_in("- Today's date: soon"));
}

TEST_CASE("what a task's source says comes before its words") {
  Task task;
  task.task = "handle_time";
  task.query = "In Winter 2021, who of the agents with over 2 cases had the longest handle time?";
  task.required = "Today's date: 2023-01-05";
  auto question = read_question(task);
  REQUIRE(question);
  CHECK(question->more_than == 2);
  CHECK(question->extreme == Extreme::most);
  CHECK(question->window == Window{day("2021-12-01"), day("2022-03-01")});
  CHECK(question->today == day("2023-01-05"));
  task.source = {{"metadata", {{"start", "2020-01-01"}, {"end", "2020-02-01"}, {"more_than", 0}, {"extreme", "least"}}}};
  question = read_question(task);
  REQUIRE(question);
  CHECK(question->more_than == 0);
  CHECK(question->extreme == Extreme::least);
  CHECK(question->window == Window{day("2020-01-01"), day("2020-02-01")});
  CHECK(read_question(task, Read::words_alone)->more_than == 2);
}

TEST_CASE("what cannot be read is said in a sentence") {
  Task task;
  task.task = "wine_tasting";
  CHECK(read_question(task).error().message == "localorg has no rule for the task 'wine_tasting'");
  task.task = "handle_time";
  task.query = "Who had the longest handle time?";
  CHECK(read_question(task).error().message == "the question names no period");
  task.task = "case_routing";
  CHECK(read_question(task).error().message == "the task does not name the case's issue");
  task.task = "top_issue_identification";
  task.query = "What goes wrong in Q1 2021?";
  CHECK(read_question(task).error().message == "the task does not name a product");
}
