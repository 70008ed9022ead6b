// Every operator on every type of field, with null and with values, on records that hold a value, null, and a parent with
// either: which of them SOQL takes (soql.md 5.1), and that SQLite and the reference evaluator agree on what they find.
#include <doctest/doctest.h>

#include <array>
#include <string_view>

#include "org/id.h"
#include "support/trial.h"

using namespace localorg;
using namespace localorg::test;

namespace {

constexpr std::string_view kEquality = " = != IN NOT_IN ";
constexpr std::string_view kOrder = " = != < <= > >= IN NOT_IN ";
constexpr std::string_view kText = " = != < <= > >= IN NOT_IN LIKE ";
constexpr std::string_view kSet = " = != IN NOT_IN INCLUDES EXCLUDES ";
constexpr std::string_view kNone = " ";

struct FieldRow {
  const char* field;
  std::string_view operators;  // that it takes, a blank round each
  const char* stored;          // the value of a record, as a CSV file has it
  const char* literal;         // the same value in a query
  const char* other;           // another value
};

constexpr auto kFields = std::to_array<FieldRow>({
    {"Id", kOrder, "a01Lo0000000009IAA", "'a01Lo0000000009'", "'a01Lo0000000002IAA'"},
    {"Order__c", kOrder, "801Lo0000000001IAA", "'801Lo0000000001'", "'801LO0000000002IAA'"},
    {"About__c", kOrder, "001Lo0000000001IAA", "'001lo0000000001iaa'", "'801Lo0000000002'"},
    {"Text__c", kText, "Élan Vital", "'élan vital'", "'b%'"},
    {"Short__c", kText, "m", "'M'", "'_'"},
    {"Long__c", kNone, "m", "'m'", "'n'"},
    {"Pick__c", kText, "Medium", "'MEDIUM'", "'naïve'"},
    {"Multi__c", kSet, "red;Blue", "'red;blue'", "'grün'"},
    {"Combo__c", kText, "Two", "'two'", "'other'"},
    {"Flag__c", kEquality, "true", "TRUE", "FALSE"},
    {"Count__c", kOrder, "7", "7", "-8"},
    {"Number__c", kOrder, "12.5", "12.5", "13"},
    {"Money__c", kOrder, "100", "100.0", "1"},
    {"Share__c", kOrder, "0.25", ".25", "+2"},
    {"Day__c", kOrder, "2024-02-29", "2024-02-29", "THIS_YEAR"},
    {"Moment__c", kOrder, "2024-02-29T23:30:00Z", "2024-03-01T01:00:00+01:30", "LAST_N_DAYS:3"},
    {"Clock__c", kOrder, "10:30:00.000Z", "10:30:00Z", "11:00:00.001Z"},
    {"Mail__c", kText, "ann@example.com", "'Ann@example.com'", "'%.com'"},
    {"Phone__c", kText, "911", "'911'", "'9__'"},
    {"Link__c", kText, "https://example.com/", "'HTTPS://example.com/'", "'http%'"},
    {"Code__c", kText, "aB1", "'aB1'", "'AB1'"},
    {"Secret__c", kNone, "m", "'m'", "'n'"},
    {"Place__c", kNone, "", "'m'", "'n'"},
});

constexpr auto kOperators =
    std::to_array<std::string_view>({"=", "!=", "<", "<=", ">", ">=", "IN", "NOT_IN", "LIKE", "INCLUDES", "EXCLUDES"});

org::Record item(const org::Catalog& catalog, const std::string& id) {
  org::Record record(*catalog.find("Item__c"));
  record["Id"] = id;
  record["CreatedById"] = "005Lo0000000001IAA";
  record["CreatedDate"] = "2024-01-01T00:00:00.000+0000";
  return record;
}

// Five items: one of values; one of nulls; children of these; and one whose parent is gone.
GeneratedOrg org_of_items() {
  GeneratedOrg org = *generate_org(1);
  org.now_ms = 1'709'251'200'000;  // 2024-03-01
  org.records.clear();
  const std::string of_values = "a01Lo0000000009IAA";
  const std::string of_nulls = "a01Lo000000000AIAQ";
  const auto add = [&](const std::string& id, const std::string& twin) -> org::Record& {
    org.records["Item__c"].push_back(item(*org.catalog, id));
    if (!twin.empty()) org.records["Item__c"].back()["Twin__c"] = twin;
    return org.records["Item__c"].back();
  };
  org::Record& values = add(of_values, "");
  for (const FieldRow& row : kFields) {
    const org::Field& field = *values.object->find_field(row.field);
    if (field.type != org::FieldType::id) values[row.field] = *org::value_from_text(field, row.stored);
  }
  add(of_nulls, "");
  add("a01Lo000000000BIAQ", of_values);
  add("a01Lo000000000CIAQ", of_nulls);
  add("a01Lo000000000DIAQ", "a01Lo000000000ZIAQ");
  for (org::Record& record : org.records["Item__c"]) org::complete(record, std::vector<bool>(record.values.size(), true));
  return org;
}

std::string condition(const std::string& field, std::string_view op, const std::string& literal) {
  if (op == "NOT_IN") return field + " NOT IN (" + literal + ")";
  const bool is_list = op == "IN" || op == "INCLUDES" || op == "EXCLUDES";
  return field + " " + std::string(op) + (is_list ? " (" + literal + ")" : " " + literal);
}

}  // namespace

TEST_CASE("every operator on every type of field") {
  Trial trial(org_of_items());
  std::size_t asked = 0;
  for (const FieldRow& row : kFields) {
    for (const std::string_view op : kOperators) {
      const bool takes_text_alone = op == "LIKE" || op == "INCLUDES" || op == "EXCLUDES";
      for (const std::string literal : {"null", row.literal, row.other}) {
        if (takes_text_alone && !literal.starts_with("'")) continue;
        const bool is_taken = row.operators.find(" " + std::string(op) + " ") != std::string_view::npos;
        for (const std::string way : {"", "Twin__r."}) {
          const std::string plain = condition(way + row.field, op, literal);
          for (const std::string& where : {plain, "NOT " + plain, "(" + plain + ") OR Id = null"}) {
            const std::string query = "SELECT Id FROM Item__c WHERE " + where;
            CHECK_MESSAGE(trial.is_valid(query) == is_taken, query);
            if (!is_taken) continue;
            ++asked;
            const auto fault = trial.disagreement(query);
            CHECK_MESSAGE(!fault, fault.value_or(""));
          }
        }
      }
    }
  }
  CHECK(asked > 2'000);
}
