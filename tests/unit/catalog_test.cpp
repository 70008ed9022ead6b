#include "org/catalog.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/json.h"
#include "support/temp_folder.h"

using namespace localorg;
using namespace localorg::org;

namespace {

const Catalog& crmarena() {
  static const Catalog catalog = *Catalog::built_in("crmarena");
  return catalog;
}

const SObject& object(std::string_view name) {
  const SObject* found = crmarena().find(name);
  REQUIRE_MESSAGE(found != nullptr, name);
  return *found;
}

const Field& field(std::string_view object_name, std::string_view name) {
  const Field* found = object(object_name).find_field(name);
  REQUIRE_MESSAGE(found != nullptr, object_name << "." << name);
  return *found;
}

// What may be done with a field, as letters: Filter, Sort, Group, Aggregate.
std::string flags(std::string_view object_name, std::string_view name) {
  const Field& f = field(object_name, name);
  std::string out;
  if (f.filterable) out += 'F';
  if (f.sortable) out += 'S';
  if (f.groupable) out += 'G';
  if (f.aggregatable) out += 'A';
  return out;
}

// Where the way up `relationship` leads.
std::vector<std::string> parents(std::string_view object_name, std::string_view relationship) {
  const Field* found = object(object_name).find_relationship(relationship);
  std::vector<std::string> names;
  if (found == nullptr) return names;
  for (const SObject* target : found->targets) names.push_back(target->name);
  return names;
}

// Child.Field behind the way down `relationship`.
std::string children(std::string_view object_name, std::string_view relationship) {
  const ChildRelationship* found = object(object_name).find_child_relationship(relationship);
  return found == nullptr ? "none" : found->child->name + "." + found->field->name;
}

std::string error_of(const Result<Catalog>& catalog) { return catalog ? "no error" : catalog.error().message; }

}  // namespace

TEST_CASE("the CRMArena org has 16 objects, its own record and the Name entity, in this order") {
  std::vector<std::string> names;
  for (const SObject& o : crmarena().objects()) names.push_back(o.name);
  CHECK(names == std::vector<std::string>{"User", "Account", "Contact", "Case", "Knowledge__kav", "ProductCategory", "Product2",
                                          "ProductCategoryProduct", "Pricebook2", "PricebookEntry", "Order", "OrderItem",
                                          "EmailMessage", "LiveChatTranscript", "Issue__c", "CaseHistory__c", "Organization",
                                          "Name"});
  CHECK(crmarena().name() == "crmarena");
  const std::vector<std::string> built_in = Catalog::built_in_names();
  CHECK(std::count(built_in.begin(), built_in.end(), "crmarena") == 1);
  CHECK(error_of(Catalog::built_in("nowhere")) == "catalog: orgs/nowhere/org.json: no such file in this program");
}

// orgs/README.md, "extends".
TEST_CASE("an org that extends another has its objects, changed, and more") {
  const auto bikes = Catalog::built_in("bikehire");
  REQUIRE_MESSAGE(bikes.has_value(), error_of(bikes));
  CHECK(bikes->objects().size() == crmarena().objects().size() + 1);
  CHECK(bikes->objects().back().name == "Station__c");
  CHECK(bikes->fact("timeZoneSidKey") == "America/Los_Angeles");
  CHECK(bikes->fact("extends").empty());
  const SObject& product = *bikes->find("Product2");
  CHECK(product.label == "Hire");
  CHECK(product.key_prefix == "01t");
  CHECK(product.fields.size() == object("Product2").fields.size() + 2);
  CHECK(product.find_field("Name")->length == object("Product2").find_field("Name")->length);
  CHECK(!product.expected_records.has_value());
  CHECK(bikes->find("Station__c")->find_field("CreatedDate") != nullptr);
  CHECK(bikes->find("Station__c")->find_child_relationship("Bookings__r")->child == bikes->find("Order"));
  // An org file keeps the whole of it.
  const auto again = Catalog::from_json(bikes->to_json());
  REQUIRE(again.has_value());
  CHECK(again->to_json() == bikes->to_json());
}

TEST_CASE("objects are found in any case, and by the prefix of an Id") {
  CHECK(crmarena().find("case") == &object("Case"));
  CHECK(crmarena().find("KNOWLEDGE__KAV") == &object("Knowledge__kav"));
  CHECK(crmarena().find("Cases") == nullptr);
  CHECK(crmarena().find_by_prefix("500Ws000007qlrjIAA") == &object("Case"));
  CHECK(crmarena().find_by_prefix("a1M") == &object("Issue__c"));
  CHECK(crmarena().find_by_prefix("ka0") == &object("Knowledge__kav"));
  CHECK(crmarena().find_by_prefix("KA0") == nullptr);
  CHECK(crmarena().find_by_prefix("5") == nullptr);
}

