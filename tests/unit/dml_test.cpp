// What the org adds to a write by the rules of a catalog, on one made for this.  What Salesforce answers to writes is in
// tests/conformance/rest.
#include <doctest/doctest.h>

#include "base/json.h"
#include "dml/write.h"
#include "org/datetime.h"
#include "store/transaction.h"
#include "support/temp_folder.h"

using namespace localorg;

namespace {

constexpr const char* kOrg = R"({
  "name": "shop", "label": "Shop", "objects": [
    {"name": "Person", "keyPrefix": "p00", "fields": [
      {"name": "Id", "type": "id"}, {"name": "Name", "type": "string", "nameField": true, "idLookup": true},
      {"name": "Rate", "type": "double", "scale": 1}]},
    {"name": "Job", "keyPrefix": "j00", "fields": [
      {"name": "Id", "type": "id"}, {"name": "IsDeleted", "type": "boolean", "createable": false, "updateable": false},
      {"name": "Number", "type": "string", "nameField": true, "autoNumber": "J-{000}/x"},
      {"name": "Who", "type": "reference", "referenceTo": ["Person"], "relationshipName": "WhoIs"},
      {"name": "Hours", "type": "double"},
      {"name": "Rate", "type": "double", "from": "Who.Rate"},
      {"name": "Total", "type": "double", "createable": false, "updateable": false, "product": ["Hours", "Rate"]},
      {"name": "Stage", "type": "picklist", "picklistValues": ["open", {"value": "done", "over": true}]},
      {"name": "IsOver", "type": "boolean", "createable": false, "computed": {"picklist": "Stage", "attribute": "over"}},
      {"name": "Ended", "type": "datetime", "createable": false, "setWhen": {"field": "IsOver", "is": true}},
      {"name": "EndedBy", "type": "reference", "createable": false, "referenceTo": ["Person"], "setWhen": {"field": "IsOver", "is": true}}],
     "history": [
      {"when": "Stage", "object": "Note", "values": {"Text": "$new", "Before": "$old", "Job": "$Id"}},
      {"when": "IsOver", "to": true, "object": "Note", "values": {"Text": "over", "Job": "$Id"}}]},
    {"name": "Note", "keyPrefix": "n00", "fields": [
      {"name": "Id", "type": "id"}, {"name": "IsDeleted", "type": "boolean", "createable": false, "updateable": false},
      {"name": "Text", "type": "string", "nameField": true}, {"name": "Before", "type": "string"},
      {"name": "Job", "type": "reference", "referenceTo": ["Job"], "cascadeDelete": true, "relationshipName": "JobIs"}]},
    {"name": "Link", "keyPrefix": "k00", "fields": [
      {"name": "Id", "type": "id"}, {"name": "Name", "type": "string"},
      {"name": "Note", "type": "reference", "referenceTo": ["Note"], "relationshipName": "NoteIs"}]}]})";

struct Shop {
  test::TempFolder folder;
  store::OpenOrg org;
  dml::Context context;

  Shop() : org(make()), context{org, org::Clock(*org::parse_datetime("2022-08-20T12:00:00.789Z")), "p00Lo0000000001IAA"} {}

  store::OpenOrg make() const {
    const auto catalog = org::Catalog::from_json(*parse_json(kOrg, "test"));
    REQUIRE_MESSAGE(catalog.has_value(), (catalog ? "" : catalog.error().message));
    auto writer = store::OrgWriter::create(folder / "shop.db", *catalog);
    REQUIRE(writer.has_value());
    REQUIRE(writer->finish().has_value());
    auto opened = store::open_org(folder / "shop.db", store::Access::write);
    REQUIRE(opened.has_value());
    return *std::move(opened);
  }

  const org::SObject& object(const char* name) const { return *org.catalog->find(name); }

  std::string create(const char* name, const char* json) {
    auto id = dml::create(context, object(name), Json::parse(json));
    return id ? *id : std::string(name_of(id.error().errorCode)) + " " + id.error().message;
  }
  std::string update(const char* name, const std::string& id, const char* json) {
    const auto done = dml::update(context, object(name), id, Json::parse(json));
    return done ? "" : done.error().message;
  }

