// The generated org: what must be true of any seed, and what is promised of the default one.
#include "dataset/generate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "base/json.h"
#include "dataset/apportion.h"
#include "dataset/bank.h"
#include "dataset/bank_articles.h"
#include "dataset/generate_steps.h"
#include "dataset/random.h"
#include "dataset/verify_fit.h"
#include "org/datetime.h"
#include "org/id.h"
#include "store/layout.h"
#include "store/org_file.h"
#include "support/temp_folder.h"

using namespace localorg;
using namespace localorg::dataset;

namespace {

using Row = std::vector<std::string>;

// Files of this program's run.
const test::TempFolder& folder() {
  static const test::TempFolder made;
  return made;
}

const org::Catalog& catalog() {
  static const org::Catalog built_in = *org::Catalog::built_in("crmarena");
  return built_in;
}

std::string made(const GenerateOptions& options, const std::string& name) {
  const std::string path = folder() / name;
  const auto result = generate(options, catalog(), path, {});
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().message));
  return path;
}

// The default org, made once.
const std::string& default_path() {
  static const std::string path = made({}, "default.db");
  return path;
}

const store::OpenOrg& default_org() {
  static const auto opened = store::open_org(default_path());
  REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().message));
  return *opened;
}

std::vector<Row> rows(const store::OpenOrg& org, const std::string& sql) {
  auto statement = org.database.prepare(sql);
  REQUIRE_MESSAGE(statement.has_value(), (statement ? "" : statement.error().message));
  std::vector<Row> result;
  while (*statement->step()) {
    Row row;
    for (int i = 0; i < statement->column_count(); ++i) row.emplace_back(statement->text(i));
    result.push_back(std::move(row));
  }
  return result;
}
std::vector<Row> rows(const std::string& sql) { return rows(default_org(), sql); }
std::string one(const std::string& sql) { return rows(sql).at(0).at(0); }

// Two columns as a map.
std::map<std::string, std::string> pairs(const std::string& sql) {
  std::map<std::string, std::string> result;
  for (const Row& row : rows(sql)) result[row[0]] = row[1];
  return result;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

constexpr const char* kMinutes = "(julianday(substr(ClosedDate, 1, 19)) - julianday(substr(CreatedDate, 1, 19))) * 1440";

}  // namespace

TEST_CASE("random: the same numbers everywhere") {
  Random random(1, "a stream");
  CHECK(random.next() == 3733747280395471244ULL);
  CHECK(random.next() == 7000986305358885085ULL);
  CHECK(Random(1, "a stream").next() != Random(2, "a stream").next());
  CHECK(Random(1, "a stream").next() != Random(1, "another").next());
  CHECK(Random(1, "a stream", 0).next() != Random(1, "a stream", 1).next());
  for (int i = 0; i < 1000; ++i) {
    const auto value = random.between(-2, 2);
    CHECK(value >= -2);
    CHECK(value <= 2);
  }
}

TEST_CASE("apportion: counts add up and stay in bounds") {
  using Counts = std::vector<std::uint64_t>;
  CHECK(apportion(10, Counts{1, 1, 2}) == Counts{2, 3, 5});
  CHECK(apportion(10, Counts{1, 1, 2}, 1, 4) == Counts{2, 4, 4});
  CHECK(apportion(3, Counts{5, 5, 5}, 1) == Counts{1, 1, 1});
  CHECK(apportion(0, Counts{7, 7}) == Counts{0, 0});
}

TEST_CASE("value_at: values follow the quantiles") {
  const std::vector<Quantile> table = {{0, 10}, {500, 20}, {1000, 100}};
  CHECK(value_at(table, 0, 5) == 10);
  CHECK(value_at(table, 1, 5) == 15);
  CHECK(value_at(table, 2, 5) == 20);
  CHECK(value_at(table, 3, 5) == 60);
  CHECK(value_at(table, 4, 5) == 100);
}

TEST_CASE("fill: slots become words") {
  CHECK(fill("Hi {first}, about {product}: {unknown}", {{"first", "Ana"}, {"product", "Pro Cap"}}) ==
        "Hi Ana, about Pro Cap: {unknown}");
  const Bank bank = *read_bank("retail");
  CHECK(plain_letters(bank, "Müller") == "mueller");
  CHECK(plain_letters(bank, "Al-Farsi") == "alfarsi");
  CHECK(plain_letters(bank, "Łukasz") == "lukasz");
}

TEST_CASE("generate: the same options give the same bytes, another seed others") {
  const std::string again = test::read_file(made({}, "again.db"));
  CHECK(again == test::read_file(default_path()));
  CHECK(again != test::read_file(made({.seed = 2, .scale = 1}, "other.db")));
}

