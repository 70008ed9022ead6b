// Import: what arrives of a source, what is said about the rest, and what a failure leaves behind.
//
// Sources are made here, in a folder of their own that goes with the test.  The org is a small one, so that no expectation
// hangs on the catalog of CRMArena; one test reads the real partial file where LOCALORG_SHARED names the folder it is in.
#include "dataset/import.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "dataset/csv.h"
#include "store/database.h"
#include "store/org_file.h"

namespace localorg::dataset {
namespace {

namespace fs = std::filesystem;

// Texts that doctest can print.
struct Strings : std::vector<std::string> {
  using vector::vector;
};
std::ostream& operator<<(std::ostream& out, const Strings& strings) {
  for (const std::string& s : strings) out << "\n    " << s;
  return out;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "localorg_import_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string path() const { return path_.string(); }
  Strings files() const {
    Strings names;
    for (const auto& entry : fs::directory_iterator(path_)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  fs::path path_;
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_file(const std::string& path, const std::string& text) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

void make_sqlite(const std::string& path, const std::string& sql) {
  auto database = store::Database::open_read_write(path);
  REQUIRE(database);
  const auto done = database->execute(sql);
  REQUIRE_MESSAGE(done, (done ? "" : done.error().message));
}

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

ImportReport import_well(const std::string& source, const std::string& path) {
  auto report = import_org(source, small_org(), path, {});
  REQUIRE_MESSAGE(report, (report ? "" : report.error().message));
  return *std::move(report);
}

// Imports into a folder where an older org file lies, expects an error, and that nothing else changed.
std::string import_badly(const std::string& source, const org::Catalog& catalog = small_org()) {
  const TemporaryFolder folder;
  write_file(folder / "old.org.db", "the old file");
  const auto report = import_org(source, catalog, folder / "old.org.db", {});
  CHECK(folder.files() == Strings{"old.org.db"});
  CHECK(read_file(folder / "old.org.db") == "the old file");
  REQUIRE_FALSE(report);
  CHECK(report.error().errorCode == ErrorCode::ORG_UNUSABLE);
  return report.error().message;
}

// The rows of a query on an org file, columns joined with a bar, as SQLite's quote() writes them: NULL, 1, 'text'.
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

// An issue as one line: Case 2 (line 7) Subject: reason.
std::string line_of(const ImportIssue& issue) {
  std::string out = issue.object;
  if (issue.row != 0) out += " " + std::to_string(issue.row);
  if (issue.line != 0) out += " (line " + std::to_string(issue.line) + ")";
  if (!issue.field.empty()) out += " [" + issue.field + "]";
  return out + " " + issue.reason;
}

Strings lines_of(const std::vector<ImportIssue>& issues) {
  Strings out;
  for (const ImportIssue& issue : issues) out.push_back(line_of(issue));
  return out;
}

// Notes about one object, without those about what the source lacks.
Strings notes_on(const ImportReport& report, const std::string& object) {
  Strings out;
  for (const ImportIssue& issue : report.notes) {
    if (issue.object == object && !issue.reason.starts_with("the source has no")) out.push_back(line_of(issue));
  }
  return out;
}

// Imports one table with one row, given as columns and values in SQL.
struct OneRow {
  ImportReport report;
  Strings values;
};

OneRow import_row(const std::string& object, const std::string& columns, const std::string& values, const std::string& select) {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db",
              "CREATE TABLE \"" + object + "\" (" + columns + "); INSERT INTO \"" + object + "\" VALUES (" + values + ")");
  OneRow out;
  out.report = import_well(folder / "source.db", folder / "org.db");
  out.values = rows_of(folder / "org.db", "SELECT quote(" + select + ") FROM \"" + object + "\"");
  return out;
}

}  // namespace

TEST_CASE("import: a table per object, names in any case, any subset of them") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db", R"sql(
    CREATE TABLE "CASE" (ID TEXT, subject TEXT, accountid TEXT, Mood TEXT);
    INSERT INTO "CASE" VALUES ('500000000000002AAA', 'Second', '001000000000001AAA', 'bad'), ('500000000000001AAA', 'First', NULL, NULL);
    CREATE TABLE account (Id TEXT, Name TEXT);
    INSERT INTO account VALUES ('001000000000001AAA', 'Acme');
    CREATE TABLE Invoice (Id TEXT);
    CREATE TABLE Name (Id TEXT);
    CREATE VIEW User AS SELECT '005000000000001AAA' AS Id;
    CREATE TABLE counted (n INTEGER PRIMARY KEY AUTOINCREMENT);
    INSERT INTO counted VALUES (1);
    ANALYZE;
    CREATE VIRTUAL TABLE CaseSearch USING fts5(Subject);)sql");
  const ImportReport report = import_well(folder / "source.db", folder / "org.db");

  CHECK(rows_of(folder / "org.db", "SELECT Id, Subject, AccountId FROM \"Case\"") ==
        Strings{"500000000000001AAA|First|", "500000000000002AAA|Second|001000000000001AAA"});
  CHECK(rows_of(folder / "org.db", "SELECT Id, Name FROM Account") == Strings{"001000000000001AAA|Acme"});
  CHECK(report.refused.empty());
  CHECK(report.dangling.empty());
  CHECK(lines_of(report.notes) == Strings{
                                      "User the source has no table of this object",
                                      "EmailMessage the source has no table of this object",
                                      "Remark__c the source has no table of this object",
                                      "Invoice table Invoice is no object of the org, not imported",
                                      "Name table Name is no object of the org, not imported",
                                      "counted table counted is no object of the org, not imported",
                                      "Case Mood: the object has no such field, not imported",
                                  });
}

TEST_CASE("import: counts come in catalog order, with those of the published data set") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db", R"sql(
    CREATE TABLE "Case" (Id TEXT); INSERT INTO "Case" VALUES ('500000000000001AAA'), (NULL), ('500000000000002AAA');
    CREATE TABLE Account (Id TEXT);
    CREATE TABLE User (Id TEXT); INSERT INTO User VALUES ('005000000000001AAA');)sql");
  const ImportReport report = import_well(folder / "source.db", folder / "org.db");
  REQUIRE(report.objects.size() == 3);
  CHECK(report.objects[0].name == "User");
  CHECK(report.objects[0].read == 1);
  CHECK(report.objects[0].written == 1);
  CHECK_FALSE(report.objects[0].expected.has_value());
  CHECK(report.objects[1].name == "Account");
  CHECK(report.objects[1].read == 0);
  CHECK(report.objects[1].written == 0);
  CHECK(report.objects[1].expected == 201);
  CHECK(report.objects[2].name == "Case");
  CHECK(report.objects[2].read == 3);
  CHECK(report.objects[2].written == 2);
  CHECK(report.objects[2].expected == 977);
  CHECK(lines_of(report.refused) == Strings{"Case 2 has no Id"});
}

TEST_CASE("import: the file says where it comes from and who asks") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db",
              "CREATE TABLE User (Id TEXT); INSERT INTO User VALUES ('005000000000007AAA'), ('005000000000003AAA')");
  import_well(folder / "source.db", folder / "org.db");
  const auto org = store::open_org(folder / "org.db");
  REQUIRE(org);
  CHECK(org->meta.at("source") == "source.db");
  CHECK(org->meta.at("createdBy") == "localorg import");
  CHECK(org->meta.at("orgId") == "00DLo0000000001MAA");
  CHECK(org->meta.at("timeZoneSidKey") == "Europe/Berlin");
  CHECK(org->meta.at("localeSidKey") == "de_DE");
  CHECK(org->meta.at("runningUserId") == "005000000000003AAA");
}

