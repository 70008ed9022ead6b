// The org's tools: pages, what is cut and said to be, the org's own errors.
#include <doctest/doctest.h>

#include <algorithm>

#include "mcp/cut.h"
#include "mcp/message.h"
#include "mcp/org_tools.h"
#include "support/test_org.h"

using namespace localorg;
using namespace localorg::mcp;

namespace {

struct Fixture {
  api::Session session{**test::test_org("small_sales"), org::Clock(1'660'996'800'000)};
  std::vector<Tool> tools = org_tools();

  ToolAnswer call(std::string_view name, const Json& arguments) {
    const auto tool = std::find_if(tools.begin(), tools.end(), [&](const Tool& t) { return t.name == name; });
    REQUIRE(tool != tools.end());
    return tool->run(session, arguments);
  }
  std::string text(std::string_view name, const Json& arguments) {
    const ToolAnswer answer = call(name, arguments);
    CHECK(answer.is_error == answer.structured.is_null());
    return answer.texts.front();
  }
};

constexpr const char* kAccounts = "SELECT Name FROM Account ORDER BY Id";

}  // namespace

TEST_CASE("the tools, in order, with schemas that say what they take") {
  std::vector<std::string> names;
  for (const Tool& tool : org_tools()) {
    names.push_back(tool.name);
    CHECK(tool.only_reads);
    CHECK(tool.input_schema["type"] == "object");
    CHECK(tool.input_schema["additionalProperties"] == false);
    CHECK(tool.output_schema["type"] == "object");
  }
  CHECK(names == std::vector<std::string>{"soql_query", "sosl_search", "list_objects", "describe_object"});
  CHECK(org_tools()[0].input_schema["properties"]["max_rows"].dump() ==
        R"({"type":"integer","minimum":1,"maximum":2000,"default":200,"description":"How many records to show at most."})");
  CHECK(org_tools()[0].input_schema["required"].dump() == R"(["query"])");
}

TEST_CASE("a query's records, without the attributes that the REST API adds") {
  Fixture f;
  CHECK(f.text("soql_query", {{"query", "SELECT Subject, Account.Name FROM Case ORDER BY Id LIMIT 1"}}) ==
        R"({"totalSize":1,"done":true,"records":[{"Subject":"Late parcel","Account":{"Name":"Acme"}}]})");
  CHECK(f.text("soql_query", {{"query", "SELECT Id FROM Account ORDER BY Id LIMIT 1"}, {"attributes", true}}) ==
        R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account","url":)"
        R"("/services/data/v59.0/sobjects/Account/001Te0000000001IAA"},"Id":"001Te0000000001IAA"}]})");
  CHECK(f.text("soql_query", {{"query", "SELECT COUNT() FROM Account"}}) == R"({"totalSize":7,"done":true,"records":[]})");
}

TEST_CASE("the pages of an answer, and the sentence that says there are more") {
  Fixture f;
  const ToolAnswer first = f.call("soql_query", {{"query", kAccounts}, {"max_rows", 3}});
  CHECK(first.structured["totalSize"] == 7);
  CHECK(first.structured["done"] == false);
  CHECK(first.structured["records"].size() == 3);
  CHECK(first.structured["nextCursor"] == "3");
  REQUIRE(first.texts.size() == 2);
  CHECK(first.texts[1] ==
        "Shown are the records 1 to 3 of 7. For the next ones call soql_query with the same query and the cursor 3.");
  CHECK(first.structured["notes"].dump() == "[\"" + first.texts[1] + "\"]");
  const ToolAnswer last = f.call("soql_query", {{"query", kAccounts}, {"max_rows", 4}, {"cursor", "3"}});
  CHECK(last.structured["done"] == true);
  CHECK(last.structured["records"].size() == 4);
  CHECK_FALSE(last.structured.contains("nextCursor"));
  CHECK(last.texts.size() == 1);
  CHECK(f.text("soql_query", {{"query", kAccounts}, {"cursor", "7"}}) == R"({"totalSize":7,"done":true,"records":[]})");
  CHECK(f.text("soql_query", {{"query", kAccounts}, {"cursor", "99999999999999999"}}) ==
        R"({"totalSize":7,"done":true,"records":[]})");
}

