// The tool functions, on the org case_desk.
#include <doctest/doctest.h>

#include <set>

#include "eval/tools/tool.h"
#include "support/test_org.h"

using namespace localorg;
using namespace localorg::eval;

namespace {

// The answer as JSON text.
std::string called(const char* name, const char* arguments) {
  const auto org = test::test_org("case_desk");
  REQUIRE_MESSAGE(org.has_value(), (org ? "" : org.error().message));
  api::Session session(**org, org::Clock());
  Toolbox toolbox{session};
  return call(toolbox, name, *parse_json(arguments, "arguments")).dump();
}

constexpr const char* kWinter = R"({"start_date":"2021-12-01T00:00:00Z","end_date":"2022-03-01T00:00:00Z"})";

}  // namespace

TEST_CASE("get_period and get_start_date") {
  CHECK(called("get_period", R"({"period_name":"Winter","year":2020})") ==
        R"({"start_date":"2020-12-01T00:00:00Z","end_date":"2021-03-01T00:00:00Z"})");
  CHECK(called("get_period", R"({"period_name":"Q4","year":2021})") ==
        R"({"start_date":"2021-10-01T00:00:00Z","end_date":"2022-01-01T00:00:00Z"})");
  CHECK(called("get_period", R"({"period_name":"February","year":2024})") ==
        R"({"start_date":"2024-02-01T00:00:00Z","end_date":"2024-03-01T00:00:00Z"})");
  CHECK(called("get_start_date", R"({"end_date":"2021-03-31T00:00:00Z","period":"month","interval_count":1})") ==
        R"("2021-02-28T00:00:00Z")");
  CHECK(called("get_start_date", R"({"end_date":"2022-02-19T00:00:00Z","period":"quarter","interval_count":6})") ==
        R"("2020-08-19T00:00:00Z")");
  CHECK(called("get_start_date", R"({"end_date":"2021-10-31T12:30:00Z","period":"week","interval_count":5})") ==
        R"("2021-09-26T12:30:00Z")");
}

TEST_CASE("faults of arguments begin with Error: ") {
  for (
      const auto& [name, arguments] : std::vector<std::pair<const char*, const char*>>{
          {"get_period", R"({"period_name":"Autumn","year":2020})"},
          {"get_period", R"({"period_name":"Q1","year":"2020"})"},
          {"get_period", R"({"period_name":"Q1"})"},
          {"get_period", R"({"period_name":"Q1","year":2020,"day":1})"},
          {"get_start_date", R"({"end_date":"2021-03-31","period":"month","interval_count":1})"},
          {"get_start_date", R"({"end_date":"2021-03-31T00:00:00Z","period":"year","interval_count":1})"},
          {"get_start_date", R"({"end_date":"2021-03-31T00:00:00Z","period":"month","interval_count":-1})"},
          {"get_agents_with_max_cases", R"({"subset_cases":{"OwnerId":"a"}})"},
          {"get_agents_with_max_cases", R"({"subset_cases":[{"Owner":"a"}]})"},
          {"find_id_with_max_value", R"({"values_by_id":{"a":"1"}})"},
          {"calculate_region_average_closure_times", R"({"cases":[]})"},
          {"calculate_average_handle_time",
           R"({"cases":[{"OwnerId":"a","CreatedDate":"2021-01-02","ClosedDate":"2021-01-03"}]})"},
          {"calculate_average_handle_time",
           R"({"cases":[{"OwnerId":"a","CreatedDate":"2021-01-02T00:00:00.000+0000","ClosedDate":"2021-01-01T00:00:00.000+0000"}]})"},
          {"get_cases", "{}"},
          {"get_cases", R"({"case_ids":[]})"},
          {"get_issue_counts",
           R"({"start_date":"2021-12-01T00:00:00Z","end_date":"2022-03-01T00:00:00Z","order_item_ids":[]})"}}) {
    CAPTURE(name);
    CAPTURE(arguments);
    CHECK(called(name, arguments).starts_with("\"Error: "));
  }
  CHECK(called("get_time", "{}") == R"("Unknown action get_time")");
}

