#include "support/importing.h"

#include <doctest/doctest.h>

#include <utility>

#include "base/json.h"
#include "store/database.h"
#include "store/org_file.h"

namespace localorg::test {
namespace {

std::string line_of(const dataset::ImportIssue& issue) {
  std::string out = issue.object;
  if (issue.row != 0) out += " " + std::to_string(issue.row);
  if (issue.line != 0) out += " (line " + std::to_string(issue.line) + ")";
  if (!issue.field.empty()) out += " [" + issue.field + "]";
  return out + " " + issue.reason;
}

}  // namespace

const org::Catalog& small_org() {
  static const org::Catalog catalog = [] {
    auto json = parse_json(R"json({"name": "small", "timeZoneSidKey": "Europe/Berlin", "localeSidKey": "de_DE", "objects": [
      {"name": "User", "keyPrefix": "005", "fields": [
        {"name": "Id", "type": "id"}, {"name": "FirstName", "type": "string"}, {"name": "LastName", "type": "string"},
        {"name": "Name", "type": "string", "computed": {"join": ["FirstName", "LastName"]}},
        {"name": "Alias", "type": "string", "length": 8}, {"name": "Phone", "type": "phone"},
        {"name": "IsActive", "type": "boolean", "default": true}]},
      {"name": "Account", "keyPrefix": "001", "expectedRecords": 201, "fields": [
        {"name": "Id", "type": "id"}, {"name": "Name", "type": "string"}, {"name": "NumberOfEmployees", "type": "int"},
        {"name": "AnnualRevenue", "type": "currency"}, {"name": "ShippingAddress", "type": "address"},
        {"name": "OwnerId", "type": "reference", "referenceTo": ["Group", "User"]},
        {"name": "PartnerId", "type": "reference", "referenceTo": ["Partner"]}]},
      {"name": "Case", "keyPrefix": "500", "expectedRecords": 977, "fields": [
        {"name": "Id", "type": "id"}, {"name": "CaseNumber", "type": "string", "autoNumber": "{00000000}"},
        {"name": "Subject", "type": "string", "length": 20},
        {"name": "Status", "type": "picklist", "default": "New", "picklistValues": ["New", {"value": "Closed", "closed": true}]},
        {"name": "IsClosed", "type": "boolean", "computed": {"picklist": "Status", "attribute": "closed"}},
        {"name": "Priority", "type": "picklist", "default": "Medium", "picklistValues": ["High", "Medium"]},
        {"name": "CreatedDate", "type": "datetime"}, {"name": "FollowUp__c", "type": "date"}, {"name": "At__c", "type": "time"},
        {"name": "Rate__c", "type": "double"}, {"name": "Tags__c", "type": "multipicklist"},
        {"name": "AccountId", "type": "reference", "referenceTo": ["Account"], "relationshipName": "Account"}]},
      {"name": "EmailMessage", "keyPrefix": "02s", "fields": [
        {"name": "Id", "type": "id"}, {"name": "ToIds", "type": "junctionidlist"}]},
      {"name": "Remark__c", "keyPrefix": "a00", "fields": [
        {"name": "Id", "type": "id"}, {"name": "Name", "type": "string", "computed": {"copy": "Id"}}]},
      {"name": "Name", "keyPrefix": null, "fields": [{"name": "Id", "type": "id"}, {"name": "Name", "type": "string"}]}]})json",
                           "small org");
    REQUIRE_MESSAGE(json, (json ? "" : json.error().message));
    auto made = org::Catalog::from_json(*json);
    REQUIRE_MESSAGE(made, (made ? "" : made.error().message));
    return *std::move(made);
  }();
  return catalog;
}

void make_sqlite(const std::string& path, const std::string& sql) {
  auto database = store::Database::open_read_write(path);
  REQUIRE(database);
  const auto done = database->execute(sql);
  REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
}

dataset::ImportReport import_well(const std::string& source, const std::string& path) {
  auto report = dataset::import_org(source, small_org(), path, {});
  REQUIRE_MESSAGE(report, (report ? "" : report.error().message));
  return *std::move(report);
}

std::string import_badly(const std::string& source) {
  const TempFolder folder;
  write_file(folder / "old.org.db", "the old file");
  const auto report = dataset::import_org(source, small_org(), folder / "old.org.db", {});
  CHECK(files_in(folder) == Strings{"old.org.db"});
  CHECK(read_file(folder / "old.org.db") == "the old file");
  REQUIRE_FALSE(report);
  CHECK(report.error().errorCode == ErrorCode::ORG_UNUSABLE);
  return report.error().message;
}

OneRow import_row(const std::string& object, const std::string& columns, const std::string& values, const std::string& select) {
  const TempFolder folder;
  make_sqlite(folder / "source.db",
              "CREATE TABLE \"" + object + "\" (" + columns + "); INSERT INTO \"" + object + "\" VALUES (" + values + ")");
  OneRow out;
  out.report = import_well(folder / "source.db", folder / "org.db");
  out.values = rows_of(folder / "org.db", "SELECT quote(" + select + ") FROM \"" + object + "\"");
  return out;
}

Strings rows_of(const std::string& path, const std::string& sql) {
  auto org = store::open_org(path);
  REQUIRE_MESSAGE(org, (org ? "" : org.error().message));
  auto statement = org->database.prepare(sql);
  REQUIRE_MESSAGE(statement, (statement ? "" : statement.error().message));
  Strings rows;
  for (;;) {
    const auto there = statement->step();
    REQUIRE(there);
    if (!*there) return rows;
    std::string row;
    for (int i = 0; i < statement->column_count(); ++i) row += (i == 0 ? "" : "|") + std::string(statement->text(i));
    rows.push_back(row);
  }
}

Strings lines_of(const std::vector<dataset::ImportIssue>& issues) {
  Strings out;
  for (const dataset::ImportIssue& issue : issues) out.push_back(line_of(issue));
  return out;
}

Strings notes_on(const dataset::ImportReport& report, const std::string& object) {
  Strings out;
  for (const dataset::ImportIssue& issue : report.notes) {
    if (issue.object == object && !issue.reason.starts_with("the source has no")) out.push_back(line_of(issue));
  }
  return out;
}

Strings files_in(const TempFolder& folder) {
  Strings names;
  for (const std::string& name : folder.names()) names.push_back(name);
  return names;
}

}  // namespace localorg::test