TEST_CASE("import: no user, no running user; a folder is named without its parents") {
  const TemporaryFolder folder;
  write_file(folder / "records/Account.csv", "Id\n001000000000001AAA\n");
  import_well(folder / "records/", folder / "org.db");
  const auto org = store::open_org(folder / "org.db");
  REQUIRE(org);
  CHECK(org->meta.at("source") == "records");
  CHECK_FALSE(org->meta.contains("runningUserId"));
}

TEST_CASE("import: the same source gives the same bytes") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db",
              "CREATE TABLE \"Case\" (Id TEXT, Subject TEXT); INSERT INTO \"Case\" VALUES ('500000000000002AAA', 'b'), "
              "('500000000000001AAA', 'a')");
  import_well(folder / "source.db", folder / "first.db");
  import_well(folder / "source.db", folder / "second.db");
  CHECK(read_file(folder / "first.db") == read_file(folder / "second.db"));
}

TEST_CASE("import: values are read by the type of their field, not by SQLite's") {
  struct Conversion {
    const char* object;
    const char* field;
    const char* source;  // as SQL
    const char* stored;  // as SQLite's quote() writes it
  };
  const std::vector<Conversion> conversions = {
      {"User", "Phone", "5551234567.0", "'5551234567'"},
      {"User", "Phone", "5551234567", "'5551234567'"},
      {"User", "Phone", "'5551234567.0'", "'5551234567'"},
      {"User", "Phone", "'234-555-2122'", "'234-555-2122'"},
      {"User", "Phone", "'.0'", "'.0'"},
      {"User", "Alias", "12.0", "'12'"},
      {"User", "Alias", "12.5", "'12.5'"},
      {"User", "Alias", "'12.0'", "'12.0'"},
      {"User", "Alias", "-7", "'-7'"},
      {"User", "Alias", "''", "NULL"},
      {"User", "Alias", "' '", "' '"},
      {"User", "Alias", "x'C3A4'", "'ä'"},
      {"User", "IsActive", "0", "0"},
      {"User", "IsActive", "1", "1"},
      {"User", "IsActive", "1.0", "1"},
      {"User", "IsActive", "'false'", "0"},
      {"User", "IsActive", "'True'", "1"},
      {"User", "IsActive", "''", "1"},
      {"User", "IsActive", "NULL", "1"},
      {"Account", "NumberOfEmployees", "24", "24"},
      {"Account", "NumberOfEmployees", "24.0", "24"},
      {"Account", "NumberOfEmployees", "'24.0'", "24"},
      {"Account", "NumberOfEmployees", "' 24 '", "24"},
      {"Account", "NumberOfEmployees", "''", "NULL"},
      {"Account", "AnnualRevenue", "'22.5'", "22.5"},
      {"Account", "AnnualRevenue", "22", "22.0"},
      {"Account", "AnnualRevenue", "'1e3'", "1000.0"},
      {"Account", "AnnualRevenue", "0.1", "0.1"},
      {"Account", "AnnualRevenue", "1e300", "1.0e+300"},
      {"Account", "AnnualRevenue", "1e-9", "1.0e-09"},
      {"Account", "OwnerId", "'005000000000001'", "'005000000000001AAA'"},
      {"Account", "OwnerId", "'005Ws000001xSR9'", "'005Ws000001xSR9IAM'"},
      {"Account", "OwnerId", "' 005000000000001AAA '", "'005000000000001AAA'"},
      {"Account", "OwnerId", "''", "NULL"},
      {"Case", "CreatedDate", "'2021-06-07T10:50:00.000+0000'", "'2021-06-07T10:50:00.000+0000'"},
      {"Case", "CreatedDate", "'2021-06-07T10:50:00Z'", "'2021-06-07T10:50:00.000+0000'"},
      {"Case", "CreatedDate", "'2021-06-07T10:50:00.25-07:00'", "'2021-06-07T17:50:00.250+0000'"},
      {"Case", "CreatedDate", "'2021-06-07'", "'2021-06-07T00:00:00.000+0000'"},
      {"Case", "FollowUp__c", "'2020-12-20'", "'2020-12-20'"},
      {"Case", "FollowUp__c", "'2020-12-20T23:00:00.000+0000'", "'2020-12-20'"},
      {"Case", "At__c", "'10:30:00'", "'10:30:00.000Z'"},
      {"Case", "Rate__c", "'-0.5'", "-0.5"},
      {"Case", "Tags__c", "'Red;Green'", "'Red;Green'"},
      {"Case", "Subject", "'Ünïcode'", "'Ünïcode'"},
      {"EmailMessage", "ToIds", "'[\"005000000000001AAA\"]'", "'[\"005000000000001AAA\"]'"},
      {"EmailMessage", "ToIds", "'[ \"005Ws000001xSR9\" , \"003000000000001AAA\" ]'",
       "'[\"005Ws000001xSR9IAM\",\"003000000000001AAA\"]'"},
      {"EmailMessage", "ToIds", "'[]'", "'[]'"},
      {"EmailMessage", "ToIds", "''", "NULL"},
  };
  const std::vector<std::pair<std::string, std::string>> id_of = {{"User", "005000000000001AAA"},
                                                                  {"Account", "001000000000001AAA"},
                                                                  {"Case", "500000000000001AAA"},
                                                                  {"EmailMessage", "02s000000000001AAA"}};
  for (const Conversion& c : conversions) {
    INFO(std::string(c.field) << " " << std::string(c.source));
    const auto id = std::find_if(id_of.begin(), id_of.end(), [&](const auto& pair) { return pair.first == c.object; })->second;
    const OneRow row = import_row(c.object, std::string("Id, ") + c.field, "'" + id + "', " + c.source, c.field);
    CHECK(row.values == Strings{c.stored});
    CHECK(notes_on(row.report, c.object).empty());
  }
}

