#include "store/database.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <thread>

#include "store/functions.h"
#include "store/patience.h"
#include "support/temp_folder.h"

using namespace localorg;
using namespace localorg::store;

namespace {

Database in_memory() {
  auto database = Database::open_in_memory();
  REQUIRE(database);
  return *std::move(database);
}

// The rows of a statement: values with | between them, a line per row; or the error.
std::string rows(const Database& database, const SqlQuery& query) {
  auto statement = database.prepare(query);
  if (!statement) return "error " + statement.error().message;
  std::string out;
  for (;;) {
    const auto row = statement->step();
    if (!row) return "error " + row.error().message;
    if (!*row) return out;
    for (int column = 0; column < statement->column_count(); ++column) {
      if (column != 0) out += '|';
      out += statement->is_null(column) ? "null" : std::string(statement->text(column));
    }
    out += '\n';
  }
}

std::string rows(const Database& database, const std::string& sql) { return rows(database, SqlQuery{sql, {}}); }

template <typename T>
std::string error_of(const Result<T>& result) {
  return result ? "no error" : result.error().message;
}

}  // namespace

TEST_CASE("LIKE is SOQL's: Unicode, any case, backslash escapes") {
  const Database database = in_memory();
  CHECK(rows(database, "SELECT 'Caf\xC3\xA9' LIKE 'CAF\xC3\x89'") == "1\n");
  CHECK(rows(database, "SELECT '100%' LIKE '100\\%'") == "1\n");
  CHECK(rows(database, "SELECT '1000' LIKE '100\\%'") == "0\n");
  CHECK(rows(database, "SELECT 'Acme Ltd' LIKE '%me_l%'") == "1\n");
  CHECK(rows(database, "SELECT NULL LIKE '%', 'a' LIKE NULL") == "null|null\n");
  CHECK(rows(database, "SELECT '' LIKE '', 'a' LIKE ''") == "1|0\n");
}

TEST_CASE("the text collation ignores case beyond ASCII and keeps accents") {
  Database database = in_memory();
  REQUIRE(database.execute(
      "CREATE TABLE t (name TEXT); INSERT INTO t VALUES ('b'), ('\xC3\xA9'), ('A'), ('e'), ('\xC3\x89'), ('_')"));
  const std::string collate = " COLLATE " + std::string(kTextCollation);
  CHECK(rows(database, "SELECT name FROM t ORDER BY name" + collate + ", name") == "A\nb\ne\n_\n\xC3\x89\n\xC3\xA9\n");
  CHECK(rows(database, "SELECT count(*) FROM t WHERE name = '\xC3\xA9'" + collate) == "2\n");
  CHECK(rows(database, "SELECT 'E' = '\xC3\xA9'" + collate) == "0\n");
}

TEST_CASE("values go in and come out as they are") {
  Database database = in_memory();
  REQUIRE(database.execute("CREATE TABLE t (a, b, c, d, e)"));
  const std::vector<org::Value> values = {std::monostate{}, std::int64_t{-7}, 2.5, std::string("it's"), std::string()};
  {
    auto insert = database.prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)");
    REQUIRE(insert);
    insert->bind_all(values);
    REQUIRE(insert->run());
  }
  auto select = database.prepare("SELECT * FROM t");
  REQUIRE(select);
  REQUIRE(*select->step());
  CHECK(select->column_name(3) == "d");
  CHECK(select->is_null(0));
  CHECK(select->integer(1) == -7);
  CHECK(select->number(2) == 2.5);
  CHECK(select->text(3) == "it's");
  CHECK(select->is_text(4));
  for (int column = 0; column < 5; ++column) CHECK(select->value(column) == values[static_cast<std::size_t>(column)]);
  CHECK_FALSE(*select->step());
}

TEST_CASE("a query's values are parameters") {
  SqlQuery query;
  query += "SELECT ";
  query.add(std::string("'; DROP TABLE t; --"));
  query += ", ";
  query.add(std::int64_t{3});
  CHECK(query.text == "SELECT ?1, ?2");
  CHECK(rows(in_memory(), query) == "'; DROP TABLE t; --|3\n");
}

TEST_CASE("names and texts are quoted") {
  CHECK(quote_identifier("Order") == "\"Order\"");
  CHECK(quote_identifier("a\"b") == "\"a\"\"b\"");
  CHECK(quote_literal("it's") == "'it''s'");
}