  // The rows of a statement, columns parted by blanks, rows by semicolons.
  std::string rows(const std::string& sql) const {
    auto statement = org.database.prepare(sql);
    REQUIRE_MESSAGE(statement.has_value(), sql);
    std::string out;
    for (;;) {
      const auto row = statement->step();
      if (!row || !*row) return out;
      for (int i = 0; i < statement->column_count(); ++i)
        out += (i > 0 ? " " : "") + (statement->is_null(i) ? "-" : std::string(statement->text(i)));
      out += ";";
    }
  }
};

}  // namespace

TEST_CASE("Ids count on from the greatest, live or deleted") {
  Shop shop;
  CHECK(shop.create("Job", "{}") == "j00Lo0000000001IAA");
  CHECK(shop.create("Job", "{}") == "j00Lo0000000002IAA");
  REQUIRE(dml::remove(shop.context, shop.object("Job"), "j00Lo0000000002").has_value());
  CHECK(shop.create("Job", "{}") == "j00Lo0000000003IAA");
}

TEST_CASE("an auto-number stands between its format's texts and goes on") {
  Shop shop;
  shop.create("Job", "{}");
  shop.create("Job", "{}");
  CHECK(shop.rows("SELECT Number FROM Job ORDER BY Id") == "J-001/x;J-002/x;");
  REQUIRE(
      shop.org.database.execute("DELETE FROM localorg_meta WHERE name LIKE 'autoNumber%'; UPDATE Job SET Number = 'J-41/x'"));
  shop.create("Job", "{}");
  CHECK(shop.rows("SELECT Number FROM Job ORDER BY Id DESC LIMIT 1") == "J-042/x;");
}

TEST_CASE("a field comes from the parent where it was not given") {
  Shop shop;
  const std::string ann = shop.create("Person", R"({"Name": "Ann", "Rate": 2.5})");
  const std::string bob = shop.create("Person", R"({"Name": "Bob", "Rate": 4})");
  const std::string job = shop.create("Job", (R"({"Who": ")" + ann + R"(", "Hours": 2})").c_str());
  CHECK(shop.rows("SELECT Rate, Total FROM Job") == "2.5 5.0;");
  CHECK(shop.update("Job", job, (R"({"Who": ")" + bob + "\"}").c_str()).empty());
  CHECK(shop.rows("SELECT Rate, Total FROM Job") == "4.0 8.0;");
  CHECK(shop.update("Job", job, R"({"Rate": 1, "Hours": 3})").empty());
  CHECK(shop.rows("SELECT Rate, Total FROM Job") == "1.0 3.0;");
  CHECK(shop.update("Job", job, R"({"WhoIs": {"Name": "ann"}})").empty());
  CHECK(shop.rows("SELECT Rate FROM Job") == "2.5;");
}

TEST_CASE("a field is set when another one comes to have a value, and a history is written") {
  Shop shop;
  shop.create("Person", R"({"Name": "Ann"})");
  const std::string job = shop.create("Job", R"({"Stage": "open"})");
  CHECK(shop.rows("SELECT IsOver, Ended, EndedBy FROM Job") == "0 - -;");
  CHECK(shop.update("Job", job, R"({"Stage": "done"})").empty());
  CHECK(shop.rows("SELECT IsOver, Ended, EndedBy FROM Job") == "1 2022-08-20T12:00:00.000+0000 p00Lo0000000001IAA;");
  CHECK(shop.update("Job", job, R"({"Hours": 1})").empty());
  CHECK(shop.update("Job", job, R"({"Stage": "open"})").empty());
  CHECK(shop.rows("SELECT IsOver, Ended, EndedBy FROM Job") == "0 - -;");
  CHECK(shop.rows("SELECT Text, Before FROM Note ORDER BY Id") == "open -;done open;over -;open done;");
}