TEST_CASE("a long answer goes on at the org's query locator, whatever the size of the pages") {
  const auto image = test::test_image("small_sales");
  REQUIRE(image.has_value());
  auto copy = store::copy_of(**test::test_org("small_sales"), *image);
  REQUIRE(copy.has_value());
  api::Session session(*copy, org::Clock(1'661'000'000'000));
  session.allow_writes(*copy);
  std::string records;
  for (int i = 0; i < 200; ++i) {
    records += (i == 0 ? "" : ",") + std::string(R"({"attributes":{"type":"Issue__c"},"Name":"n)") + std::to_string(i) + "\"}";
  }
  for (int batch = 0; batch < 2; ++batch) {
    REQUIRE(api::handle(session, {.method = "POST",
                                  .target = "/services/data/v59.0/composite/sobjects",
                                  .headers = {{"content-type", "application/json"}},
                                  .body = R"({"records":[)" + records + "]}"})
                .status == 200);
  }
  const Tool tool = org_tools().front();
  Json arguments = {{"query", "SELECT Id FROM Issue__c ORDER BY Id"}};
  std::vector<std::string> ids, cursors;
  for (const int rows : {150, 200, 20, 200}) {
    arguments["max_rows"] = rows;
    const ToolAnswer answer = tool.run(session, arguments);
    REQUIRE_FALSE(answer.is_error);
    CHECK(answer.structured["totalSize"] == 403);
    for (const Json& record : answer.structured["records"]) ids.push_back(record["Id"]);
    cursors.push_back(answer.structured.value("nextCursor", ""));
    arguments["cursor"] = cursors.back();
  }
  CHECK(cursors == std::vector<std::string>{"01gLo0000000001IAA-150", "01gLo0000000001IAA-350", "01gLo0000000001IAA-370", ""});
  CHECK(ids.size() == 403);
  CHECK(std::is_sorted(ids.begin(), ids.end()));
  CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
}

TEST_CASE("the org's own errors, in full") {
  Fixture f;
  const ToolAnswer answer = f.call("soql_query", {{"query", "SELECT Nmae FROM Account"}});
  CHECK(answer.is_error);
  CHECK(answer.texts.size() == 1);
  CHECK(answer.texts[0] ==
        "INVALID_FIELD: \nSELECT Nmae FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Nmae' on entity "
        "'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. "
        "Please reference your WSDL or the describe call for the appropriate names.");
  CHECK(f.text("soql_query", {{"query", ""}}) == "MALFORMED_QUERY: A query string has to be specified");
  CHECK(f.text("soql_query", {{"query", kAccounts}, {"cursor", "01gLo0000000009IAA-200"}}) ==
        "INVALID_QUERY_LOCATOR: invalid query locator");
  CHECK(f.text("describe_object", {{"object", "Acount"}}) == "NOT_FOUND: The requested resource does not exist");
  CHECK(f.text("sosl_search", {{"search", "FIND {a-b} RETURNING Case(Id)"}}).starts_with("MALFORMED_SEARCH: "));
}

TEST_CASE("faults of arguments are answers that a model can read") {
  Fixture f;
  const auto query = [&](Json arguments) { return f.text("soql_query", arguments); };
  CHECK(query(Json::object()) == "soql_query: missing argument 'query'");
  CHECK(query({{"query", 1}}) == "soql_query: query must be a text");
  CHECK(query({{"query", nullptr}}) == "soql_query: missing argument 'query'");
  CHECK(query({{"query", "x"}, {"limit", 1}}) == "soql_query: unexpected argument 'limit'");
  CHECK(query({{"query", "x"}, {"max_rows", 0}}) == "soql_query: max_rows must be a whole number from 1 to 2000");
  CHECK(query({{"query", "x"}, {"max_rows", -1}}) == "soql_query: max_rows must be a whole number from 1 to 2000");
  CHECK(query({{"query", "x"}, {"max_rows", 2001}}) == "soql_query: max_rows must be a whole number from 1 to 2000");
  CHECK(query({{"query", "x"}, {"max_rows", 18446744073709551615u}}) ==
        "soql_query: max_rows must be a whole number from 1 to 2000");
  CHECK(query({{"query", "x"}, {"max_rows", "5"}}) == "soql_query: max_rows must be a whole number from 1 to 2000");
  CHECK(query({{"query", "x"}, {"max_rows", 1.5}}) == "soql_query: max_rows must be a whole number from 1 to 2000");
  CHECK(query({{"query", "x"}, {"attributes", "yes"}}) == "soql_query: attributes must be true or false");
  for (const char* cursor : {"x", "-1", "3x", "1 ", "a/b-3", "-", "01gLo0000000001IAA-", "99999999999999999999999"}) {
    CHECK_MESSAGE(query({{"query", kAccounts}, {"cursor", cursor}}) == "cursor: give the nextCursor of an answer", cursor);
  }
  CHECK(f.text("list_objects", {{"cursor", "x"}}) == "cursor: give the nextCursor of an answer");
  CHECK(f.text("describe_object", {{"object", "Case"}, {"cursor", "x"}}) == "cursor: give the nextCursor of an answer");
}

TEST_CASE("long texts are cut by characters, and say so") {
  Fixture f;
  const ToolAnswer answer =
      f.call("soql_query", {{"query", "SELECT ShippingCity, Name FROM Account ORDER BY Id LIMIT 1"}, {"max_length", 7}});
  CHECK(answer.structured["records"].dump() == R"([{"ShippingCity":"San Jos... [7 of 8 characters]","Name":"Acme"}])");
  CHECK(answer.texts.back() == "1 text was cut at 7 characters: a greater max_length shows more.");
  CHECK(f.text("soql_query", {{"query", "SELECT ShippingCity FROM Account ORDER BY Id LIMIT 1"}, {"max_length", 8}}) ==
        R"({"totalSize":1,"done":true,"records":[{"ShippingCity":"San José"}]})");
}

