#include "org/record.h"

#include <doctest/doctest.h>

using namespace localorg;
using namespace localorg::org;

namespace {

const SObject& object(std::string_view name) {
  static const Catalog catalog = *Catalog::built_in("crmarena");
  const SObject* found = catalog.find(name);
  REQUIRE(found != nullptr);
  return *found;
}

// A value as text with its kind: null, int 1, number 1.5, text x.
std::string show(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return "int " + std::to_string(*integer);
  if (const auto* number = std::get_if<double>(&value)) return "number " + std::to_string(*number);
  if (const auto* words = std::get_if<std::string>(&value)) return "text " + *words;
  return "null";
}

// What a field takes a text for, or the error.
std::string read(std::string_view object_name, std::string_view field, std::string_view text) {
  const Field* found = object(object_name).find_field(field);
  REQUIRE(found != nullptr);
  const auto value = value_from_text(*found, text);
  return value ? show(*value) : "error " + value.error().message;
}

}  // namespace

TEST_CASE("a new record has only nulls") {
  const Record record(object("Case"));
  CHECK(record.values.size() == object("Case").fields.size());
  CHECK(is_null(record["status"]));
}

TEST_CASE("text is taken as it stands") {
  CHECK(read("Case", "Subject", " two  words\n") == "text  two  words\n");
  CHECK(read("Case", "Subject", "   ") == "text    ");
  CHECK(read("Case", "Subject", "") == "null");
  CHECK(read("Case", "Subject", "caf\xC3\xA9") == "text caf\xC3\xA9");
  CHECK(read("Case", "Subject", "caf\xC3") == "error Subject: 'caf\xEF\xBF\xBD' is no UTF-8 text");
  CHECK(read("EmailMessage", "ToIds", "[\"005000000000001AAA\"]") == "text [\"005000000000001AAA\"]");
}

TEST_CASE("Ids get their 18 characters") {
  CHECK(read("Case", "AccountId", "001Ws00002xRq4W") == "text 001Ws00002xRq4WIAS");
  CHECK(read("Case", "AccountId", " 001Ws00002xRq4WIAS ") == "text 001Ws00002xRq4WIAS");
  CHECK(read("Case", "AccountId", "  ") == "null");
  CHECK(read("Case", "AccountId", "Acme") == "error AccountId: 'Acme' is no Id of 15 or 18 letters and digits");
}

TEST_CASE("booleans in the words of CSV files") {
  CHECK(read("Case", "IsClosed", "true") == "int 1");
  CHECK(read("Case", "IsClosed", "TRUE") == "int 1");
  CHECK(read("Case", "IsClosed", "1") == "int 1");
  CHECK(read("Case", "IsClosed", "1.0") == "int 1");
  CHECK(read("Case", "IsClosed", "False") == "int 0");
  CHECK(read("Case", "IsClosed", "0") == "int 0");
  CHECK(read("Case", "IsClosed", "yes") == "error IsClosed: 'yes' is no boolean");
}

TEST_CASE("integers and numbers") {
  CHECK(read("Account", "NumberOfEmployees", "24") == "int 24");
  CHECK(read("Account", "NumberOfEmployees", "+24") == "int 24");
  CHECK(read("Account", "NumberOfEmployees", " -24.0 ") == "int -24");
  CHECK(read("Account", "NumberOfEmployees", "24.5") == "error NumberOfEmployees: '24.5' is no int");
  CHECK(read("Account", "NumberOfEmployees", "nan") == "error NumberOfEmployees: 'nan' is no int");
  CHECK(read("Account", "NumberOfEmployees", "1e300") == "error NumberOfEmployees: '1e300' is no int");
  CHECK(read("OrderItem", "Quantity", "2") == "number 2.000000");
  CHECK(read("OrderItem", "Quantity", "-0.25") == "number -0.250000");
  CHECK(read("OrderItem", "Quantity", "+1e3") == "number 1000.000000");
  CHECK(read("OrderItem", "Quantity", "+-1") == "error Quantity: '+-1' is no number");
  CHECK(read("OrderItem", "Quantity", "+") == "error Quantity: '+' is no number");
  CHECK(read("OrderItem", "Quantity", "12 pieces") == "error Quantity: '12 pieces' is no number");
  CHECK(read("OrderItem", "Quantity", "inf") == "error Quantity: 'inf' is no number");
}