TEST_CASE("import: a value that its field cannot have refuses the record, and is named") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db", R"sql(
    CREATE TABLE User (Id, Alias, IsActive);
    INSERT INTO User VALUES ('005000000000001AAA', 'ok', 1), ('005000000000002AAA', 'odd', 2);
    CREATE TABLE Account (Id, NumberOfEmployees, AnnualRevenue, OwnerId);
    INSERT INTO Account VALUES ('001000000000001AAA', 'many', 1, NULL), ('001000000000002AAA', 1.5, 1, NULL),
      ('001000000000003AAA', 1, '1,000', NULL), ('001000000000004AAA', 1, 9e999, NULL), ('001000000000005AAA', 1, 1, '#005000000000001AAA');
    CREATE TABLE "Case" (Id, CreatedDate, FollowUp__c, At__c);
    INSERT INTO "Case" VALUES ('500000000000001AAA', 'yesterday', NULL, NULL), ('500000000000002AAA', NULL, '2021-02-29', NULL),
      ('500000000000003AAA', NULL, NULL, '25:00:00'), ('500000000000004AAA', 1623063000, NULL, NULL);
    CREATE TABLE EmailMessage (Id, ToIds);
    INSERT INTO EmailMessage VALUES ('02s000000000001AAA', '[''005000000000001AAA'']'), ('02s000000000002AAA', '"005000000000001AAA"'),
      ('02s000000000003AAA', '["nobody"]'), ('02s000000000004AAA', '[["005000000000001AAA"]]');)sql");
  const ImportReport report = import_well(folder / "source.db", folder / "org.db");
  CHECK(lines_of(report.refused) ==
        Strings{
            "User 2 [IsActive] IsActive: '2' is no boolean",
            "Account 1 [NumberOfEmployees] NumberOfEmployees: 'many' is no int",
            "Account 2 [NumberOfEmployees] NumberOfEmployees: '1.5' is no int",
            "Account 3 [AnnualRevenue] AnnualRevenue: '1,000' is no number",
            "Account 4 [AnnualRevenue] AnnualRevenue: 'inf' is no number",
            "Account 5 [OwnerId] OwnerId: '#005000000000001AAA' is no Id of 15 or 18 letters and digits",
            "Case 1 [CreatedDate] CreatedDate: 'yesterday' is no dateTime",
            "Case 2 [FollowUp__c] FollowUp__c: '2021-02-29' is no date",
            "Case 3 [At__c] At__c: '25:00:00' is no time",
            "Case 4 [CreatedDate] CreatedDate: '1623063000' is no dateTime",
            "EmailMessage 1 [ToIds] ToIds: '['005000000000001AAA']' is no JSON array of Ids",
            "EmailMessage 2 [ToIds] ToIds: '\"005000000000001AAA\"' is no JSON array of Ids",
            "EmailMessage 3 [ToIds] ToIds: 'nobody' is no Id of 15 or 18 letters and digits",
            "EmailMessage 4 [ToIds] ToIds: '[[\"005000000000001AAA\"]]' is no JSON array of Ids",
        });
  CHECK(rows_of(folder / "org.db", "SELECT Id, Alias FROM User") == Strings{"005000000000001AAA|ok"});
  CHECK(rows_of(folder / "org.db", "SELECT count(*) FROM Account") == Strings{"0"});
}

TEST_CASE("import: a text that is no UTF-8 refuses the record") {
  const OneRow row = import_row("User", "Id, Alias", "'005000000000001AAA', x'61FF'", "Alias");
  CHECK(row.values.empty());
  REQUIRE(row.report.refused.size() == 1);
  CHECK(row.report.refused[0].field == "Alias");
  CHECK(row.report.refused[0].reason.ends_with("is no UTF-8 text"));
}

TEST_CASE("import: a column that is there and null stays null; a column that is missing takes its default") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db",
              "CREATE TABLE \"Case\" (Id, Priority); INSERT INTO \"Case\" VALUES ('500000000000001AAA', NULL)");
  import_well(folder / "source.db", folder / "org.db");
  CHECK(rows_of(folder / "org.db", "SELECT quote(Priority), quote(Status), quote(IsClosed), quote(Subject) FROM \"Case\"") ==
        Strings{"NULL|'New'|0|NULL"});
}