TEST_CASE("lists of child records, wide records and large answers are cut") {
  Cut cut;
  Json record =
      Json::parse(R"({"attributes":{"type":"A","url":"u"},"Cases":{"totalSize":3,"records":[{"N":1},{"N":2},{"N":3}]}})");
  cut_record(record, {.length = 10, .records = 2}, Attributes::type, cut);
  CHECK(record.dump() == R"({"attributes":{"type":"A"},"Cases":{"totalSize":3,"records":[{"N":1},{"N":2}]}})");
  Json wide = Json::object();
  for (int i = 0; i < 103; ++i) wide["F" + std::to_string(i)] = i;
  cut_record(wide, {}, Attributes::none, cut);
  CHECK(wide.size() == 100);
  CHECK(wide.contains("F99"));
  CHECK(cut.sentences({.length = 10, .records = 2}) ==
        std::vector<std::string>{"1 list of child records was cut at 2: query the child object for the rest.",
                                 "Of 1 record only the first 100 fields are shown: name the others in SELECT."});
  const Json large = Json::array({std::string(60'000, 'a'), std::string(30'000, 'b'), std::string(30'000, 'c')});
  CHECK(records_that_fit(large, 0, 3) == 2);
  CHECK(records_that_fit(large, 1, 3) == 2);
  CHECK(records_that_fit(large, 0, 1) == 1);
  CHECK(records_that_fit(Json::array({std::string(200'000, 'a'), "b"}), 0, 2) == 1);
  CHECK(records_that_fit(Json::array(), 0, 2) == 0);
}

TEST_CASE("a search's records say of which object they are") {
  Fixture f;
  const ToolAnswer cut = f.call("sosl_search", {{"search", "FIND {parcel} RETURNING Case(Subject)"}, {"max_rows", 1}});
  CHECK(cut.structured["searchRecords"].size() == 1);
  CHECK(cut.texts.back() ==
        "Shown are the first 1 of 3 records found: search for more words, or name fewer objects or fields in RETURNING.");
  CHECK(f.text("sosl_search", {{"search", "FIND {parcel} RETURNING Case(Subject)"}}) ==
        R"({"found":3,"searchRecords":[{"attributes":{"type":"Case"},"Subject":"late PARCEL"},)"
        R"({"attributes":{"type":"Case"},"Subject":"late parcel"},{"attributes":{"type":"Case"},"Subject":"Late parcel"}]})");
}

TEST_CASE("objects by name, page by page") {
  Fixture f;
  const ToolAnswer all = f.call("list_objects", Json::object());
  const std::size_t total = all.structured["total"];
  CHECK(all.structured["objects"].size() == total);
  CHECK(all.texts.size() == 1);
  CHECK(f.text("list_objects", {{"contains", "issue"}}) ==
        R"({"total":1,"objects":[{"name":"Issue__c","label":"Issue","keyPrefix":"a1M"}]})");
  const ToolAnswer two = f.call("list_objects", {{"max_objects", 2}});
  CHECK(two.structured["objects"].size() == 2);
  CHECK(two.structured["nextCursor"] == "2");
  CHECK(two.texts[1] == "Shown are the objects 1 to 2 of " + std::to_string(total) +
                            ". For the next ones call list_objects with the same arguments and the cursor 2.");
  const ToolAnswer rest = f.call("list_objects", {{"cursor", "2"}});
  CHECK(rest.structured["objects"].size() == total - 2);
  CHECK(rest.structured["objects"][0] == all.structured["objects"][2]);
}

TEST_CASE("an object's fields: what is usual is left out") {
  Fixture f;
  const ToolAnswer answer = f.call("describe_object", {{"object", "case"}});
  const Json& described = answer.structured;
  CHECK(described["name"] == "Case");
  CHECK(described["keyPrefix"] == "500");
  CHECK(described["totalFields"] == described["fields"].size());
  const auto field = [&](const char* name) {
    for (const Json& one : described["fields"]) {
      if (one["name"] == name) return one;
    }
    return Json();
  };
  CHECK(field("Description")["filterable"] == false);
  CHECK_FALSE(field("Subject").contains("filterable"));
  CHECK(field("AccountId")["referenceTo"].dump() == R"(["Account"])");
  CHECK(field("AccountId")["relationshipName"] == "Account");
  CHECK(field("Status")["picklistValues"].size() > 1);
  const ToolAnswer two = f.call("describe_object", {{"object", "Case"}, {"max_fields", 2}, {"cursor", "1"}});
  CHECK(two.structured["fields"].size() == 2);
  CHECK(two.structured["fields"][0] == described["fields"][1]);
  CHECK(two.structured["nextCursor"] == "3");
  CHECK(two.texts[1] == "Shown are the fields 2 to 3 of " + std::to_string(described["fields"].size()) +
                            ". For the next ones call describe_object with the same object and the cursor 3.");
}