TEST_CASE("a failing statement says why, and the connection goes on") {
  Database database = in_memory();
  CHECK(rows(database, "SELECT a FROM nowhere") == "error SQLite: no such table: nowhere");
  REQUIRE(database.execute("CREATE TABLE t (id TEXT PRIMARY KEY)"));
  auto insert = database.prepare("INSERT INTO t VALUES ('x')");
  REQUIRE(insert);
  CHECK(insert->run());
  const auto again = insert->run();
  REQUIRE_FALSE(again);
  CHECK(again.error().errorCode == ErrorCode::ORG_UNUSABLE);
  CHECK(again.error().message == "SQLite: UNIQUE constraint failed: t.id");
  CHECK(rows(database, "SELECT count(*) FROM t") == "1\n");
}

TEST_CASE("a plan is an indented tree") {
  Database database = in_memory();
  REQUIRE(database.execute("CREATE TABLE t (id TEXT PRIMARY KEY, a) WITHOUT ROWID"));
  CHECK(database.explain_plan({"SELECT a FROM t WHERE id = ?1", {std::string("x")}}) == "SEARCH t USING PRIMARY KEY (id=?)\n");
  CHECK(database.explain_plan({"SELECT a FROM t UNION ALL SELECT a FROM t WHERE id = ?1", {std::string("x")}}) ==
        "COMPOUND QUERY\n"
        "  LEFT-MOST SUBQUERY\n"
        "    SCAN t\n"
        "  UNION ALL\n"
        "    SEARCH t USING PRIMARY KEY (id=?)\n");
}

TEST_CASE("a file that cannot be opened is named") {
  const test::TempFolder folder;
  const std::string missing = folder / "missing.db";
  CHECK(error_of(Database::open_read_only(missing)) == missing + ": unable to open database file");
  CHECK(error_of(Database::load_image(missing)) == missing + ": unable to open database file");
  CHECK(error_of(Database::read_image(missing)) == missing + ": unable to open database file");
  CHECK(folder.names().empty());  // reading creates nothing
  const std::string nowhere = folder / "no/such/folder.db";
  CHECK(error_of(Database::open_read_write(nowhere)) == nowhere + ": unable to open database file");
}