TEST_CASE("import: Ids") {
  const TemporaryFolder folder;
  SUBCASE("15 characters become 18") {
    make_sqlite(folder / "source.db", "CREATE TABLE \"Case\" (Id); INSERT INTO \"Case\" VALUES ('500Ws000007qlrj')");
    const ImportReport report = import_well(folder / "source.db", folder / "org.db");
    CHECK(rows_of(folder / "org.db", "SELECT Id FROM \"Case\"") == Strings{"500Ws000007qlrjIAA"});
    CHECK(notes_on(report, "Case").empty());
  }
  SUBCASE("records come in byte order, and the first of two with one Id stays") {
    make_sqlite(folder / "source.db",
                "CREATE TABLE \"Case\" (Id, Subject); INSERT INTO \"Case\" VALUES ('500a00000000000AAA', 'lower'), "
                "('500A00000000000IAA', 'upper'), ('500000000000000AAA', 'digit'), ('500000000000000', 'again'), (' ', "
                "'blank'), ('x', 'bad')");
    const ImportReport report = import_well(folder / "source.db", folder / "org.db");
    CHECK(rows_of(folder / "org.db", "SELECT Id, Subject FROM \"Case\"") ==
          Strings{"500000000000000AAA|digit", "500A00000000000IAA|upper", "500a00000000000AAA|lower"});
    CHECK(lines_of(report.refused) == Strings{
                                          "Case 4 [Id] Id: another record has the Id 500000000000000AAA",
                                          "Case 5 has no Id",
                                          "Case 6 [Id] Id: 'x' is no Id of 15 or 18 letters and digits",
                                      });
  }
  SUBCASE("another object's key prefix and a wrong checksum are noted, once a field") {
    make_sqlite(folder / "source.db", R"sql(
      CREATE TABLE "Case" (Id, AccountId);
      INSERT INTO "Case" VALUES ('001000000000001AAA', '001000000000001AAB'), ('500000000000002AAA', '001000000000002AAB'),
        ('500000000000003AAA', '001000000000003AAB'), ('500000000000004AAA', '001000000000004AAB'), ('500000000000005AAA', '001wS000000000XAAQ');)sql");
    const ImportReport report = import_well(folder / "source.db", folder / "org.db");
    CHECK(report.refused.empty());
    CHECK(notes_on(report, "Case") == Strings{
                                          "Case AccountId: 5 Ids whose checksum does not fit their spelling, taken: "
                                          "001000000000001AAB, 001000000000002AAB, 001000000000003AAB, ...",
                                          "Case Id: 1 Ids without the key prefix of the object, taken: 001000000000001AAA",
                                      });
    // A checksum that fits another spelling says how the Id is read, here and in every query.
    CHECK(rows_of(folder / "org.db", "SELECT AccountId FROM \"Case\" WHERE Id > '500000000000003AAA' ORDER BY Id") ==
          Strings{"001000000000004AAB", "001ws000000000XAAQ"});
  }
  SUBCASE("so are those in lists") {
    make_sqlite(folder / "source.db", R"sql(CREATE TABLE EmailMessage (Id, ToIds);
      INSERT INTO EmailMessage VALUES ('02s000000000001AAA', '["005000000000001AAB"]'))sql");
    CHECK(notes_on(import_well(folder / "source.db", folder / "org.db"), "EmailMessage") ==
          Strings{"EmailMessage ToIds: 1 Ids whose checksum does not fit their spelling, taken: 005000000000001AAB"});
  }
  SUBCASE("a table without Ids gives no records") {
    make_sqlite(folder / "source.db", "CREATE TABLE \"Case\" (Subject); INSERT INTO \"Case\" VALUES ('a')");
    CHECK(lines_of(import_well(folder / "source.db", folder / "org.db").refused) == Strings{"Case 1 has no Id"});
  }
}

TEST_CASE("import: a text longer than its field is taken whole and noted; length is in characters") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db", R"sql(
    CREATE TABLE "Case" (Id, Subject);
    INSERT INTO "Case" VALUES ('500000000000001AAA', '123456789012345678901'), ('500000000000002AAA', '12345678901234567890'),
      ('500000000000003AAA', 'ääääääääääääääääääää');)sql");
  const ImportReport report = import_well(folder / "source.db", folder / "org.db");
  CHECK(notes_on(report, "Case") == Strings{"Case Subject: 1 texts longer than the field, taken whole: 21 characters of 20"});
  CHECK(rows_of(folder / "org.db", "SELECT length(Subject) FROM \"Case\"") == Strings{"21", "20", "20"});
}

TEST_CASE("import: auto-numbers that the source lacks are counted in Id order") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db",
              "CREATE TABLE \"Case\" (Id); INSERT INTO \"Case\" VALUES ('500000000000002AAA'), ('500000000000001AAA'), (NULL)");
  import_well(folder / "source.db", folder / "org.db");
  CHECK(rows_of(folder / "org.db", "SELECT Id, CaseNumber FROM \"Case\"") ==
        Strings{"500000000000001AAA|00000001", "500000000000002AAA|00000002"});

  make_sqlite(folder / "numbered.db",
              "CREATE TABLE \"Case\" (Id, CaseNumber); INSERT INTO \"Case\" VALUES ('500000000000002AAA', '00001026'), "
              "('500000000000001AAA', NULL)");
  import_well(folder / "numbered.db", folder / "numbered.org.db");
  CHECK(rows_of(folder / "numbered.org.db", "SELECT Id, quote(CaseNumber) FROM \"Case\"") ==
        Strings{"500000000000001AAA|NULL", "500000000000002AAA|'00001026'"});
}

TEST_CASE("import: computed fields") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db", R"sql(
    CREATE TABLE User (Id, FirstName, LastName, Name);
    INSERT INTO User VALUES ('005000000000001AAA', 'Ada', 'Byron', NULL), ('005000000000002AAA', NULL, NULL, 'System'), ('005000000000003AAA', 'Al', 'Turing', 'Alan');
    CREATE TABLE "Case" (Id, Status, IsClosed);
    INSERT INTO "Case" VALUES ('500000000000001AAA', 'Closed', NULL), ('500000000000002AAA', 'Closed', 1), ('500000000000003AAA', 'Solved', 1);
    CREATE TABLE Remark__c (Id, Name);
    INSERT INTO Remark__c VALUES ('a00000000000001AAA', NULL), ('a00000000000002AAA', 'R-2');)sql");
  const ImportReport report = import_well(folder / "source.db", folder / "org.db");
  CHECK(rows_of(folder / "org.db", "SELECT Name FROM User") == Strings{"Ada Byron", "System", "Al Turing"});
  CHECK(rows_of(folder / "org.db", "SELECT IsClosed FROM \"Case\"") == Strings{"1", "1", "0"});
  CHECK(rows_of(folder / "org.db", "SELECT Name FROM Remark__c") == Strings{"a00000000000001AAA", "R-2"});
  CHECK(notes_on(report, "User") == Strings{"User Name: 1 values replaced by what the org computes: in 005000000000003AAA"});
  CHECK(notes_on(report, "Case") ==
        Strings{"Case IsClosed: 1 values replaced by what the org computes: in 500000000000003AAA"});
  CHECK(notes_on(report, "Remark__c").empty());
}

