// The generated org as a whole: what must be true of any seed, and what is promised of the default one.
#include "dataset/generate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "org/id.h"
#include "store/layout.h"
#include "store/org_file.h"
#include "support/generated_org.h"

using namespace localorg;
using namespace localorg::dataset;
using namespace localorg::test;

TEST_CASE("generate: the same options give the same bytes, another seed others") {
  const std::string again = read_file(generated({}, "again.db"));
  CHECK(again == read_file(default_path()));
  CHECK(again != read_file(generated({.seed = 2, .scale = 1}, "other.db")));
}

TEST_CASE("generate: a scale out of range is refused") {
  for (const int scale : {0, -1, 101}) {
    const auto result = generate({.seed = 1, .scale = scale}, crmarena(), generated_folder() / "never.db", {});
    REQUIRE(!result.has_value());
    CHECK(result.error().errorCode == ErrorCode::USAGE);
  }
  CHECK(!std::filesystem::exists(generated_folder() / "never.db"));
}

TEST_CASE("generate: an org without the objects and fields of crmarena is refused") {
  Json json = crmarena().to_json();
  for (Json& object : json["objects"]) {
    if (object["name"] != "Case") continue;
    Json& fields = object["fields"];
    fields.erase(std::find_if(fields.begin(), fields.end(), [](const Json& field) { return field["name"] == "Comments"; }));
  }
  const auto other = org::Catalog::from_json(json);
  REQUIRE(other.has_value());
  const auto result = generate({}, *other, generated_folder() / "never.db", {});
  REQUIRE(!result.has_value());
  CHECK(result.error().errorCode == ErrorCode::USAGE);
  CHECK(result.error().message == "the org 'crmarena' has no Case.Comments");
}

TEST_CASE("generate: progress goes from object to object, up to the end") {
  std::vector<std::string> objects;
  double last = 0;
  bool rises = true;
  REQUIRE(generate({}, crmarena(), generated_folder() / "progress.db", [&](std::string_view what, double done) {
            if (objects.empty() || objects.back() != what) objects.emplace_back(what);
            rises = rises && done >= last && done <= 1;
            last = done;
          }).has_value());
  CHECK(rises);
  CHECK(last == 1.0);
  CHECK(objects == std::vector<std::string>{"planning", "User", "Account", "Contact", "ProductCategory", "Product2",
                                            "ProductCategoryProduct", "Pricebook2", "PricebookEntry", "Issue__c",
                                            "Knowledge__kav", "Order", "OrderItem", "Case", "EmailMessage",
                                            "LiveChatTranscript", "CaseHistory__c", "indexes"});
}

TEST_CASE("generate: the counts of the paper") {
  const std::map<std::string, std::string> expected = {{"User", "100"},          {"Account", "195"},
                                                       {"Contact", "196"},       {"Case", "977"},
                                                       {"Knowledge__kav", "45"}, {"ProductCategory", "12"},
                                                       {"Product2", "500"},      {"ProductCategoryProduct", "763"},
                                                       {"Pricebook2", "44"},     {"PricebookEntry", "22000"},
                                                       {"Order", "2071"},        {"OrderItem", "7100"},
                                                       {"EmailMessage", "3234"}, {"LiveChatTranscript", "387"},
                                                       {"Issue__c", "10"},       {"CaseHistory__c", "2983"}};
  for (const auto& [object, count] : expected) CHECK_MESSAGE(one("SELECT count(*) FROM \"" + object + "\"") == count, object);
}

TEST_CASE("generate: scale 2 doubles what grows with the customers") {
  static const auto opened = store::open_org(generated({.seed = 1, .scale = 2}, "double.db"));
  REQUIRE(opened.has_value());
  const std::map<std::string, std::string> expected = {{"User", "200"},
                                                       {"Account", "390"},
                                                       {"Contact", "392"},
                                                       {"Case", "1954"},
                                                       {"Knowledge__kav", "45"},
                                                       {"ProductCategory", "12"},
                                                       {"Product2", "1000"},
                                                       {"ProductCategoryProduct", "1526"},
                                                       {"Pricebook2", "44"},
                                                       {"PricebookEntry", "44000"},
                                                       {"Order", "4142"},
                                                       {"OrderItem", "14200"},
                                                       {"LiveChatTranscript", "774"},
                                                       {"Issue__c", "10"},
                                                       {"CaseHistory__c", "5966"}};
  for (const auto& [object, count] : expected)
    CHECK_MESSAGE(rows(*opened, "SELECT count(*) FROM \"" + object + "\"").at(0).at(0) == count, object);
}

TEST_CASE("generate: the file tells where it comes from") {
  const store::Meta& meta = default_org().meta;
  CHECK(meta.at("source") == "generate");
  CHECK(meta.at("seed") == "1");
  CHECK(meta.at("scale") == "1");
  CHECK(meta.at("orgId") == "00DLo0000000001MAA");
  CHECK(meta.at("orgName") == "Alder & Finch Outfitters");
  CHECK(meta.at("timeZoneSidKey") == "America/Los_Angeles");
  CHECK(meta.at("localeSidKey") == "en_US");
  CHECK(meta.at("runningUserId") == one("SELECT min(Id) FROM User"));
}