TEST_CASE("generate: a scale out of range is refused") {
  for (const int scale : {0, -1, 101}) {
    const auto result = generate({.seed = 1, .scale = scale}, catalog(), folder() / "never.db", {});
    REQUIRE(!result.has_value());
    CHECK(result.error().errorCode == ErrorCode::USAGE);
  }
  CHECK(!std::filesystem::exists(folder() / "never.db"));
}

TEST_CASE("generate: an org without the objects and fields of crmarena is refused") {
  Json json = catalog().to_json();
  for (Json& object : json["objects"]) {
    if (object["name"] != "Case") continue;
    Json& fields = object["fields"];
    fields.erase(std::find_if(fields.begin(), fields.end(), [](const Json& field) { return field["name"] == "Comments"; }));
  }
  const auto other = org::Catalog::from_json(json);
  REQUIRE(other.has_value());
  const auto result = generate({}, *other, folder() / "never.db", {});
  REQUIRE(!result.has_value());
  CHECK(result.error().errorCode == ErrorCode::USAGE);
  CHECK(result.error().message == "the org 'crmarena' has no Case.Comments");
}

TEST_CASE("generate: progress goes from object to object, up to the end") {
  std::vector<std::string> objects;
  double last = 0;
  bool rises = true;
  REQUIRE(generate({}, catalog(), folder() / "progress.db", [&](std::string_view what, double done) {
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
  static const auto opened = store::open_org(made({.seed = 1, .scale = 2}, "double.db"));
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

TEST_CASE("generate: people") {
  CHECK(one("SELECT count(DISTINCT FirstName || ' ' || LastName) FROM User") == "100");
  CHECK(one("SELECT count(DISTINCT Username) FROM User") == "100");
  CHECK(one("SELECT count(DISTINCT PersonEmail) FROM Account") == "195");
  CHECK(one("SELECT count(*) FROM User WHERE Email GLOB '*[^a-z0-9.@]*'") == "0");
  CHECK(one("SELECT count(*) FROM User WHERE LanguageLocaleKey || LocaleSidKey || EmailEncodingKey || TimeZoneSidKey <> "
            "'en_USen_USUTF-8America/Los_Angeles'") == "0");
  CHECK(std::stoi(one("SELECT count(*) FROM User WHERE FirstName || LastName GLOB '*[^ -~]*'")) > 5);
  CHECK(one("SELECT count(*) FROM Contact WHERE AccountId IS NULL") == "1");
  CHECK(one("SELECT count(*) FROM Account a JOIN Contact c ON c.AccountId = a.Id AND c.Id = a.PersonContactId AND c.Name = "
            "a.Name AND c.Email = a.PersonEmail") == "195");
  CHECK(one("SELECT count(DISTINCT ShippingState) FROM Account") == "31");
  CHECK(one("SELECT count(*) FROM Account WHERE ShippingCity = 'Denver' AND ShippingState <> 'CO'") == "0");
}

TEST_CASE("generate: products and their categories") {
  CHECK(pairs("SELECT c.Name, count(*) FROM ProductCategoryProduct p JOIN ProductCategory c ON c.Id = p.ProductCategoryId "
              "GROUP BY 1") == std::map<std::string, std::string>{{"Training Equipment", "127"},
                                                                  {"Outdoor Apparel", "111"},
                                                                  {"Running Shoes", "106"},
                                                                  {"Women’s Athletic Wear", "81"},
                                                                  {"Yoga Apparel", "71"},
                                                                  {"Swimming Gear", "66"},
                                                                  {"Fitness Trackers", "46"},
                                                                  {"Cycling Apparel", "43"},
                                                                  {"Soccer Gear", "41"},
                                                                  {"Basketball Apparel", "31"},
                                                                  {"Golf Equipment", "30"},
                                                                  {"Lifestyle Sneakers", "10"}});
  CHECK(pairs("SELECT n, count(*) FROM (SELECT count(*) AS n FROM ProductCategoryProduct GROUP BY ProductId) GROUP BY 1") ==
        std::map<std::string, std::string>{{"1", "247"}, {"2", "243"}, {"3", "10"}});
  // External_ID__c: the categories, then the product's number.
  std::map<std::string, std::set<std::string>> links;
  for (const Row& row :
       rows("SELECT p.ProductId, c.Name FROM ProductCategoryProduct p JOIN ProductCategory c ON c.Id = p.ProductCategoryId"))
    links[row[0]].insert(row[1]);
  int number = 0;
  for (const Row& row : rows("SELECT Id, External_ID__c FROM Product2 ORDER BY Id")) {
    const std::size_t end = row[1].rfind('_');
    CHECK(row[1].substr(end + 1) == std::to_string(++number));
    std::set<std::string> names;
    const std::string list = row[1].substr(0, end) + ", ";
    for (std::size_t at = 0; at < list.size(); at = list.find(", ", at) + 2)
      names.insert(list.substr(at, list.find(", ", at) - at));
    CHECK(names == links[row[0]]);
  }
  CHECK(one("SELECT count(*) FROM (SELECT Name FROM Product2 GROUP BY Name HAVING count(*) = 2)") == "3");
  CHECK(one("SELECT count(*) FROM Product2 WHERE length(Description) NOT BETWEEN 47 AND 100 OR NOT IsActive") == "0");
  // No two descriptions alike, and a product that shares its name with another is described under it.
  CHECK(one("SELECT count(DISTINCT Description) FROM Product2") == "500");
  CHECK(one("SELECT count(*) FROM Product2 WHERE instr(Description, lower(substr(Name, instr(Name, ' ') + 1))) = 0") == "0");
  CHECK(one("SELECT count(*) FROM Product2 WHERE Name GLOB '* [0-9]'") == "0");
}

TEST_CASE("generate: every product has a price in every book, and orders use the book of their day") {
  CHECK(one("SELECT count(*) FROM (SELECT Pricebook2Id, Product2Id FROM PricebookEntry GROUP BY 1, 2)") == "22000");
  CHECK(one("SELECT count(*) FROM PricebookEntry WHERE UnitPrice * 4 <> round(UnitPrice * 4) OR UnitPrice <= 0") == "0");
  CHECK(std::stoi(one("SELECT max(n) FROM (SELECT count(DISTINCT UnitPrice) AS n FROM PricebookEntry GROUP BY Product2Id)")) >
        10);
  CHECK(one("SELECT count(*) FROM \"Order\" o JOIN Pricebook2 b ON b.Id = o.Pricebook2Id WHERE o.EffectiveDate < "
            "substr(b.ValidFrom, 1, 10) OR "
            "o.EffectiveDate > substr(b.ValidTo, 1, 10)") == "0");
  CHECK(one("SELECT count(*) FROM OrderItem i JOIN \"Order\" o ON o.Id = i.OrderId JOIN PricebookEntry e ON e.Id = "
            "i.PricebookEntryId WHERE "
            "e.Pricebook2Id <> o.Pricebook2Id OR e.Product2Id <> i.Product2Id OR e.UnitPrice <> i.UnitPrice OR i.Quantity <> "
            "1.0") == "0");
  CHECK(one("SELECT count(*) FROM (SELECT OrderId, Product2Id FROM OrderItem GROUP BY 1, 2 HAVING count(*) > 1)") == "0");
  CHECK(one("SELECT count(*) FROM \"Order\" o WHERE abs(TotalAmount - (SELECT sum(TotalPrice) FROM OrderItem WHERE OrderId = "
            "o.Id)) > 0.001") == "0");
}

TEST_CASE("generate: orders of the accounts") {
  CHECK(one("SELECT count(DISTINCT AccountId) FROM \"Order\"") == "195");
  CHECK(std::stoi(one("SELECT max(n) FROM (SELECT count(*) AS n FROM \"Order\" GROUP BY AccountId)")) <= 20);
  CHECK(one("SELECT count(*) FROM \"Order\" WHERE Status <> 'Activated' OR StatusCode <> 'Activated'") == "0");
  CHECK(one("SELECT count(*) FROM \"Order\" WHERE EffectiveDate NOT BETWEEN '2020-01-01' AND '2024-05-26'") == "0");
  // December sells more than July to October together.
  CHECK(std::stoi(one("SELECT count(*) FROM \"Order\" WHERE substr(EffectiveDate, 6, 2) = '12'")) >
        std::stoi(one("SELECT count(*) FROM \"Order\" WHERE substr(EffectiveDate, 6, 2) BETWEEN '07' AND '10'")));
}

TEST_CASE("generate: cases per month") {
  const std::map<std::string, std::string> expected = {
      {"2020-01", "20"}, {"2020-02", "18"}, {"2020-03", "51"}, {"2020-04", "5"},  {"2020-05", "2"},  {"2020-06", "31"},
      {"2020-07", "1"},  {"2020-08", "13"}, {"2020-09", "11"}, {"2020-11", "15"}, {"2020-12", "98"}, {"2021-01", "37"},
      {"2021-02", "26"}, {"2021-03", "51"}, {"2021-04", "6"},  {"2021-05", "4"},  {"2021-06", "34"}, {"2021-08", "16"},
      {"2021-09", "5"},  {"2021-10", "11"}, {"2021-11", "33"}, {"2021-12", "85"}, {"2022-01", "27"}, {"2022-02", "20"},
      {"2022-03", "49"}, {"2022-04", "6"},  {"2022-05", "2"},  {"2022-06", "25"}, {"2022-07", "1"},  {"2022-08", "12"},
      {"2022-09", "3"},  {"2022-10", "1"},  {"2022-11", "37"}, {"2022-12", "51"}, {"2023-01", "14"}, {"2023-02", "15"},
      {"2023-03", "37"}, {"2023-04", "2"},  {"2023-05", "3"},  {"2023-06", "12"}, {"2023-08", "7"},  {"2023-09", "2"},
      {"2023-11", "19"}, {"2023-12", "37"}, {"2024-01", "5"},  {"2024-02", "5"},  {"2024-03", "11"}, {"2024-05", "1"}};
  CHECK(pairs("SELECT substr(CreatedDate, 1, 7), count(*) FROM \"Case\" GROUP BY 1") == expected);
}

TEST_CASE("generate: status, channel, issue and subject of the cases") {
  CHECK(pairs("SELECT Status, count(*) FROM \"Case\" GROUP BY 1") ==
        std::map<std::string, std::string>{{"Closed", "918"}, {"Waiting on Customer", "58"}, {"Working", "1"}});
  CHECK(one("SELECT count(*) FROM \"Case\" WHERE (Status = 'Closed') <> (ClosedDate IS NOT NULL) OR (Status = 'Closed') <> "
            "IsClosed") == "0");
  CHECK(pairs("SELECT Origin || ' ' || (ClosedDate IS NOT NULL), count(*) FROM \"Case\" GROUP BY 1") ==
        std::map<std::string, std::string>{{"Chat 0", "13"}, {"Chat 1", "374"}, {"Email 0", "46"}, {"Email 1", "544"}});
  CHECK(pairs("SELECT i.Name, count(*) FROM \"Case\" c JOIN Issue__c i ON i.Id = c.IssueId__c GROUP BY 1") ==
        std::map<std::string, std::string>{{"Incorrect Item Received", "255"},
                                           {"Shipping Delay", "149"},
                                           {"Size Mismatch", "148"},
                                           {"Order Cancellation", "99"},
                                           {"Warranty Issue", "85"},
                                           {"Product Defect", "84"},
                                           {"Return Policy Issue", "79"},
                                           {"Billing/Payment Issue", "50"},
                                           {"Product Availability", "20"},
                                           {"Loyalty Program Inquiry", "8"}});
  CHECK(pairs("SELECT Subject, count(*) FROM \"Case\" GROUP BY 1 ORDER BY 2 DESC LIMIT 5") ==
        std::map<std::string, std::string>{{"Incorrect Item Received", "196"},
                                           {"Size Mismatch", "112"},
                                           {"Shipping Delay", "104"},
                                           {"Product Defect", "43"},
                                           {"Return Policy Issue", "42"}});
  CHECK(one("SELECT count(*) FROM \"Case\" WHERE length(Description) NOT BETWEEN 63 AND 149 OR Priority NOT IN ('High', "
            "'Medium', 'Low')") == "0");
  CHECK(one("SELECT count(*) FROM \"Case\" WHERE Subject LIKE '%{%' OR Description LIKE '%{%'") == "0");
}

TEST_CASE("generate: a case is about an item that its account bought before, each about another") {
  CHECK(one("SELECT count(DISTINCT OrderItemId__c) FROM \"Case\"") == "977");
  CHECK(one("SELECT count(*) FROM \"Case\" c JOIN OrderItem i ON i.Id = c.OrderItemId__c JOIN \"Order\" o ON o.Id = i.OrderId "
            "JOIN Contact p ON p.Id = c.ContactId "
            "WHERE o.AccountId = c.AccountId AND p.AccountId = c.AccountId AND o.EffectiveDate <= substr(c.CreatedDate, 1, 10) "
            "AND i.CreatedDate < c.CreatedDate") == "977");
  const int accounts = std::stoi(one("SELECT count(DISTINCT AccountId) FROM \"Case\""));
  CHECK(accounts >= 180);
  CHECK(accounts <= 195);
}

// Nobody complains about the size of a ball, or about the sole of a watch.
TEST_CASE("generate: issues and what is said about them fit the product") {
  const Bank bank = *read_bank("retail");
  int sized = 0, equipment = 0;
  for (const Row& row :
       rows("SELECT c.Id, s.Name, p.Name FROM \"Case\" c JOIN Issue__c s ON s.Id = c.IssueId__c JOIN OrderItem i "
            "ON i.Id = c.OrderItemId__c JOIN Product2 p ON p.Id = i.Product2Id")) {
    const Noun* noun = noun_of_name(bank, row[2]);
    REQUIRE_MESSAGE(noun != nullptr, row[2]);
    const auto has = [&](const char* trait) {
      return std::find(noun->traits.begin(), noun->traits.end(), trait) != noun->traits.end();
    };
    if (row[1] == "Size Mismatch") sized += has("sized");
    if (row[1] == "Warranty Issue") equipment += has("equipment");
    if (row[1] == "Product Availability") CHECK_MESSAGE(has("sneaker"), row[2]);
    if (row[1] == "Product Defect") CHECK_MESSAGE(noun->kind != "wearable", row[2]);
  }
  CHECK(sized == 148);
  CHECK(equipment == 85);
  for (const Row& row :
       rows("SELECT p.Name, c.Subject || ' ' || c.Description || ' ' || ifnull((SELECT group_concat(TextBody, ' ') "
            "FROM EmailMessage WHERE ParentId = c.Id), (SELECT Body FROM LiveChatTranscript WHERE CaseId = "
            "c.Id)) FROM \"Case\" c JOIN OrderItem i ON i.Id = c.OrderItemId__c JOIN Product2 p ON p.Id = "
            "i.Product2Id"))
    CHECK_MESSAGE(misplaced_word(bank, *noun_of_name(bank, row[0]), row[1]) == "", row[0], ": ", row[1]);
}

TEST_CASE("misplaced_word: words that are said of other products only") {
  const Bank bank = *read_bank("retail");
  const Noun* ball = noun_of_name(bank, "Pro Soccer Ball 2");
  const Noun* shoes = noun_of_name(bank, "Marathon Trail Running Shoes");
  REQUIRE(ball != nullptr);
  REQUIRE(shoes != nullptr);
  CHECK(ball->name == "Ball");
  CHECK(misplaced_word(bank, *ball, "the size chart is wrong") == "size");
  CHECK(misplaced_word(bank, *ball, "the cover split, and I got a Zen Yoga Strap") == "");
  CHECK(misplaced_word(bank, *shoes, "the left sole peels at the toe; size 9") == "");
  CHECK(misplaced_word(bank, *shoes, "the battery won't charge") == "battery");
  CHECK(noun_of_name(bank, "Pro Football") == nullptr);
}

// The second bank fills an org of its own: an object more, fields more, other labels.
TEST_CASE("generate: a bank with objects and fields of its own") {
  const auto bikes = catalog_of_bank("bikehire");
  REQUIRE(bikes.has_value());
  CHECK(bikes->name() == "bikehire");
  CHECK(bikes->find("Product2")->label == "Hire");
  CHECK(bikes->find("Product2")->find_field("Name")->label == "Hire Name");
  CHECK(bikes->find("Case")->find_field("Station__c")->targets.front() == bikes->find("Station__c"));
  const std::string path = folder() / "bikes.db";
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
  const auto refused = generate(options, catalog(), folder() / "never.db", {});
  REQUIRE(!refused.has_value());
  CHECK(refused.error().errorCode == ErrorCode::USAGE);
  CHECK(refused.error().message == "the org 'crmarena' has no Station__c");
}

TEST_CASE("scale: hundredths, as short as they can be written") {
  for (const char* text : {"1", "100", "0.5", "0.01", "12.34"}) CHECK(Scale::parse(text)->text() == text);
  CHECK(Scale::parse("1.50")->text() == "1.5");
  CHECK(*Scale::parse("3.00") == Scale(3));
  for (const char* text : {"", ".5", "1.", "1.234", "-1", "1e2", "x", "1 ", "123456789"})
    CHECK(!Scale::parse(text).has_value());
  CHECK(Scale::parse("0.05")->times(195) == 10);
  CHECK(Scale::parse("0.01")->times(12) == 1);
}

TEST_CASE("generate: handle times by channel") {
  const auto quantile = [](const char* origin, double share) {
    const auto all = rows(std::string("SELECT round(") + kMinutes + ", 3) AS m FROM \"Case\" WHERE Origin = '" + origin +
                          "' AND ClosedDate IS NOT NULL ORDER BY 1 * m");
    return std::stod(all.at(static_cast<std::size_t>(share * static_cast<double>(all.size() - 1)))[0]);
  };
  CHECK(quantile("Chat", 0) == doctest::Approx(9).epsilon(0.01));
  CHECK(quantile("Chat", 0.25) == doctest::Approx(19).epsilon(0.02));
  CHECK(quantile("Chat", 0.5) == doctest::Approx(24).epsilon(0.02));
  CHECK(quantile("Chat", 0.95) == doctest::Approx(42).epsilon(0.02));
  CHECK(quantile("Chat", 1) == doctest::Approx(73).epsilon(0.01));
  CHECK(quantile("Email", 0) == doctest::Approx(103).epsilon(0.01));
  CHECK(quantile("Email", 0.05) == doctest::Approx(243).epsilon(0.02));
  CHECK(quantile("Email", 0.5) == doctest::Approx(428).epsilon(0.02));
  CHECK(quantile("Email", 0.75) == doctest::Approx(568).epsilon(0.02));
  CHECK(quantile("Email", 1) == doctest::Approx(30154).epsilon(0.001));
}

TEST_CASE("generate: agents close 3 to 16 cases") {
  CHECK(one("SELECT count(DISTINCT OwnerId) FROM \"Case\" WHERE Status = 'Closed'") == "100");
  CHECK(one("SELECT count(*) FROM (SELECT count(*) AS n FROM \"Case\" WHERE Status = 'Closed' GROUP BY OwnerId) WHERE n NOT "
            "BETWEEN 3 AND 16") == "0");
}

TEST_CASE("generate: case history") {
  CHECK(pairs("SELECT Field__c, count(*) FROM CaseHistory__c GROUP BY 1") ==
        std::map<std::string, std::string>{{"Case Closed", "918"}, {"Case Creation", "977"}, {"Owner Assignment", "1088"}});
  CHECK(one("SELECT count(*) FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c WHERE Field__c = 'Case Creation' AND "
            "h.CreatedDate = c.CreatedDate "
            "AND OldValue__c IS NULL AND NewValue__c IS NULL") == "977");
  CHECK(one("SELECT count(*) FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c WHERE Field__c = 'Case Closed' AND "
            "h.CreatedDate = c.ClosedDate "
            "AND OldValue__c IS NULL AND NewValue__c IS NULL") == "918");
  CHECK(one("SELECT count(*) FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c WHERE Field__c = 'Owner Assignment' "
            "AND OldValue__c IS NULL "
            "AND h.CreatedDate = c.CreatedDate AND NewValue__c LIKE '005%'") == "977");
  // A transfer: from the first agent to the owner, between creation and closing, at most one per case.
  CHECK(one("SELECT count(DISTINCT h.CaseId__c) FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c JOIN "
            "CaseHistory__c f ON f.CaseId__c = c.Id AND "
            "f.Field__c = 'Owner Assignment' AND f.OldValue__c IS NULL WHERE h.OldValue__c = f.NewValue__c AND h.NewValue__c = "
            "c.OwnerId AND "
            "h.OldValue__c <> h.NewValue__c AND h.CreatedDate > c.CreatedDate AND (c.ClosedDate IS NULL OR h.CreatedDate < "
            "c.ClosedDate)") == "111");
  CHECK(one("SELECT count(*) FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c WHERE Field__c = 'Owner Assignment' "
            "AND OldValue__c IS NULL AND NewValue__c = c.OwnerId") == "866");
  CHECK(std::stoi(one("SELECT count(DISTINCT OldValue__c) FROM CaseHistory__c WHERE OldValue__c IS NOT NULL")) >= 50);
}

TEST_CASE("generate: transfers follow the skills") {
  const World world = *make_world({});
  std::map<int, int> skills;
  for (const Agent& agent : world.agents)
    ++skills[static_cast<int>(std::count(agent.skills.begin(), agent.skills.end(), true))];
  CHECK(skills.begin()->first >= 6);
  CHECK(skills.rbegin()->first <= 9);
  int violations = 0;
  for (const Case& c : world.cases) {
    CHECK(world.agents[c.owner].skills[c.issue]);
    CHECK(world.agents[c.first_agent].skills[c.issue] != c.transferred);
    const auto& allowed = world.issue_of(c).remedies;
    if (c.remedy == 0xff) continue;
    const bool listed = std::find(allowed.begin(), allowed.end(), c.remedy) != allowed.end();
    const int days = world.bank.remedies[c.remedy].days;
    const bool late = days != 0 && day_of_ms(c.created) - world.order_of(c).day > days;
    CHECK((c.verdict == Verdict::not_allowed) == !listed);
    CHECK((c.verdict == Verdict::too_late) == (listed && late));
    if (c.status == CaseStatus::closed && c.verdict != Verdict::allowed) ++violations;
  }
  CHECK(violations > 918 * 30 / 100);
  CHECK(violations < 918 * 42 / 100);
}

TEST_CASE("generate: mail threads") {
  CHECK(one("SELECT count(*) FROM \"Case\" c WHERE Origin = 'Email' AND ClosedDate IS NOT NULL AND ClosedDate <> "
            "(SELECT max(MessageDate) FROM EmailMessage WHERE ParentId = c.Id)") == "0");
  CHECK(one("SELECT count(*) FROM \"Case\" c WHERE (Origin = 'Email') <> EXISTS (SELECT 1 FROM EmailMessage WHERE ParentId = "
            "c.Id)") == "0");
  const std::regex customer(R"([a-z]+\.[a-z]+\d*@example\.com)");
  const std::regex agent(R"([a-z]+\.[a-z]+\d*@alderandfinch\.example)");
  const std::string sql =
      "SELECT m.ParentId, m.Subject, m.TextBody, m.FromAddress, m.ToIds, m.MessageDate, m.Incoming, c.CreatedDate, p.Id, "
      "p.Name, p.Email, c.ContactId, "
      "m.FromName FROM EmailMessage m JOIN \"Case\" c ON c.Id = m.ParentId JOIN Contact p ON p.Id = c.ContactId ORDER BY "
      "m.ParentId, m.MessageDate";
  std::string thread, subject, before;
  for (const Row& m : rows(sql)) {
    CHECK_MESSAGE(m[2].find('{') == std::string::npos, m[2]);
    CHECK(m[2].find("\n" + m[12]) != std::string::npos);  // the signature
    const bool incoming = m[6] == "1";
    if (m[0] != thread) {
      thread = m[0];
      subject = m[1];
      CHECK(incoming);
      CHECK(m[5] >= m[7]);
      CHECK(*org::parse_datetime(m[5]) - *org::parse_datetime(m[7]) < 60'000);  // at once, or some seconds later
    } else {
      CHECK(m[5] > before);
      CHECK((m[1] == "Re: " + subject || !m[1].starts_with("Re: ")));
    }
    before = m[5];
    CHECK(std::regex_match(m[3], incoming ? customer : agent));
    CHECK(m[4].starts_with(incoming ? "[\"005" : "[\"003"));
    if (incoming) {
      CHECK(m[3] == m[10]);
      CHECK(m[12] == m[9]);
      CHECK(m[2].ends_with("\n" + m[9]));
    } else {
      CHECK(m[4] == "[\"" + m[11] + "\"]");
      CHECK(m[2].ends_with("\nAlder & Finch Outfitters"));
    }
  }
}

TEST_CASE("generate: chat transcripts") {
  CHECK(one("SELECT count(*) FROM LiveChatTranscript t JOIN \"Case\" c ON c.Id = t.CaseId WHERE c.Origin = 'Chat' AND "
            "t.AccountId = c.AccountId AND t.OwnerId = c.OwnerId "
            "AND t.ContactId IS NULL AND (c.ClosedDate IS NULL OR c.ClosedDate = t.EndTime)") == "387");
  const std::regex line(R"(\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\] (.+) \((Customer|Agent)\): (.+))");
  const std::string sql =
      "SELECT t.Body, t.EndTime, c.CreatedDate, a.Name, f.Name, o.Name FROM LiveChatTranscript t JOIN \"Case\" c ON c.Id = "
      "t.CaseId JOIN Account a ON a.Id = c.AccountId "
      "JOIN User o ON o.Id = c.OwnerId JOIN CaseHistory__c h ON h.CaseId__c = c.Id AND h.Field__c = 'Owner Assignment' AND "
      "h.OldValue__c IS NULL "
      "JOIN User f ON f.Id = h.NewValue__c";
  for (const Row& t : rows(sql)) {
    const auto lines = lines_of(t[0]);
    CHECK(lines.size() >= 7);
    CHECK(lines.size() <= 11);
    CHECK(t[0].find('\'') == std::string::npos);
    CHECK(t[0].find('{') == std::string::npos);
    std::string before = t[2].substr(0, 19);
    std::set<std::string> agents;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::smatch part;
      REQUIRE_MESSAGE(std::regex_match(lines[i], part, line), lines[i]);
      CHECK(part[1].str() > before);
      before = part[1].str();
      if (i == 0) CHECK(part[3].str() == "Customer");
      if (part[3].str() == "Customer") CHECK(part[2].str() == t[3]);
      if (part[3].str() == "Agent") agents.insert(part[2].str());
    }
    CHECK(before == t[1].substr(0, 19));
    CHECK(agents == std::set<std::string>{t[4], t[5]});
  }
}

TEST_CASE("generate: the conversation names the remedy that was offered, and no other") {
  const std::regex remedies(
      "full refund|partial refund|replacement|discount code|store credit|free shipping|ships free|extended warranty|loyalty "
      "points credit",
      std::regex::icase);
  const std::string sql =
      "SELECT c.Id, ifnull((SELECT group_concat(TextBody, ' ') FROM EmailMessage WHERE ParentId = c.Id AND Incoming = 0), "
      "(SELECT Body FROM LiveChatTranscript WHERE CaseId = c.Id)) FROM \"Case\" c WHERE Status = 'Closed'";
  for (const Row& row : rows(sql)) {
    std::set<std::string> named;
    for (std::sregex_iterator i(row[1].begin(), row[1].end(), remedies), end; i != end; ++i) {
      std::string word = i->str();
      std::transform(word.begin(), word.end(), word.begin(),
                     [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
      named.insert(word == "ships free" ? "free shipping" : word);
    }
    CHECK_MESSAGE(named.size() == 1, row[0]);
  }
}

TEST_CASE("generate: articles") {
  CHECK(one("SELECT count(*) FROM Knowledge__kav WHERE length(FAQ_Answer__c) NOT BETWEEN 2000 AND 4200") == "0");
  CHECK(one("SELECT count(DISTINCT Title) FROM Knowledge__kav") == "45");
  CHECK(one("SELECT count(*) FROM Knowledge__kav WHERE PublishStatus = 'Online' AND Language = 'en_US' AND UrlName GLOB "
            "'1575302400-[a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9]'") == "45");
  CHECK(one("SELECT count(*) FROM Knowledge__kav WHERE FAQ_Answer__c LIKE '%{%' OR Title LIKE '%{%' OR Summary LIKE '%{%' OR "
            "FAQ_Answer__c LIKE '%''%'") == "0");
  // One policy article per issue, which names its remedies with their days.
  CHECK(
      one("SELECT count(*) FROM Issue__c i WHERE (SELECT count(*) FROM Knowledge__kav WHERE Title LIKE i.Name || ':%') = 1") ==
      "10");
  const std::string text = one("SELECT FAQ_Answer__c FROM Knowledge__kav WHERE Title LIKE 'Shipping Delay:%'");
  for (const char* clause :
       {"1. **Loyalty Points Credit**", "2. **Store Credit**", "within 90 days", "3. **Free Shipping on Next Order**",
        "within 180 days", "4. **Exclusive Discount Code**", "within 60 days"}) {
    CHECK_MESSAGE(text.find(clause) != std::string::npos, clause);
  }
  CHECK(text.find("Full Refund") == std::string::npos);
  // What an agent reads as a policy's clause stands in no other article.
  CHECK(one("SELECT count(*) FROM Knowledge__kav k WHERE k.FAQ_Answer__c GLOB '*' || char(10) || '[0-9]. [*][*]*' AND NOT "
            "EXISTS (SELECT 1 FROM "
            "Issue__c i WHERE k.Title LIKE i.Name || ':%')") == "0");
  // An article about a category names products of it.
  CHECK(
      one("SELECT count(*) FROM Knowledge__kav k WHERE k.Title = 'Which Yoga Mat Is Mine?' AND 2 <= (SELECT count(*) FROM "
          "Product2 p JOIN ProductCategoryProduct l ON l.ProductId = p.Id JOIN ProductCategory c ON c.Id = l.ProductCategoryId "
          "WHERE c.Name = 'Yoga Apparel' AND instr(k.FAQ_Answer__c, '**' || p.Name || '**: ' || p.Description) > 0)") == "1");
}

TEST_CASE("generate: articles differ from org to org, and hold what they are asked for") {
  const std::string title = "Nine Weeks to Your First 5K";
  std::set<std::string> texts;
  for (const std::uint64_t seed : {1, 2, 3}) {
    const World world = *make_world({.seed = seed});
    for (const Article& article : world.articles) {
      if (article.title == title) texts.insert(article.body);
      for (const Fact& fact : article.facts) {
        CHECK_MESSAGE(article.body.find(fact.evidence) != std::string::npos, fact.question);
        CHECK(fact.question.find('{') == std::string::npos);
        CHECK(fact.answer.find('{') == std::string::npos);
      }
    }
  }
  CHECK(texts.size() == 3);
}

TEST_CASE("bank: an article that does not say what it is asked for is refused") {
  Bank bank = *read_bank("retail");
  CHECK(check_articles(bank).has_value());
  ArticleWords& words = bank.articles.at(0);
  const Fact fact = words.questions.at(0);
  words.questions[0].evidence = "something else";
  CHECK(check_articles(bank).error().message == "the article '" + words.title + "' does not say 'something else'");
  words.questions[0] = fact;
  words.clauses.pop_back();
  CHECK(check_articles(bank).error().message == "the article '" + words.title + "' lists other remedies than its issue allows");
}