TEST_CASE("import: references to records that the org lacks are counted by field; the records stay") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db", R"sql(
    CREATE TABLE User (Id); INSERT INTO User VALUES ('005000000000001AAA');
    CREATE TABLE Account (Id, OwnerId, PartnerId);
    INSERT INTO Account VALUES ('001000000000001AAA', '005000000000001AAA', '0PA000000000001GAA'), ('001000000000002AAA', '00G000000000001EAA', NULL);
    CREATE TABLE "Case" (Id, AccountId);
    INSERT INTO "Case" VALUES ('500000000000001AAA', '001000000000001AAA'), ('500000000000002AAA', '001000000000009AAA'), ('500000000000003AAA', '001000000000009AAA'),
      ('500000000000004AAA', '001000000000008AAA'), ('500000000000005AAA', '001000000000007AAA'), ('500000000000006AAA', '001000000000006AAA'),
      ('500000000000007AAA', NULL), ('500000000000008AAA', '005000000000001AAA'), ('bad', '001000000000005AAA');)sql");
  const ImportReport report = import_well(folder / "source.db", folder / "org.db");
  REQUIRE(report.dangling.size() == 2);
  CHECK(report.dangling[0].field == "Account.OwnerId");
  CHECK(report.dangling[0].count == 1);
  CHECK(report.dangling[0].examples == Strings{"00G000000000001EAA"});
  CHECK(report.dangling[1].field == "Case.AccountId");
  CHECK(report.dangling[1].count == 6);
  CHECK(report.dangling[1].examples == Strings{"001000000000006AAA", "001000000000007AAA", "001000000000008AAA"});
  CHECK(rows_of(folder / "org.db", "SELECT count(*), count(AccountId) FROM \"Case\"") == Strings{"8|7"});
}

TEST_CASE("import: a source that cannot be read as a whole is an error, and the old file stays") {
  const TemporaryFolder folder;
  const std::string source = folder / "source.db";
  SUBCASE("missing") { CHECK(import_badly(source) == source + ": no such file or folder"); }
  SUBCASE("neither file nor folder") { CHECK(import_badly("/dev/null") == "/dev/null: neither a file nor a folder"); }
  SUBCASE("not SQLite") {
    write_file(source, "Id,Name\n001000000000001AAA,Acme\n");
    CHECK(import_badly(source) == source + ": not an SQLite file (CSV and JSON files are imported by their folder)");
  }
  SUBCASE("empty file") {
    write_file(source, "");
    CHECK(import_badly(source) == source + ": not an SQLite file (CSV and JSON files are imported by their folder)");
  }
  SUBCASE("SQLite in name only") {
    write_file(source, std::string("SQLite format 3\0\x10\0", 18) + std::string(4096 - 18, 'x'));
    CHECK(import_badly(source) == source + ": SQLite: file is not a database");
  }
  SUBCASE("wrong layout") {
    make_sqlite(source, "CREATE TABLE orders (id INTEGER); CREATE TABLE customers (id INTEGER)");
    CHECK(import_badly(source) ==
          source +
              ": wrong layout: no table for any object of small (looked for User, Account, Case, EmailMessage, Remark__c)");
  }
  SUBCASE("an org file") {
    make_sqlite(folder / "first.db", "CREATE TABLE \"Case\" (Id)");
    import_well(folder / "first.db", source);
    CHECK(import_badly(source) == source + ": is an org file already: use it with --org, it needs no import");
  }
  SUBCASE("truncated") {
    make_sqlite(
        source,
        "CREATE TABLE \"Case\" (Id, Subject); WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 999) "
        "INSERT INTO \"Case\" SELECT '500000000000' || i || 'AAA', hex(zeroblob(100)) FROM n");
    const auto size = fs::file_size(source);
    SUBCASE("between pages") {
      fs::resize_file(source, size - 4 * 4096);
      CHECK(import_badly(source) == source + ": SQLite: database disk image is malformed");
    }
    SUBCASE("in the last page") {
      fs::resize_file(source, size - 100);
      CHECK(import_badly(source) == source + ": truncated: ends within a page");
    }
  }
  SUBCASE("damaged inside") {
    make_sqlite(
        source,
        "CREATE TABLE \"Case\" (Id, Subject); WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 999) "
        "INSERT INTO \"Case\" SELECT '500000000000' || i || 'AAA', hex(zeroblob(100)) FROM n");
    std::string bytes = read_file(source);
    std::fill(bytes.begin() + 5 * 4096, bytes.begin() + 6 * 4096, '\x7f');
    write_file(source, bytes);
    CHECK(import_badly(source).starts_with(source + ": damaged: "));
  }
}

TEST_CASE("import: folders that cannot be read as a whole") {
  const TemporaryFolder folder;
  const std::string source = folder.path();
  SUBCASE("no known file") {
    write_file(folder / "readme.txt", "hello");
    write_file(folder / "Invoice.csv", "Id\n");
    write_file(folder / "Name.csv", "Id\n");
    fs::create_directory(folder / "Case.csv");
    CHECK(import_badly(source) ==
          source +
              ": wrong layout: no .csv, .json or .jsonl file for any object of small (looked for User, Account, "
              "Case, EmailMessage, Remark__c)");
  }
  SUBCASE("two files for one object") {
    write_file(folder / "Case.csv", "Id\n");
    write_file(folder / "case.json", "[]");
    CHECK(import_badly(source) == source + ": both file Case.csv and file case.json hold Case");
  }
  SUBCASE("CSV: empty") {
    write_file(folder / "Case.csv", "\r\n\n");
    CHECK(import_badly(source) == folder / "Case.csv" + ": empty: its first line must name the fields");
  }
  SUBCASE("CSV: no header") {
    write_file(folder / "Case.csv", "500000000000001AAA,First\n");
    CHECK(import_badly(source) ==
          folder / "Case.csv" + ": line 1: no header: the first line must name the fields, Id among them, with commas between");
  }
  SUBCASE("CSV: broken header") {
    write_file(folder / "Case.csv", "\nId,Sub\"ject\n");
    CHECK(import_badly(source) == folder / "Case.csv" + ": line 2: a quotation mark in a field that does not start with one");
  }
  SUBCASE("CSV: UTF-16") {
    write_file(folder / "Case.csv", "\xFF\xFEI\x01");
    CHECK(import_badly(source) == folder / "Case.csv" + ": is UTF-16; CSV files are read as UTF-8");
  }
  SUBCASE("JSON that does not parse, after an object that does") {
    write_file(folder / "Account.csv", "Id\n001000000000001AAA\n");
    write_file(folder / "Case.json", "[\n  {\"Id\": \"500000000000001AAA\"},\n  {\"Id\" \"500000000000002AAA\"}\n]\n");
    CHECK(import_badly(source).starts_with(folder / "Case.json" +
                                           ": line 3, column 28: syntax error while parsing object separator"));
  }
  SUBCASE("JSON that ends early") {
    write_file(folder / "Case.json", "[\n{\"Id\": \"5000");
    CHECK(import_badly(source).starts_with(folder / "Case.json" + ": line 2, column 13: "));
  }
  SUBCASE("JSON without an array") {
    write_file(folder / "Case.json", "{\"Id\": \"500000000000001AAA\"}");
    CHECK(import_badly(source) == folder / "Case.json" + ": no array of records");
  }
}