TEST_CASE("generate: every Id is valid, in the order of creation, and every reference resolves") {
  const store::OpenOrg& org = default_org();
  for (const org::SObject& object : org.catalog->objects()) {
    if (object.is_virtual()) continue;
    std::string last_created;
    std::string last_id;
    for (const Row& row : rows("SELECT Id, CreatedDate FROM " + store::table_of(object) + " ORDER BY Id")) {
      CHECK(org::has_valid_checksum(row[0]));
      CHECK(row[0].starts_with(object.key_prefix + "Lo0"));
      CHECK_MESSAGE(last_created <= row[1], row[0]);
      last_created = row[1];
    }
    for (const org::Field& field : object.fields) {
      if (field.type != org::FieldType::reference) continue;
      const std::string column = store::column_of(field);
      for (const Row& row :
           rows("SELECT DISTINCT " + column + " FROM " + store::table_of(object) + " WHERE " + column + " IS NOT NULL")) {
        CHECK(org::has_valid_checksum(row[0]));
        if (field.targets.empty()) continue;
        const org::SObject* target = org.catalog->find_by_prefix(row[0]);
        REQUIRE(target != nullptr);
        CHECK_MESSAGE(std::find(field.targets.begin(), field.targets.end(), target) != field.targets.end(), field.name);
        CHECK_MESSAGE(one("SELECT count(*) FROM " + store::table_of(*target) + " WHERE Id = '" + row[0] + "'") == "1",
                      object.name, ".", field.name, " ", row[0]);
      }
    }
  }
}

TEST_CASE("generate: no required field is empty") {
  for (const org::SObject& object : default_org().catalog->objects()) {
    if (object.is_virtual()) continue;
    for (const org::Field& field : object.fields) {
      if (field.nillable) continue;
      CHECK_MESSAGE(
          one("SELECT count(*) FROM " + store::table_of(object) + " WHERE " + store::column_of(field) + " IS NULL") == "0",
          object.name, ".", field.name);
    }
  }
}

TEST_CASE("generate: texts fit their fields") {
  for (const org::SObject& object : default_org().catalog->objects()) {
    if (object.is_virtual()) continue;
    for (const org::Field& field : object.fields) {
      if (org::traits(field.type).type_class != org::TypeClass::text) continue;
      const std::string longest =
          one("SELECT ifnull(max(length(" + store::column_of(field) + ")), 0) FROM " + store::table_of(object));
      CHECK_MESSAGE(std::stoi(longest) <= field.length, object.name, ".", field.name);
    }
  }
}

// The second bank fills an org of its own: an object more, fields more, other labels.
TEST_CASE("generate: a bank with objects and fields of its own") {
  const auto bikes = catalog_of_bank("bikehire");
  REQUIRE(bikes.has_value());
  CHECK(bikes->name() == "bikehire");
  CHECK(bikes->find("Product2")->label == "Hire");
  CHECK(bikes->find("Product2")->find_field("Name")->label == "Hire Name");
  CHECK(bikes->find("Case")->find_field("Station__c")->targets.front() == bikes->find("Station__c"));
  const std::string path = generated_folder() / "bikes.db";
  GenerateOptions options;
  options.bank = "bikehire";
  REQUIRE(generate(options, *bikes, path, {}).has_value());
  const auto org = store::open_org(path);
  REQUIRE(org.has_value());
  const auto count = [&](const std::string& sql) { return rows(*org, sql).at(0).at(0); };
  CHECK(count("SELECT group_concat(Name, ', ') FROM (SELECT Name FROM Station__c ORDER BY Id)") ==
        "Old Mill, River Gate, Market Square, Harbor Steps, Quarry Lake, North Depot");
  CHECK(count("SELECT Docks__c || ' ' || Opened__c || ' ' || HasWorkshop__c FROM Station__c WHERE Name = 'Old Mill'") ==
        "24.0 2018-04-14 1");
  CHECK(count("SELECT count(*) FROM \"Order\" WHERE Station__c IS NULL") == "0");
  CHECK(count("SELECT count(DISTINCT Station__c) FROM \"Order\"") == "6");
  CHECK(
      count("SELECT count(*) FROM \"Case\" c JOIN OrderItem i ON i.Id = c.OrderItemId__c JOIN \"Order\" o ON o.Id = i.OrderId "
            "WHERE c.Station__c IS NOT o.Station__c") == "0");
  CHECK(count("SELECT count(*) FROM Product2 WHERE (Name LIKE '% Week') <> (Term__c = 'Week')") == "0");
  CHECK(count("SELECT count(*) FROM Product2 WHERE Name LIKE '% Day' AND Deposit__c < 50") == "0");
  CHECK(count("SELECT count(DISTINCT Membership__c) FROM Account") == "3");
  // A conversation names no other station than the one that was booked.
  int named = 0;
  for (const Row& row : rows(*org,
                             "SELECT s.Name, ifnull((SELECT group_concat(TextBody, ' ') FROM EmailMessage WHERE ParentId = "
                             "c.Id), (SELECT Body FROM LiveChatTranscript WHERE CaseId = c.Id)) FROM \"Case\" c JOIN "
                             "Station__c s ON s.Id = c.Station__c")) {
    for (const char* station : {"Old Mill", "River Gate", "Market Square", "Harbor Steps", "Quarry Lake", "North Depot"}) {
      if (row[1].find(station) == std::string::npos) continue;
      CHECK(row[0] == station);
      ++named;
    }
  }
  CHECK(named > 5);
  // The crmarena org has no place for them.
  const auto refused = generate(options, crmarena(), generated_folder() / "never.db", {});
  REQUIRE(!refused.has_value());
  CHECK(refused.error().errorCode == ErrorCode::USAGE);
  CHECK(refused.error().message == "the org 'crmarena' has no Station__c");
}