TEST_CASE("what goes with a deleted record comes back with it, and so do references") {
  Shop shop;
  const std::string job = shop.create("Job", R"({"Stage": "open"})");
  const std::string link = shop.create("Link", R"({"Name": "l", "Note": "n00Lo0000000001IAA"})");
  REQUIRE(dml::remove(shop.context, shop.object("Job"), job).has_value());
  CHECK(shop.rows("SELECT Id FROM Job").empty());
  CHECK(shop.rows("SELECT Id FROM Note").empty());
  CHECK(shop.rows("SELECT Id, IsDeleted FROM localorg_deleted_Note") == "n00Lo0000000001IAA 1;");
  CHECK(shop.rows("SELECT Note FROM Link") == "-;");
  REQUIRE(dml::undelete(shop.context, shop.object("Job"), job).has_value());
  CHECK(shop.rows("SELECT Id, IsDeleted FROM Job") == job + " 0;");
  CHECK(shop.rows("SELECT Id FROM Note") == "n00Lo0000000001IAA;");
  CHECK(shop.rows("SELECT Note FROM Link") == "n00Lo0000000001IAA;");
  CHECK(shop.rows("SELECT * FROM localorg_deletion").empty());
  const auto again = dml::undelete(shop.context, shop.object("Job"), job);
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().errorCode == ErrorCode::UNDELETE_FAILED);
}

TEST_CASE("a reference that was given another value meanwhile keeps it") {
  Shop shop;
  const std::string first = shop.create("Job", R"({"Stage": "open"})");
  shop.create("Job", R"({"Stage": "open"})");
  const std::string link = shop.create("Link", R"({"Name": "l", "Note": "n00Lo0000000001IAA"})");
  REQUIRE(dml::remove(shop.context, shop.object("Job"), first).has_value());
  CHECK(shop.update("Link", link, R"({"Note": "n00Lo0000000002IAA"})").empty());
  REQUIRE(dml::undelete(shop.context, shop.object("Job"), first).has_value());
  CHECK(shop.rows("SELECT Note FROM Link") == "n00Lo0000000002IAA;");
}

TEST_CASE("an object without a recycle bin loses its records") {
  Shop shop;
  const std::string link = shop.create("Link", R"({"Name": "l"})");
  REQUIRE(dml::remove(shop.context, shop.object("Link"), link).has_value());
  const auto again = dml::remove(shop.context, shop.object("Link"), link);
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().errorCode == ErrorCode::INVALID_CROSS_REFERENCE_KEY);
}

TEST_CASE("several writes stand and fall together in one transaction") {
  Shop shop;
  {
    auto transaction = store::Transaction::begin(shop.org);
    REQUIRE(transaction.has_value());
    shop.create("Job", R"({"Stage": "open"})");
    shop.create("Job", R"({"Nope": 1})");
  }
  CHECK(shop.rows("SELECT Id FROM Job").empty());
  CHECK(shop.rows("SELECT Id FROM Note").empty());
  CHECK(shop.create("Job", "{}") == "j00Lo0000000001IAA");
  CHECK(shop.rows("SELECT Number FROM Job") == "J-001/x;");
}

TEST_CASE("rules that name what is not there are a fault of the catalog") {
  const auto broken = [](const char* from, const char* to) {
    std::string text = kOrg;
    text.replace(text.find(from), std::string_view(from).size(), to);
    const auto catalog = org::Catalog::from_json(*parse_json(text, "test"));
    return catalog ? "" : catalog.error().message;
  };
  CHECK(broken("Who.Rate", "Who.Nope") == "catalog: Job.Rate: no field Who.Nope to copy");
  CHECK(broken("Who.Rate", "Rate") == "catalog: Job.Rate: no field Rate to copy");
  CHECK(broken("[\"Hours\", \"Rate\"]", "[\"Nope\"]") == "catalog: Job.Total: no field Nope to multiply");
  CHECK(broken("\"when\": \"Stage\"", "\"when\": \"Nope\"") == "catalog: Job: a history of Nope, which it lacks");
  CHECK(broken("\"object\": \"Note\"", "\"object\": \"Nope\"") == "catalog: Job: a history in Nope, which the org lacks");
  CHECK(broken("$Id", "$Nope") == "catalog: Job: no field $Nope");
}