TEST_CASE("counts, extremes and means") {
  const char* cases = R"({"subset_cases":[{"OwnerId":"a"},{"OwnerId":"b"},{"OwnerId":"a"},{"OwnerId":"c"}]})";
  CHECK(called("get_agents_with_max_cases", cases) == R"(["a"])");
  CHECK(called("get_agents_with_min_cases", cases) == R"(["b","c"])");
  CHECK(called("get_agents_with_max_cases", R"({"subset_cases":[]})") == "[]");
  CHECK(called("find_id_with_max_value", R"({"values_by_id":{"a":1,"b":2.5,"c":2.5}})") == R"(["b","c"])");
  CHECK(called("find_id_with_min_value", R"({"values_by_id":{"a":1,"b":2.5}})") == R"(["a"])");
  CHECK(called("find_id_with_min_value", R"({"values_by_id":{}})") == "null");
  CHECK(called("get_qualified_agent_ids_by_case_count", R"({"agent_handled_cases":{"a":1,"b":2,"c":3},"n_cases":1})") ==
        R"(["b","c"])");
  CHECK(
      called(
          "calculate_average_handle_time",
          R"({"cases":[{"OwnerId":"a","CreatedDate":"2021-01-01T00:00:00.000+0000","ClosedDate":"2021-01-01T00:30:00.000+0000"},
                            {"OwnerId":"a","CreatedDate":"2021-01-01T00:00:00.000+0000","ClosedDate":"2021-01-01T01:01:00.000+0000"}]})") ==
      R"({"a":45.5})");
  CHECK(
      called(
          "calculate_region_average_closure_times",
          R"({"cases":[{"ShippingState":"CA","CreatedDate":"2021-01-01T00:00:00.000+0000","ClosedDate":"2021-01-01T00:01:30.000+0000"},
                            {"ShippingState":null,"CreatedDate":"2021-01-01T00:00:00.000+0000","ClosedDate":"2021-01-01T00:01:30.000+0000"}]})") ==
      R"({"CA":90.0})");
  CHECK(called("get_month_to_case_count",
               R"({"cases":[{"CreatedDate":"2021-03-31T23:59:59.000+0000"},{"CreatedDate":"2022-03-01T00:00:00.000+0000"},
                            {"CreatedDate":"2022-04-01T00:00:00.000+0000"}]})") == R"({"March":2,"April":1})");
  CHECK(called("respond", R"({"content":"None"})") == R"("None")");
}

TEST_CASE("every assignment counts as handled, the end of the period included") {
  CHECK(called("get_agent_handled_cases_by_period", kWinter) ==
        R"({"005Te0000000001IAA":4,"005Te0000000002IAA":5,"005Te0000000003IAA":4})");
  CHECK(called("get_agent_transferred_cases_by_period", kWinter) == R"({"005Te0000000002IAA":2,"005Te0000000003IAA":1})");
  CHECK(called("get_agent_transferred_cases_by_period",
               R"({"start_date":"2021-12-01T00:00:00Z","end_date":"2022-03-01T00:00:00Z",
                   "qualified_agent_ids":["005Te0000000003IAA","005Te0000000001IAA"]})") == R"({"005Te0000000003IAA":1})");
  CHECK(called("get_non_transferred_case_ids", kWinter) ==
        R"(["500Te0000000001IAA","500Te0000000002IAA","500Te0000000004IAA","500Te0000000005IAA","500Te0000000007IAA",)"
        R"("500Te0000000008IAA","500Te0000000009IAA"])");
}

TEST_CASE("cases by conditions; null columns of all records are dropped") {
  CHECK(called("get_cases", R"({"case_ids":["500Te0000000009IAA"]})") ==
        R"([{"OwnerId":"005Te0000000001IAA","CreatedDate":"2022-01-15T10:00:00.000+0000","AccountId":"001Te0000000001IAA"}])");
  CHECK(called("get_cases", R"({"start_date":"2022-02-28T00:00:00Z","end_date":"2022-03-01T00:00:00Z","agent_ids":[]})") ==
        R"([{"OwnerId":"005Te0000000002IAA","CreatedDate":"2022-02-28T23:00:00.000+0000",)"
        R"("ClosedDate":"2022-03-02T10:00:00.000+0000","AccountId":"001Te0000000002IAA"}])");
  CHECK(called("get_cases", R"({"statuses":["Working","New"],"issue_ids":["a1MTe0000000001MAA"]})") == "[]");
  CHECK(called("get_shipping_state", R"({"cases":[{"AccountId":"001Te0000000001IAA"},{"AccountId":"001Te0000000003IAA"}]})") ==
        R"([{"AccountId":"001Te0000000001IAA","ShippingState":"CA"},{"AccountId":"001Te0000000003IAA","ShippingState":null}])");
}