TEST_CASE("a read-only connection does not write") {
  const test::TempFolder folder;
  const std::string path = folder / "a.db";
  {
    auto writer = Database::open_read_write(path);
    REQUIRE(writer);
    REQUIRE(writer->execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
  }
  auto reader = Database::open_read_only(path);
  REQUIRE(reader);
  CHECK(rows(*reader, "SELECT a FROM t") == "1\n");
  const auto written = reader->execute("INSERT INTO t VALUES (2)");
  REQUIRE_FALSE(written);
  CHECK(written.error().message == "SQLite: attempt to write a readonly database");
}

TEST_CASE("what is prepared to read does nothing else") {
  auto database = *Database::open_in_memory();
  REQUIRE(database.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE VIRTUAL TABLE words USING fts5(w)"));
  for (const char* sql : {"SELECT a FROM t", "SELECT COUNT(*), upper('x') FROM t", "SELECT value FROM json_each('[1]')",
                          "SELECT rowid FROM words WHERE words MATCH 'x'",
                          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n"}) {
    CAPTURE(sql);
    CHECK(error_of(database.prepare_read(sql)) == "no error");
  }
  for (const char* sql :
       {"INSERT INTO t VALUES (2)", "UPDATE t SET a = 2", "DELETE FROM t", "DROP TABLE t", "CREATE TABLE u (a)",
        "CREATE TEMP TABLE u (a)", "ATTACH ':memory:' AS other", "DETACH main", "PRAGMA writable_schema = 1", "BEGIN",
        "REINDEX", "ANALYZE", "ALTER TABLE t RENAME TO u", "INSERT INTO words (words) VALUES ('optimize')"}) {
    CAPTURE(sql);
    CHECK(error_of(database.prepare_read(sql)) == "SQLite: not authorized");
  }
  CHECK(error_of(database.prepare_read("UPDATE sqlite_master SET sql = ''")) ==
        "SQLite: table sqlite_master may not be modified");
  CHECK(error_of(database.prepare_read("SELECT load_extension('x')")) ==
        "SQLite: not authorized to use function: load_extension");
  CHECK(rows(database, "SELECT a FROM t") == "1\n");
  CHECK(database.execute("DELETE FROM t"));  // others may
}

TEST_CASE("an image is a copy of its own") {
  const test::TempFolder folder;
  const std::string path = folder / "a.db";
  auto writer = Database::open_read_write(path);
  REQUIRE(writer);
  REQUIRE(writer->execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
  const auto image = Database::load_image(path);
  REQUIRE(image);
  REQUIRE(writer->execute("INSERT INTO t VALUES (2)"));
  CHECK(rows(*image, "SELECT a FROM t") == "1\n");

  SUBCASE("of a file that somebody is writing there is none") {
    REQUIRE(writer->execute("BEGIN EXCLUSIVE"));
    CHECK(error_of(Database::load_image(path)) == path + ": database is locked");
  }
}

TEST_CASE("readers of an image share its bytes") {
  const test::TempFolder folder;
  const std::string path = folder / "a.db";
  auto writer = Database::open_read_write(path);
  REQUIRE(writer);
  const auto values = [](const Result<store::Image>& image) {
    REQUIRE(image);
    auto one = Database::open_shared(*image);
    const auto two = Database::open_shared(*image);
    REQUIRE(one);
    REQUIRE(two);
    CHECK_FALSE(one->execute("INSERT INTO t VALUES (9)"));
    CHECK(one->image()->bytes == image->bytes);
    CHECK(rows(*one, "SELECT a FROM t") == rows(*two, "SELECT a FROM t"));
    return rows(*two, "SELECT a FROM t");
  };

  SUBCASE("that come from a file") {
    REQUIRE(writer->execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
    const auto image = Database::read_image(path);
    REQUIRE(writer->execute("INSERT INTO t VALUES (2)"));
    CHECK(values(image) == "1\n");
    CHECK(values(Database::open_read_only(path)->image()) == "1\n2\n");
  }
  SUBCASE("that come from a file and its log") {
    REQUIRE(writer->execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
    CHECK(values(Database::read_image(path)) == "1\n");
    writer = Database::open_in_memory();  // the last to close the file puts the log into it
    CHECK_FALSE(std::filesystem::exists(path + "-wal"));
    CHECK(values(Database::read_image(path)) == "1\n");
  }
  SUBCASE("that come from memory") {
    auto memory = *Database::open_in_memory();
    REQUIRE(memory.execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)"));
    const auto image = memory.image();
    REQUIRE(memory.execute("INSERT INTO t VALUES (2)"));
    CHECK(values(image) == "1\n");
  }
  SUBCASE("but not from a file that somebody is writing") {
    REQUIRE(writer->execute("BEGIN EXCLUSIVE"));
    CHECK(error_of(Database::read_image(path)) == path + ": database is locked");
  }
}

TEST_CASE("a statement can be interrupted") {
  auto database = *Database::open_in_memory();
  const std::string endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
  auto statement = *database.prepare(endless);
  REQUIRE(*statement.step());
  database.interrupt();
  const auto row = statement.step();
  REQUIRE_FALSE(row);
  CHECK(row.error().errorCode == ErrorCode::INTERRUPTED);
  statement.reset();
  CHECK(*statement.step());  // the next run is not
}

TEST_CASE("statements end with the patience of their thread") {
  auto database = *Database::open_in_memory();
  const std::string counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
  auto endless = *database.prepare(counting);
  auto brief = *database.prepare("SELECT 1");
  std::atomic<bool> stop = false;
  const auto error_code = [&] {
    const auto row = endless.step();
    REQUIRE_FALSE(row);
    endless.reset();
    return row.error().errorCode;
  };

  SUBCASE("when their time is over") {
    const store::Patience patience(std::chrono::milliseconds(0), stop);
    CHECK(error_code() == ErrorCode::QUERY_TIMEOUT);
    CHECK(*brief.step());
  }
  SUBCASE("when they are to stop") {
    const store::Patience patience(std::nullopt, stop);
    std::thread other([&] { stop = true; });
    CHECK(error_code() == ErrorCode::SERVER_UNAVAILABLE);
    other.join();
  }
}