TEST_CASE("import: a file cannot be imported into itself, nor into a folder that is not there") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db", "CREATE TABLE \"Case\" (Id)");
  const std::string before = read_file(folder / "source.db");
  const auto onto_itself = import_org(folder / "source.db", small_org(), folder.path() + "/./source.db", {});
  REQUIRE_FALSE(onto_itself);
  CHECK(onto_itself.error().message == folder.path() + "/./source.db: is the source; an import makes a new file");
  CHECK(read_file(folder / "source.db") == before);
  CHECK_FALSE(import_org(folder / "source.db", small_org(), folder / "nowhere/org.db", {}));
  CHECK(folder.files() == Strings{"source.db"});
}

TEST_CASE("import: the source stays as it is, and nothing is made beside it") {
  const TemporaryFolder target;
  const TemporaryFolder folder;
  const std::string source = folder / "100% #1?.db";
  SUBCASE("rollback journal") {
    make_sqlite(source, "CREATE TABLE \"Case\" (Id); INSERT INTO \"Case\" VALUES ('500000000000001AAA')");
  }
  SUBCASE("write-ahead log") {
    make_sqlite(source,
                "PRAGMA journal_mode = WAL; CREATE TABLE \"Case\" (Id); INSERT INTO \"Case\" VALUES ('500000000000001AAA')");
  }
  const std::string before = read_file(source);
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  fs::permissions(source, fs::perms::owner_read);
  const auto report = import_org(source, small_org(), target / "org.db", {});
  fs::permissions(folder.path(), fs::perms::owner_all);
  REQUIRE_MESSAGE(report, (report ? "" : report.error().message));
  CHECK(rows_of(target / "org.db", "SELECT Id FROM \"Case\"") == Strings{"500000000000001AAA"});
  CHECK(folder.files() == Strings{"100% #1?.db"});
  CHECK(read_file(source) == before);
}

TEST_CASE("import: what lies in a write-ahead log is read, too") {
  const TemporaryFolder folder;
  auto writer = store::Database::open_read_write(folder / "source.db");
  REQUIRE(writer);
  REQUIRE(writer->execute(
      "PRAGMA journal_mode = WAL; CREATE TABLE \"Case\" (Id); INSERT INTO \"Case\" VALUES ('500000000000001AAA')"));
  import_well(folder / "source.db", folder / "org.db");
  CHECK(rows_of(folder / "org.db", "SELECT Id FROM \"Case\"") == Strings{"500000000000001AAA"});
}

TEST_CASE("import: CSV as Data Loader writes it") {
  const TemporaryFolder folder;
  write_file(folder / "in/Case.csv",
             "\xEF\xBB\xBF\"ID\",\"SUBJECT\",\"PRIORITY\",\"ISCLOSED\",\"OWNER.NAME\"\r\n"
             "\"500000000000001AAA\",\"a \"\"b\"\", c\",\"\",\"false\",\"x\"\r\n"
             "\"500000000000002AAA\",\"two\r\nlines\",\"High\",\"\",\"\"\r\n"
             "\r\n"
             "500000000000003AAA,plain,High,true,last without line end");
  const ImportReport report = import_well(folder / "in", folder / "org.db");
  CHECK(rows_of(folder / "org.db", "SELECT Id, quote(Subject), quote(Priority), Status FROM \"Case\"") ==
        Strings{"500000000000001AAA|'a \"b\", c'|NULL|New", "500000000000002AAA|'two\r\nlines'|'High'|New",
                "500000000000003AAA|'plain'|'High'|New"});
  CHECK(report.refused.empty());
  CHECK(notes_on(report, "Case") == Strings{
                                        "Case OWNER.NAME: the object has no such field, not imported",
                                        "Case IsClosed: 1 values replaced by what the org computes: in 500000000000003AAA",
                                    });
}

TEST_CASE("import: broken CSV rows are named with their line, and the others arrive") {
  const TemporaryFolder folder;
  write_file(folder / "in/Account.csv",
             "Id,Name,NumberOfEmployees\n"
             "001000000000001AAA,few\n"
             "001000000000002AAA,\"two\nlines\",1\n"
             "001000000000003AAA,many,1,2\n"
             "001000000000004AAA,in\"side,1\n"
             "001000000000005AAA,\"be\"hind,1\n"
             "001000000000006AAA,\"open,1\n"
             "001000000000007AAA,good,7\n"
             "001000000000008AAA,bad,seven\n"
             ",no Id,1\n");
  const ImportReport report = import_well(folder / "in", folder / "org.db");
  CHECK(lines_of(report.refused) == Strings{
                                        "Account 1 (line 2) has 2 fields where the header has 3",
                                        "Account 3 (line 5) has 4 fields where the header has 3",
                                        "Account 4 (line 6) a quotation mark in a field that does not start with one",
                                        "Account 5 (line 7) text behind a field's closing quotation mark",
                                        "Account 6 (line 8) a field in quotation marks that does not end",
                                        "Account 8 (line 10) [NumberOfEmployees] NumberOfEmployees: 'seven' is no int",
                                        "Account 9 (line 11) has no Id",
                                    });
  CHECK(rows_of(folder / "org.db", "SELECT Id, Name FROM Account") ==
        Strings{"001000000000002AAA|two\nlines", "001000000000007AAA|good"});
  CHECK(report.objects.front().read == 9);
  CHECK(report.objects.front().written == 2);
}

TEST_CASE("import: files of a folder that are no objects are noted, hidden ones are not") {
  const TemporaryFolder folder;
  write_file(folder / "in/account.CSV", "Id,Id,name\n001000000000001AAA,001000000000002AAA,Acme\n");
  write_file(folder / "in/Case.xlsx", "x");
  write_file(folder / "in/tasks.jsonl", "not even JSON");
  write_file(folder / "in/.DS_Store", "x");
  const ImportReport report = import_well(folder / "in", folder / "org.db");
  CHECK(lines_of(report.notes) == Strings{
                                      "User the source has no .csv, .json or .jsonl file of this object",
                                      "Case the source has no .csv, .json or .jsonl file of this object",
                                      "EmailMessage the source has no .csv, .json or .jsonl file of this object",
                                      "Remark__c the source has no .csv, .json or .jsonl file of this object",
                                      "Case.xlsx file Case.xlsx is no object of the org, not imported",
                                      "tasks file tasks.jsonl is no object of the org, not imported",
                                      "Account Id: a second column for the field Id, not imported",
                                  });
  CHECK(rows_of(folder / "org.db", "SELECT Id, Name FROM Account") == Strings{"001000000000001AAA|Acme"});
}

