// Import: which records of a source arrive, what is said about the rest, and what the new file tells of itself.  One test reads
// the real partial file where LOCALORG_SHARED names the folder it is in.
#include "dataset/import.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "org/catalog.h"
#include "store/org_file.h"
#include "support/importing.h"

using namespace localorg;
using namespace localorg::dataset;
using namespace localorg::test;

TEST_CASE("import: a table per object, names in any case, any subset of them") {
  const TempFolder folder;
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
  const TempFolder folder;
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
  const TempFolder folder;
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
  const TempFolder folder;
  write_file(folder / "records/Account.csv", "Id\n001000000000001AAA\n");
  import_well(folder / "records/", folder / "org.db");
  const auto org = store::open_org(folder / "org.db");
  REQUIRE(org);
  CHECK(org->meta.at("source") == "records");
  CHECK_FALSE(org->meta.contains("runningUserId"));
}

TEST_CASE("import: the same source gives the same bytes") {
  const TempFolder folder;
  make_sqlite(folder / "source.db",
              "CREATE TABLE \"Case\" (Id TEXT, Subject TEXT); INSERT INTO \"Case\" VALUES ('500000000000002AAA', 'b'), "
              "('500000000000001AAA', 'a')");
  import_well(folder / "source.db", folder / "first.db");
  import_well(folder / "source.db", folder / "second.db");
  CHECK(read_file(folder / "first.db") == read_file(folder / "second.db"));
}

TEST_CASE("import: references to records that the org lacks are counted by field; the records stay") {
  const TempFolder folder;
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

TEST_CASE("import: progress is told per object and every 5000 rows, and only grows") {
  const TempFolder folder;
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
  if (shared == nullptr || !std::filesystem::exists(source)) {
    MESSAGE("skipped: LOCALORG_SHARED names no folder with data/crmarena_partial.db");
    return;
  }
  const TempFolder folder;
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