TEST_CASE("dates and dateTimes stand in for each other at midnight in UTC") {
  CHECK(read("Order", "EffectiveDate", "2021-06-07") == "text 2021-06-07");
  CHECK(read("Order", "EffectiveDate", "2021-06-07T10:50:00.000+0000") == "text 2021-06-07");
  CHECK(read("Order", "EffectiveDate", "07.06.2021") == "error EffectiveDate: '07.06.2021' is no date");
  CHECK(read("Case", "CreatedDate", "2021-06-07T12:50:00+02:00") == "text 2021-06-07T10:50:00.000+0000");
  CHECK(read("Case", "CreatedDate", "2021-06-07") == "text 2021-06-07T00:00:00.000+0000");
  CHECK(read("Case", "CreatedDate", "yesterday") == "error CreatedDate: 'yesterday' is no dateTime");
}

TEST_CASE("an error quotes 60 characters at most and stays UTF-8") {
  const std::string sixty(60, 'x');
  CHECK(read("OrderItem", "Quantity", sixty + "y") == "error Quantity: '" + sixty + "' is no number");
  const std::string fifty_nine(59, 'x');
  CHECK(read("OrderItem", "Quantity", fifty_nine + "\xC3\xA9z") == "error Quantity: '" + fifty_nine + "\xC3\xA9' is no number");
  CHECK(read("OrderItem", "Quantity", "\xFF") == "error Quantity: '\xEF\xBF\xBD' is no number");
}

TEST_CASE("complete() fills defaults and booleans") {
  Record record(object("Case"));
  complete(record);
  CHECK(show(record["Status"]) == "text New");
  CHECK(show(record["Priority"]) == "text Medium");
  CHECK(show(record["IsEscalated"]) == "int 0");
  CHECK(show(record["Subject"]) == "null");
}

TEST_CASE("a null that was given stays, except in a boolean") {
  Record record(object("Case"));
  std::vector<bool> given(record.values.size(), false);
  given[record.object->index_of("Priority")] = true;
  given[record.object->index_of("IsEscalated")] = true;
  complete(record, given);
  CHECK(show(record["Priority"]) == "null");
  CHECK(show(record["Status"]) == "text New");
  CHECK(show(record["IsEscalated"]) == "int 0");
}

TEST_CASE("a name is joined from its parts") {
  Record record(object("Contact"));
  record["FirstName"] = std::string("Ada");
  record["LastName"] = std::string("King");
  complete(record);
  CHECK(show(record["Name"]) == "text Ada King");

  SUBCASE("without parts it keeps what it was given") {
    Record company(object("Account"));
    company["Name"] = std::string("Acme");
    complete(company);
    CHECK(show(company["Name"]) == "text Acme");
  }
}

TEST_CASE("a field may follow a picklist") {
  Record record(object("Case"));
  record["Status"] = std::string("closed");
  complete(record);
  CHECK(show(record["IsClosed"]) == "int 1");

  record["Status"] = std::string("Working");
  complete(record);
  CHECK(show(record["IsClosed"]) == "int 0");

  record["Status"] = std::string("Never heard of");
  complete(record);
  CHECK(show(record["IsClosed"]) == "int 0");
}

TEST_CASE("a computed field whose source is null keeps what it was given") {
  Record record(object("Case"));
  std::vector<bool> given(record.values.size(), false);
  given[record.object->index_of("Status")] = true;
  record["IsClosed"] = std::int64_t{1};
  complete(record, given);
  CHECK(show(record["Status"]) == "null");
  CHECK(show(record["IsClosed"]) == "int 1");
}

TEST_CASE("a computed text has no zero in the place of a missing attribute") {
  Record order(object("Order"));
  order["Status"] = std::string("Activated");
  complete(order);
  CHECK(show(order["StatusCode"]) == "text Activated");

  Record odd(object("Order"));
  odd["Status"] = std::string("Shipped");  // not in the picklist
  complete(odd);
  CHECK(show(odd["StatusCode"]) == "null");
}

TEST_CASE("a field may copy another") {
  Record record(object("CaseHistory__c"));
  record["Id"] = std::string("a1NWs000000Zy1tMAC");
  complete(record);
  CHECK(show(record["Name"]) == "text a1NWs000000Zy1tMAC");
}

TEST_CASE("auto-numbers") {
  CHECK(auto_number("{00000000}", 42) == "00000042");
  CHECK(auto_number("C-{000}/x", 7) == "C-007/x");
  CHECK(auto_number("{0}", 1234) == "1234");
  CHECK(auto_number("No ", 5) == "No 5");
}