// soql.md 13.4.
TEST_CASE("objects know how many records the published data has") {
  CHECK(object("Case").expected_records == 977);
  CHECK(object("PricebookEntry").expected_records == 22'000);
  CHECK(object("Issue__c").expected_records == 10);
}

TEST_CASE("the Name entity has no records of its own") {
  CHECK(crmarena().name_entity() == &object("Name"));
  CHECK(object("Name").is_virtual());
  CHECK_FALSE(object("Name").queryable);
  CHECK_FALSE(object("Case").is_virtual());
}

TEST_CASE("an object's first fields are those of every object") {
  const auto& fields = object("Case").fields;
  const std::vector<std::string> first = {"Id",
                                          "IsDeleted",
                                          "CreatedDate",
                                          "CreatedById",
                                          "LastModifiedDate",
                                          "LastModifiedById",
                                          "SystemModstamp",
                                          "MasterRecordId"};
  for (std::size_t i = 0; i < first.size(); ++i) {
    CHECK(fields[i].name == first[i]);
    CHECK(fields[i].index == i);
  }
  CHECK(object("User").find_field("IsDeleted") == nullptr);  // "without"
  CHECK(object("Case").index_of("systemmodstamp") == 6);
}

TEST_CASE("fields are found in any case") {
  CHECK(object("Case").find_field("ISSUEID__C")->name == "IssueId__c");
  CHECK(object("Case").find_field("IssueId") == nullptr);
  CHECK(field("Case", "IssueId__c").is_custom());
  CHECK_FALSE(field("Case", "Status").is_custom());
  CHECK(object("Issue__c").is_custom());
}

// soql.md 13.1: many objects are named by another field than Name.
TEST_CASE("each object knows its name field") {
  CHECK(object("Account").name_field()->name == "Name");
  CHECK(object("Case").name_field()->name == "CaseNumber");
  CHECK(object("Knowledge__kav").name_field()->name == "Title");
  CHECK(object("EmailMessage").name_field()->name == "Subject");
  CHECK(object("Order").name_field()->name == "OrderNumber");
  CHECK(object("OrderItem").name_field()->name == "OrderItemNumber");
  CHECK(object("Case").find_field("Name") == nullptr);
}

// soql.md 13.1 and 7.1.
TEST_CASE("what each type may do") {
  CHECK(flags("Case", "Id") == "FSGA");
  CHECK(flags("Case", "AccountId") == "FSGA");
  CHECK(flags("Case", "Subject") == "FSGA");
  CHECK(flags("Case", "Status") == "FSGA");
  CHECK(flags("Case", "SuppliedEmail") == "FSGA");
  CHECK(flags("Contact", "Phone") == "FSGA");
  CHECK(flags("Account", "Website") == "FSGA");
  CHECK(flags("Account", "NumberOfEmployees") == "FSGA");
  CHECK(flags("Order", "EffectiveDate") == "FSGA");
  CHECK(flags("Account", "BillingStreet") == "FSGA");  // 255 characters
  CHECK(flags("Case", "IsClosed") == "FSG");
  CHECK(flags("Case", "CreatedDate") == "FSA");
  CHECK(flags("OrderItem", "Quantity") == "FSA");
  CHECK(flags("PricebookEntry", "UnitPrice") == "FSA");
  CHECK(flags("Account", "BillingAddress") == "");
  CHECK(flags("Case", "CaseNumber") == "FSA");  // an auto-number
}

// soql.md 13.2.
TEST_CASE("long text can be selected and no more") {
  for (const auto& [object_name, name] : std::vector<std::pair<std::string, std::string>>{{"Account", "Description"},
                                                                                          {"Contact", "Description"},
                                                                                          {"Case", "Description"},
                                                                                          {"Case", "Comments"},
                                                                                          {"Order", "Description"},
                                                                                          {"EmailMessage", "TextBody"},
                                                                                          {"EmailMessage", "HtmlBody"},
                                                                                          {"EmailMessage", "ToIds"},
                                                                                          {"LiveChatTranscript", "Body"},
                                                                                          {"Knowledge__kav", "FAQ_Answer__c"},
                                                                                          {"Knowledge__kav", "Summary"},
                                                                                          {"Issue__c", "Description__c"}}) {
    CHECK_MESSAGE(flags(object_name, name) == "", object_name << "." << name);
  }
  CHECK(flags("Product2", "Description") == "FSA");  // the exception: 4,000 characters, filtered and sorted
  CHECK(flags("Pricebook2", "Description") == "FSGA");
}

TEST_CASE("relationships lead up") {
  CHECK(parents("Case", "Account") == std::vector<std::string>{"Account"});
  CHECK(parents("Case", "contact") == std::vector<std::string>{"Contact"});
  CHECK(parents("Case", "IssueId__r") == std::vector<std::string>{"Issue__c"});
  CHECK(parents("Case", "OrderItemId__r") == std::vector<std::string>{"OrderItem"});
  CHECK(parents("CaseHistory__c", "CaseId__r") == std::vector<std::string>{"Case"});
  CHECK(parents("EmailMessage", "Parent") == std::vector<std::string>{"Case"});
  CHECK(parents("ProductCategoryProduct", "Product") == std::vector<std::string>{"Product2"});
  CHECK(parents("Account", "CreatedBy") == std::vector<std::string>{"User"});
  CHECK(parents("Case", "AccountId").empty());
  CHECK(parents("Case", "Issue__r").empty());
  CHECK(parents("Order", "Contract").empty());  // a real relationship, to an object this org lacks
}

TEST_CASE("polymorphic relationships lead to several objects") {
  CHECK(field("Case", "OwnerId").is_polymorphic());
  CHECK(parents("Case", "Owner") == std::vector<std::string>{"User"});  // of Group and User the org has one
  CHECK_FALSE(field("Contact", "OwnerId").is_polymorphic());
  CHECK(parents("Case", "Source") == std::vector<std::string>{"EmailMessage", "LiveChatTranscript"});
  CHECK(parents("EmailMessage", "RelatedTo") == std::vector<std::string>{"Account", "Case", "Order", "Product2"});
}

TEST_CASE("relationships lead down") {
  CHECK(children("Account", "Cases") == "Case.AccountId");
  CHECK(children("account", "contacts") == "Contact.AccountId");
  CHECK(children("Contact", "Cases") == "Case.ContactId");
  CHECK(children("Case", "Cases") == "Case.ParentId");
  CHECK(children("Case", "EmailMessages") == "EmailMessage.ParentId");
  CHECK(children("Case", "Emails") == "EmailMessage.RelatedToId");
  CHECK(children("Case", "CaseHistories__r") == "CaseHistory__c.CaseId__c");
  CHECK(children("Order", "OrderItems") == "OrderItem.OrderId");
  CHECK(children("Product2", "PricebookEntries") == "PricebookEntry.Product2Id");
  CHECK(children("Pricebook2", "PricebookEntries") == "PricebookEntry.Pricebook2Id");
  CHECK(children("Issue__c", "Cases__r") == "Case.IssueId__c");
  CHECK(children("OrderItem", "Cases__r") == "Case.OrderItemId__c");
  CHECK(children("User", "Cases") == "none");
  CHECK(children("Account", "Case") == "none");
}

TEST_CASE("what an org writes itself, no client may") {
  CHECK_FALSE(field("Case", "Id").createable);
  CHECK_FALSE(field("Case", "CaseNumber").createable);
  CHECK_FALSE(field("Case", "CreatedDate").updateable);
  CHECK_FALSE(field("Case", "IsClosed").createable);
  CHECK(field("Case", "Status").createable);
  CHECK(field("Case", "Status").updateable);
  CHECK_FALSE(field("OrderItem", "OrderId").updateable);
}

TEST_CASE("Ids, references and names are always indexed") {
  CHECK(field("Case", "Id").indexed);
  CHECK(field("Case", "AccountId").indexed);
  CHECK(field("Case", "CaseNumber").indexed);
  CHECK(field("Product2", "External_ID__c").indexed);
  CHECK(field("Case", "CreatedDate").indexed);
  CHECK_FALSE(field("Case", "Subject").indexed);
}

TEST_CASE("picklists keep their order and their default") {
  std::vector<std::string> values;
  for (const PicklistValue& value : field("Case", "Priority").picklist_values) values.push_back(value.value);
  CHECK(values == std::vector<std::string>{"High", "Medium", "Low"});
  CHECK(field("Case", "Priority").picklist_values[1].is_default);
  CHECK(field("Case", "Priority").default_value == "Medium");
}

TEST_CASE("a catalog read back from its own JSON is the same") {
  const Json json = crmarena().to_json();
  const auto again = Catalog::from_json(json);
  REQUIRE(again);
  CHECK(again->to_json() == json);
  CHECK(again->find("Case")->find_child_relationship("EmailMessages")->child == again->find("EmailMessage"));
}

TEST_CASE("a bad catalog is refused with the place of the fault") {
  const auto catalog = [](const char* objects) {
    return error_of(Catalog::from_json(*parse_json(std::string(R"({"name": "bad", "objects": [)") + objects + "]}", "test")));
  };
  CHECK(catalog(R"({"name": "A", "fields": [{"name": "Id", "type": "id"}]})") == "no error");
  CHECK(catalog(R"({"name": "A", "fields": [{"name": "Name", "type": "string"}]})") == "catalog: A: has no Id");
  CHECK(catalog(R"({"name": "A", "fields": [{"name": "Id", "type": "id"}, {"name": "B", "type": "blob"}]})") ==
        "catalog: A.B: unknown type 'blob'");
  CHECK(catalog(R"({"name": "A", "fields": [{"name": "Id", "type": "id"}, {"type": "string"}]})") ==
        "catalog: A: a field without a name");
  CHECK(catalog(R"({"name": "A", "fields": [{"name": "Id", "type": "id"}, {"name": "ID", "type": "string"}]})") ==
        "catalog: A.ID: defined twice");
  CHECK(
      catalog(
          R"({"name": "A", "fields": [{"name": "Id", "type": "id"}]}, {"name": "a", "fields": [{"name": "Id", "type": "id"}]})") ==
      "catalog: a: defined twice");
  CHECK(catalog(R"({"name": "A", "keyPrefix": "a00", "fields": [{"name": "Id", "type": "id"}]},
                   {"name": "B", "keyPrefix": "a00", "fields": [{"name": "Id", "type": "id"}]})") ==
        "catalog: B: key prefix a00 is taken");
  CHECK(catalog(R"({"name": "A", "fields": [{"name": "Id", "type": "id"},
                    {"name": "X", "type": "reference", "referenceTo": ["A"], "childRelationshipName": "As"},
                    {"name": "Y", "type": "reference", "referenceTo": ["A"], "childRelationshipName": "As"}]})") ==
        "catalog: A.Y: child relationship As of A is taken");
  CHECK(
      catalog(
          R"({"name": "A", "fields": [{"name": "Id", "type": "id"}, {"name": "N", "type": "string", "computed": {"join": ["First"]}}]})") ==
      "catalog: A.N: no field First to join");
  CHECK(
      catalog(
          R"({"name": "A", "fields": [{"name": "Id", "type": "id"}, {"name": "N", "type": "boolean", "computed": {"picklist": "Status", "attribute": "closed"}}]})") ==
      "catalog: A.N: no field Status to look up");
  CHECK(
      catalog(
          R"({"name": "A", "fields": [{"name": "Id", "type": "id"}, {"name": "N", "type": "string", "computed": {"copy": "Other"}}]})") ==
      "catalog: A.N: no field Other to copy");
  CHECK(catalog(R"({"name": "A", "fields": [{"name": "Id", "type": "id", "length": "long"}]})").starts_with("catalog: org: "));
  CHECK(catalog(R"({"name": "A"})").starts_with("catalog: org: "));
}

