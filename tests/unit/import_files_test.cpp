// Import of folders of CSV and JSON files.
#include <doctest/doctest.h>

#include <cstddef>
#include <string>

#include "dataset/import.h"
#include "support/importing.h"

using namespace localorg;
using namespace localorg::dataset;
using namespace localorg::test;

TEST_CASE("import: CSV as Data Loader writes it") {
  const TempFolder folder;
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
  const TempFolder folder;
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
  const TempFolder folder;
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
  const TempFolder folder;
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
  const TempFolder folder;
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
  const TempFolder folder;
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
  const TempFolder folder;
  write_file(folder / "in/Account.csv", "Id,M\xFCnchen,NumberOfEmployees\n001000000000001AAA,,f\xFCnf\n");
  const ImportReport report = import_well(folder / "in", folder / "org.db");
  CHECK(notes_on(report, "Account") == Strings{"Account M\xEF\xBF\xBDnchen: the object has no such field, not imported"});
  CHECK(lines_of(report.refused) ==
        Strings{"Account 1 (line 2) [NumberOfEmployees] NumberOfEmployees: 'f\xEF\xBF\xBDnf' is no int"});
}