TEST_CASE("import: JSON values by the type of their field") {
  const TemporaryFolder folder;
  write_file(folder / "in/User.json", R"json([
    {"attributes": {"type": "User", "url": "/services/data/v59.0/sobjects/User/005000000000001AAA"}, "Id": "005000000000001AAA",
     "Phone": 5551234567, "IsActive": false, "Alias": 24.0, "FirstName": "Zoë", "LastName": ""},
    {"ID": "005000000000002AAA", "Phone": null, "IsActive": null, "Alias": true},
    {"Id": "005000000000003AAA", "IsActive": 1}])json");
  write_file(folder / "in/Account.json", R"json({"totalSize": 1, "done": true, "records": [
    {"Id": "001000000000001AAA", "NumberOfEmployees": 24.0, "AnnualRevenue": 1000, "Owner": {"Name": "Ada"}, "ShippingAddress": {"city": "Bonn"},
     "Cases": {"totalSize": 0, "records": []}}]})json");
  write_file(
      folder / "in/EmailMessage.json",
      R"json([{"Id": "02s000000000001AAA", "ToIds": ["005Ws000001xSR9"]}, {"Id": "02s000000000002AAA", "ToIds": null}])json");
  const ImportReport report = import_well(folder / "in", folder / "org.db");
  CHECK(report.refused.empty());
  CHECK(rows_of(folder / "org.db", "SELECT Id, quote(Phone), IsActive, quote(Alias), quote(Name) FROM User") ==
        Strings{"005000000000001AAA|'5551234567'|0|'24'|'Zoë'", "005000000000002AAA|NULL|1|'true'|NULL",
                "005000000000003AAA|NULL|1|NULL|NULL"});
  CHECK(rows_of(folder / "org.db",
                "SELECT quote(NumberOfEmployees), quote(AnnualRevenue), quote(ShippingAddress) FROM Account") ==
        Strings{"24|1000.0|NULL"});
  CHECK(rows_of(folder / "org.db", "SELECT quote(ToIds) FROM EmailMessage") == Strings{"'[\"005Ws000001xSR9IAM\"]'", "NULL"});
  CHECK(notes_on(report, "Account") ==
        Strings{
            "Account Owner: nested JSON, not imported",
            "Account Cases: nested JSON, not imported",
            "Account ShippingAddress: 1 values not imported, because the field is made of other fields: a JSON object",
        });
}

TEST_CASE("import: what one JSON record has and another lacks") {
  const TemporaryFolder folder;
  write_file(folder / "in/Case.jsonl",
             "{\"ID\": \"500000000000001AAA\", \"Priority\": null}\n"
             "\n"
             "{\"Subject\": \"s\", \"Id\": \"500000000000002AAA\"}\r\n"
             "{\"Id\": \"500000000000003AAA\", \"Priority\": \"High\", \"Subject\": {\"a\": 1}}\n"
             "{\"Id\": \"500000000000004AAA\", \"Tags__c\": [\"Red\"]}\n"
             "{\"Id\": \"500000000000005AAA\", \"Subject\": [1]}\n"
             "  {\"Id\": \n"
             "[\"Id\"]\n"
             "{\"Id\": \"500000000000006AAA\", \"Rate__c\": true}\n"
             "{\"Id\": \"500000000000008AAA\", \"id\": \"500000000000009AAA\"}\n"
             "{\"Id\": \"500000000000007AAA\", \"Rate__c\": 7}");
  const ImportReport report = import_well(folder / "in", folder / "org.db");
  CHECK(rows_of(folder / "org.db", "SELECT Id, quote(Priority), quote(Subject), quote(Rate__c) FROM \"Case\"") ==
        Strings{"500000000000001AAA|NULL|NULL|NULL", "500000000000002AAA|'Medium'|'s'|NULL",
                "500000000000007AAA|'Medium'|NULL|7.0"});
  Strings refused = lines_of(report.refused);
  REQUIRE(refused.size() == 7);
  CHECK(refused[3].starts_with("Case 6 (line 7) " + (folder / "in/Case.jsonl") + ": line 7, column 10: "));
  refused.erase(refused.begin() + 3);
  CHECK(refused == Strings{
                       "Case 3 (line 4) [Subject] Subject: a nested JSON value, where a single value belongs",
                       "Case 4 (line 5) [Tags__c] Tags__c: a JSON array, where a single value belongs",
                       "Case 5 (line 6) [Subject] Subject: a nested JSON value, where a single value belongs",
                       "Case 7 (line 8) is no JSON object",
                       "Case 8 (line 9) [Rate__c] Rate__c: 'true' is no number",
                       "Case 9 (line 10) has ID twice",
                   });
  CHECK(report.objects.front().read == 10);
}

TEST_CASE("import: JSON nested as deep as memory allows is refused, not followed") {
  const TemporaryFolder folder;
  constexpr std::size_t kDepth = 200'000;
  const std::string deep = std::string(kDepth, '[') + std::string(kDepth, ']');
  write_file(folder / "in/Case.json",
             "[{\"Id\": \"500000000000001AAA\", \"Subject\": " + deep + "}, {\"Id\": \"500000000000002AAA\"}]");
  write_file(folder / "in/EmailMessage.csv", "Id,ToIds\n02s000000000001AAA,\"" + deep + "\"\n");
  const ImportReport report = import_well(folder / "in", folder / "org.db");
  CHECK(lines_of(report.refused) ==
        Strings{"Case 1 [Subject] Subject: a nested JSON value, where a single value belongs",
                "EmailMessage 1 (line 2) [ToIds] ToIds: '" + std::string(60, '[') + "...' is no JSON array of Ids"});
}

