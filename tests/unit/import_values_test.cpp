// Import, value by value: how each is read, what is noted about it, and when it refuses its record.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "dataset/import.h"
#include "support/importing.h"

using namespace localorg;
using namespace localorg::dataset;
using namespace localorg::test;

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
  const TempFolder folder;
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
  const TempFolder folder;
  make_sqlite(folder / "source.db",
              "CREATE TABLE \"Case\" (Id, Priority); INSERT INTO \"Case\" VALUES ('500000000000001AAA', NULL)");
  import_well(folder / "source.db", folder / "org.db");
  CHECK(rows_of(folder / "org.db", "SELECT quote(Priority), quote(Status), quote(IsClosed), quote(Subject) FROM \"Case\"") ==
        Strings{"NULL|'New'|0|NULL"});
}

TEST_CASE("import: Ids") {
  const TempFolder folder;
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
  const TempFolder folder;
  make_sqlite(folder / "source.db", R"sql(
    CREATE TABLE "Case" (Id, Subject);
    INSERT INTO "Case" VALUES ('500000000000001AAA', '123456789012345678901'), ('500000000000002AAA', '12345678901234567890'),
      ('500000000000003AAA', 'ääääääääääääääääääää');)sql");
  const ImportReport report = import_well(folder / "source.db", folder / "org.db");
  CHECK(notes_on(report, "Case") == Strings{"Case Subject: 1 texts longer than the field, taken whole: 21 characters of 20"});
  CHECK(rows_of(folder / "org.db", "SELECT length(Subject) FROM \"Case\"") == Strings{"21", "20", "20"});
}

TEST_CASE("import: auto-numbers that the source lacks are counted in Id order") {
  const TempFolder folder;
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
  const TempFolder folder;
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