TEST_CASE("a catalog comes from a folder") {
  test::TempFolder folder;
  const std::string root = folder / "small";
  std::filesystem::create_directories(root + "/objects");
  test::write_file(root + "/org.json", R"({"name": "small", "objects": ["Thing__c"]})");
  test::write_file(root + "/system_fields.json",
                   R"({"fields": [{"name": "Id", "type": "id"}, {"name": "IsDeleted", "type": "boolean"},
      {"name": "CreatedDate", "type": "datetime"}]})");
  test::write_file(root + "/objects/Thing__c.json", R"({"name": "Thing__c", "keyPrefix": "a00", "without": ["IsDeleted"],
      "fields": [{"name": "Color__c", "type": "picklist"}, {"name": "CreatedDate", "type": "date"}]})");

  SUBCASE("its own fields come behind the shared ones and replace them in place") {
    const auto catalog = Catalog::read_folder(root);
    REQUIRE_MESSAGE(catalog.has_value(), error_of(catalog));
    const auto& fields = catalog->find("Thing__c")->fields;
    REQUIRE(fields.size() == 3);
    CHECK(fields[0].name == "Id");
    CHECK(fields[1].name == "CreatedDate");
    CHECK(fields[1].type == FieldType::date);
    CHECK(fields[2].name == "Color__c");
  }
  SUBCASE("a missing file is named") {
    std::filesystem::remove(root + "/objects/Thing__c.json");
    CHECK(error_of(Catalog::read_folder(root)) == "cannot read " + root + "/objects/Thing__c.json");
  }
  SUBCASE("a folder in the place of a file is no crash") {
    std::filesystem::remove(root + "/org.json");
    std::filesystem::create_directories(root + "/org.json");
    CHECK(error_of(Catalog::read_folder(root)) == "cannot read " + root + "/org.json");
  }
  SUBCASE("broken JSON is named with its file") {
    test::write_file(root + "/objects/Thing__c.json", "{\"name\": ");
    CHECK(error_of(Catalog::read_folder(root)).starts_with(root + "/objects/Thing__c.json: "));
  }
  SUBCASE("a field without a name is no crash") {
    test::write_file(root + "/system_fields.json", R"({"fields": []})");
    test::write_file(root + "/objects/Thing__c.json",
                     R"({"name": "Thing__c", "fields": [{"name": "Id", "type": "id"}, {"type": "string"}]})");
    CHECK(error_of(Catalog::read_folder(root)).starts_with("catalog: " + root + ": "));
  }
}