TEST_CASE("import: the report is UTF-8 whatever the source is") {
  const TemporaryFolder folder;
  write_file(folder / "in/Account.csv", "Id,M\xFCnchen,NumberOfEmployees\n001000000000001AAA,,f\xFCnf\n");
  const ImportReport report = import_well(folder / "in", folder / "org.db");
  CHECK(notes_on(report, "Account") == Strings{"Account M\xEF\xBF\xBDnchen: the object has no such field, not imported"});
  CHECK(lines_of(report.refused) ==
        Strings{"Account 1 (line 2) [NumberOfEmployees] NumberOfEmployees: 'f\xEF\xBF\xBDnf' is no int"});
}

TEST_CASE("import: progress is told per object and every 5000 rows, and only grows") {
  const TemporaryFolder folder;
  make_sqlite(folder / "source.db",
              "CREATE TABLE Account (Id); INSERT INTO Account VALUES ('001000000000001AAA'); CREATE TABLE \"Case\" (Id); "
              "WITH RECURSIVE n(i) AS (SELECT 10000 UNION ALL SELECT i + 1 FROM n WHERE i < 22000) "
              "INSERT INTO \"Case\" SELECT '5000000000' || i || 'AAA' FROM n");
  std::vector<std::pair<std::string, double>> told;
  REQUIRE(import_org(folder / "source.db", small_org(), folder / "org.db",
                     [&](std::string_view what, double done) { told.emplace_back(what, done); }));
  REQUIRE(told.size() == 8);
  CHECK(told[0] == std::pair<std::string, double>{"Account", 0});
  CHECK(std::count_if(told.begin(), told.end(), [](const auto& t) { return t.first == "Case"; }) == 6);
  CHECK(std::is_sorted(told.begin(), told.end(), [](const auto& a, const auto& b) { return a.second < b.second; }));
  CHECK(told.back() == std::pair<std::string, double>{"Case", 1});
}

TEST_CASE("import: the published org as far as it is known") {
  const char* shared = std::getenv("LOCALORG_SHARED");
  const std::string source = std::string(shared == nullptr ? "" : shared) + "/data/crmarena_partial.db";
  if (shared == nullptr || !fs::exists(source)) {
    MESSAGE("skipped: LOCALORG_SHARED names no folder with data/crmarena_partial.db");
    return;
  }
  const TemporaryFolder folder;
  const auto catalog = org::Catalog::built_in("crmarena");
  REQUIRE(catalog);
  const auto report = import_org(source, *catalog, folder / "org.db", {});
  REQUIRE(report);
  CHECK(report->refused.empty());
  CHECK(report->notes.empty());
  REQUIRE(report->objects.size() == 16);
  const std::string path = folder / "org.db";
  CHECK(rows_of(path, "SELECT count(*) FROM \"Case\"") == Strings{"977"});
  CHECK(rows_of(path, "SELECT coalesce(Status, 'null'), count(*) FROM \"Case\" GROUP BY 1 ORDER BY 1") ==
        Strings{"Closed|918", "Waiting on Customer|3", "null|56"});
  CHECK(rows_of(path, "SELECT count(*) FROM Product2") == Strings{"501"});
  CHECK(rows_of(path, "SELECT count(*) FROM \"Order\"") == Strings{"2010"});
  CHECK(rows_of(path, "SELECT count(*) FROM CaseHistory__c") == Strings{"1147"});
  CHECK(rows_of(path, "SELECT count(*) FROM \"Case\" WHERE IsClosed = 1") == Strings{"918"});
}

// The CSV reader alone: the rows of a text as line:fields, or line!fault.
namespace {

Strings csv_rows(std::string_view text) {
  Strings out;
  CsvReader reader(text);
  CsvRow row;
  while (reader.next(row)) {
    std::string line = std::to_string(row.line);
    if (!row.fault.empty()) {
      out.push_back(line + "!" + row.fault);
      continue;
    }
    for (const std::string& field : row.fields) line += "[" + field + "]";
    out.push_back(line);
  }
  CHECK(reader.bytes_read() <= text.size());
  return out;
}

}  // namespace

TEST_CASE("csv: rows and fields") {
  CHECK(csv_rows("").empty());
  CHECK(csv_rows("\xEF\xBB\xBF").empty());
  CHECK(csv_rows("\n\r\n\r").empty());
  CHECK(csv_rows("a") == Strings{"1[a]"});
  CHECK(csv_rows("a,b\nc,d\n") == Strings{"1[a][b]", "2[c][d]"});
  CHECK(csv_rows("a,b\r\nc,d") == Strings{"1[a][b]", "2[c][d]"});
  CHECK(csv_rows("a\rb\r") == Strings{"1[a]", "2[b]"});
  CHECK(csv_rows(",") == Strings{"1[][]"});
  CHECK(csv_rows("a,\n,b\n") == Strings{"1[a][]", "2[][b]"});
  CHECK(csv_rows("\"\"\n") == Strings{"1[]"});
  CHECK(csv_rows("\n\na\n\nb") == Strings{"3[a]", "5[b]"});
  CHECK(csv_rows(" a , b ") == Strings{"1[ a ][ b ]"});
  CHECK(csv_rows(std::string_view("a\0b,c", 5)) == Strings{std::string("1[a\0b][c]", 9)});
}

TEST_CASE("csv: quotation marks") {
  CHECK(csv_rows("\"a,b\",\"c\"\"d\"") == Strings{"1[a,b][c\"d]"});
  CHECK(csv_rows("\"\"\"\"") == Strings{"1[\"]"});
  CHECK(csv_rows("\"a\nb\r\nc\rd\",e\nf") == Strings{"1[a\nb\r\nc\rd][e]", "5[f]"});
  CHECK(csv_rows("\"\n\"\n\"\n\"") == Strings{"1[\n]", "3[\n]"});
}

TEST_CASE("csv: broken rows") {
  CHECK(csv_rows("a\"b\nc") == Strings{"1!a quotation mark in a field that does not start with one", "2[c]"});
  CHECK(csv_rows("\"a\"b\nc") == Strings{"1!text behind a field's closing quotation mark", "2[c]"});
  CHECK(csv_rows("\"a\" ,b\nc") == Strings{"1!text behind a field's closing quotation mark", "2[c]"});
  CHECK(csv_rows("a,\"b\nc\nd") == Strings{"1!a field in quotation marks that does not end", "2[c]", "3[d]"});
  CHECK(csv_rows("\"") == Strings{"1!a field in quotation marks that does not end"});
}

}  // namespace localorg::dataset