TEST_CASE("products, issues, purchases, messages") {
  CHECK(called("get_order_item_ids_by_product", R"({"product_id":"01tTe0000000002IAA"})") ==
        R"(["802Te0000000005IAA","802Te0000000011IAA"])");
  CHECK(called("get_issue_counts", R"({"start_date":"2021-12-01T00:00:00Z","end_date":"2022-01-01T00:00:00Z",
                                       "order_item_ids":["802Te0000000001IAA","802Te0000000002IAA","802Te0000000003IAA"]})") ==
        R"({"a1MTe0000000001MAA":2,"a1MTe0000000002MAA":1})");
  CHECK(called("get_issues", "{}") ==
        R"([{"Id":"a1MTe0000000001MAA","Name":"Late Delivery"},{"Id":"a1MTe0000000002MAA","Name":"Wrong Size"}])");
  CHECK(called("get_account_id_by_contact_id", R"({"contact_id":"003Te0000000002IAA"})") == R"("001Te0000000002IAA")");
  CHECK(called("get_account_id_by_contact_id", R"({"contact_id":"003Te0000000099IAA"})") == "[]");
  CHECK(called("get_purchase_history",
               R"({"account_id":"001Te0000000001IAA","purchase_date":"2021-11-21T00:00:00Z",
                   "related_product_ids":["01tTe0000000002IAA","01tTe0000000003IAA","01tTe0000000004IAA"]})") ==
        R"([{"Product2Id":"01tTe0000000002IAA"}])");
  CHECK(called("get_livechat_transcript_by_case_id", R"({"case_id":"500Te0000000001IAA"})") == "[]");
  CHECK(called("issue_soql_query", R"({"query":"SELECT COUNT() FROM Case"})") == "[]");
  CHECK(called("issue_soql_query", R"({"query":"SELECT Nmae FROM Issue__c"})").starts_with("\"INVALID_FIELD: \\nSELECT"));
}

TEST_CASE("searches") {
  // The shorter text is the better match.
  CHECK(called("search_products", R"({"search_term":"running"})") == R"(["01tTe0000000004IAA","01tTe0000000001IAA"])");
  CHECK(called("search_products", R"({"search_term":"swift running"})") == R"(["01tTe0000000004IAA"])");
  CHECK(called("search_products", R"({"search_term":"racket"})") == "[]");
  CHECK(called("search_knowledge_articles", R"({"search_term":"half inch"})") ==
        R"([{"Id":"ka0Te0000000002IAA","Title":"Wrong Size &amp; Fit",)"
        R"("Content":"Shoes should leave half an inch &amp; no more."}])");
  const char* yoga = R"x({"query":"FIND {yoga} IN ALL FIELDS RETURNING Product2(Name)"})x";
  CHECK(called("issue_sosl_query", yoga) == R"([{"Name":"Elite Yoga Mat"}])");
  CHECK(called("issue_soql_query", yoga) == R"([{"Name":"Elite Yoga Mat"}])");
}

TEST_CASE("27 functions, each described from its row") {
  std::set<std::string_view> names;
  for (const Tool& tool : tools()) names.insert(tool.name);
  CHECK(names.size() == 27);
  const Json described = describe(*find_tool("get_period"), true);
  CHECK(described["function"]["parameters"]["required"].dump() == R"(["period_name","year"])");
  CHECK(described["function"]["parameters"]["properties"]["year"]["type"] == "integer");
  CHECK(described["function"].contains("returns"));
  CHECK(!describe(*find_tool("get_period"))["function"].contains("returns"));
  CHECK(describe(*find_tool("get_cases"))["function"]["parameters"]["required"].dump() == "[]");
  CHECK(describe(*find_tool("get_agents_with_max_cases"))["function"]["parameters"]["properties"]["subset_cases"].dump() ==
        R"({"type":"array","items":{"type":"object","properties":{"OwnerId":{"type":"string"}},"required":["OwnerId"]},)"
        R"("description":"The cases."})");
}
