// Import of sources that cannot be read as a whole: what is wrong is said, the old file stays; and no source is ever changed.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "dataset/import.h"
#include "store/database.h"
#include "support/importing.h"

using namespace localorg;
using namespace localorg::dataset;
using namespace localorg::test;

namespace fs = std::filesystem;

TEST_CASE("import: a source that cannot be read as a whole is an error, and the old file stays") {
  const TempFolder folder;
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
  const TempFolder folder;
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
  const TempFolder folder;
  make_sqlite(folder / "source.db", "CREATE TABLE \"Case\" (Id)");
  const std::string before = read_file(folder / "source.db");
  const auto onto_itself = import_org(folder / "source.db", small_org(), folder.path() + "/./source.db", {});
  REQUIRE_FALSE(onto_itself);
  CHECK(onto_itself.error().message == folder.path() + "/./source.db: is the source; an import makes a new file");
  CHECK(read_file(folder / "source.db") == before);
  CHECK_FALSE(import_org(folder / "source.db", small_org(), folder / "nowhere/org.db", {}));
  CHECK(files_in(folder) == Strings{"source.db"});
}

TEST_CASE("import: the source stays as it is, and nothing is made beside it") {
  const TempFolder target;
  const TempFolder folder;
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
  CHECK(files_in(folder) == Strings{"100% #1?.db"});
  CHECK(read_file(source) == before);
}

TEST_CASE("import: what lies in a write-ahead log is read, too") {
  const TempFolder folder;
  auto writer = store::Database::open_read_write(folder / "source.db");
  REQUIRE(writer);
  REQUIRE(writer->execute(
      "PRAGMA journal_mode = WAL; CREATE TABLE \"Case\" (Id); INSERT INTO \"Case\" VALUES ('500000000000001AAA')"));
  import_well(folder / "source.db", folder / "org.db");
  CHECK(rows_of(folder / "org.db", "SELECT Id FROM \"Case\"") == Strings{"500000000000001AAA"});
}
