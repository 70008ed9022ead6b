#include "store/org_file.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "base/json.h"
#include "support/temp_folder.h"

using namespace localorg;
using namespace localorg::store;

namespace {

const org::Catalog& catalog() {
  static const org::Catalog catalog = *org::Catalog::from_json(*parse_json(R"({
    "name": "small", "label": "Small", "objects": [
      {"name": "Thing__c", "keyPrefix": "a00", "fields": [
        {"name": "Id", "type": "id"},
        {"name": "Name", "type": "string", "nameField": true},
        {"name": "Size__c", "type": "double"},
        {"name": "Owner__c", "type": "reference", "referenceTo": ["Thing__c"], "relationshipName": "Owner__r",
         "childRelationshipName": "Things__r"}]},
      {"name": "Name", "keyPrefix": null, "fields": [{"name": "Id", "type": "id"}, {"name": "Name", "type": "string"}]}]})",
                                                                           "test"));
  return catalog;
}

org::Record thing(const std::string& id, const std::string& name) {
  org::Record record(*catalog().find("Thing__c"));
  record["Id"] = id;
  record["Name"] = name;
  return record;
}

// Writes an org with one thing called `name`; true if all went well.
bool write_org(const std::string& path, const std::string& name) {
  auto writer = OrgWriter::create(path, catalog());
  if (!writer) return false;
  writer->set_meta("source", "test");
  return writer->add(thing("a00000000000001AAA", name)) && writer->finish();
}

// The names of the things in an org file, or the error.
std::string things(const std::string& path, Access access = Access::file) {
  auto org = open_org(path, access);
  if (!org) return "error " + org.error().message;
  auto statement = org->database.prepare("SELECT Name FROM Thing__c ORDER BY Id");
  if (!statement) return "error " + statement.error().message;
  std::string out;
  for (;;) {
    const auto row = statement->step();
    if (!row) return "error " + row.error().message;
    if (!*row) return out;
    out += std::string(statement->text(0)) + ";";
  }
}

// Changes an org file by SQL.
void change(const std::string& path, const std::string& sql) {
  auto database = Database::open_read_write(path);
  REQUIRE(database);
  REQUIRE(database->execute(sql));
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("an org file describes itself") {
  const test::TempFolder folder;
  const std::string path = folder / "a.org.db";
  REQUIRE(write_org(path, "Chair"));
  CHECK(folder.names() == Names{"a.org.db"});
  for (const Access access : {Access::file, Access::view, Access::image}) {
    CHECK(things(path, access) == "Chair;");
    const auto org = open_org(path, access);
    REQUIRE(org);
    CHECK(org->meta.at("source") == "test");
    CHECK(org->meta.at("format") == "2");
    CHECK(org->catalog->to_json() == catalog().to_json());
    CHECK(org->catalog->find("Name")->is_virtual());
  }
}

TEST_CASE("what reads or writes a file of the first format brings it up to date, unless it only reads") {
  const test::TempFolder folder;
  const std::string path = folder / "a.org.db";
  REQUIRE(write_org(path, "Chair"));
  change(path, "UPDATE localorg_meta SET value = '1' WHERE name = 'format'");
  const auto format_of = [&](Access access) {
    const auto org = open_org(path, access);
    REQUIRE(org);
    CHECK(things(path, access) == "Chair;");
    return org->meta.at("format");
  };
  CHECK(format_of(Access::file) == "1");
  CHECK(format_of(Access::view) == "2");
  CHECK(format_of(Access::image) == "2");
  CHECK(format_of(Access::file) == "1");  // the file is as it was
  CHECK(format_of(Access::write) == "2");
  CHECK(format_of(Access::file) == "2");
}

TEST_CASE("the same records give the same bytes") {
  const test::TempFolder folder;
  REQUIRE(write_org(folder / "a.db", "Chair"));
  REQUIRE(write_org(folder / "b.db", "Chair"));
  CHECK(test::read_file(folder / "a.db") == test::read_file(folder / "b.db"));
}

TEST_CASE("two records with one Id are refused, and no file is left") {
  const test::TempFolder folder;
  {
    auto writer = OrgWriter::create(folder / "a.db", catalog());
    REQUIRE(writer);
    REQUIRE(writer->add(thing("a00000000000001AAA", "Chair")));
    const auto again = writer->add(thing("a00000000000001AAA", "Table"));
    REQUIRE_FALSE(again);
    CHECK(again.error().message == "SQLite: UNIQUE constraint failed: Thing__c.Id");
    CHECK(writer->add(thing("a00000000000002AAA", "Lamp")));
  }
  CHECK(folder.names().empty());
}

TEST_CASE("a writer that gives up leaves the old file as it was") {
  const test::TempFolder folder;
  const std::string path = folder / "a.db";
  REQUIRE(write_org(path, "Chair"));
  const std::string before = test::read_file(path);
  {
    auto writer = OrgWriter::create(path, catalog());
    REQUIRE(writer);
    REQUIRE(writer->add(thing("a00000000000001AAA", "Table")));
    CHECK(things(path) == "Chair;");  // nothing is seen before finish()
  }
  CHECK(test::read_file(path) == before);
  CHECK(folder.names() == Names{"a.db"});
}

TEST_CASE("a killed writer leaves the old file as it was, and the next one clears up") {
  const test::TempFolder folder;
  const std::string path = folder / "a.db";
  REQUIRE(write_org(path, "Chair"));
  const std::string before = test::read_file(path);

  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    auto writer = OrgWriter::create(path, catalog());
    if (writer && writer->add(thing("a00000000000001AAA", "Table"))) raise(SIGKILL);
    _exit(1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));

  CHECK(test::read_file(path) == before);
  CHECK(things(path) == "Chair;");
  REQUIRE(write_org(path, "Lamp"));
  CHECK(things(path) == "Lamp;");
  CHECK(folder.names() == Names{"a.db"});
}

TEST_CASE("writers of one file wait for each other") {
  const test::TempFolder folder;
  const std::string path = folder / "a.db";
  std::vector<int> done(8, 0);
  {
    std::vector<std::thread> writers;
    for (std::size_t i = 0; i < done.size(); ++i) {
      writers.emplace_back([&path, &done, i] { done[i] = write_org(path, "Chair") && things(path) == "Chair;" ? 1 : 0; });
    }
    for (std::thread& writer : writers) writer.join();
  }
  CHECK(done == std::vector<int>(8, 1));
  CHECK(folder.names() == Names{"a.db"});
}

TEST_CASE("a file that cannot be made is named") {
  const test::TempFolder folder;
  const auto error = [](const std::string& path) {
    const auto writer = OrgWriter::create(path, catalog());
    return writer ? std::string("no error") : writer.error().message;
  };
  const std::string nowhere = folder / "no/a.db";
  CHECK(error(nowhere) == nowhere + ": no such folder: " + (folder / "no"));
  CHECK(error(folder / "..") == (folder / "..") + ": is a folder");
}

TEST_CASE("what cannot be opened says why, by name") {
  const test::TempFolder folder;
  const std::string path = folder / "a.db";
  const auto error = [&](const std::string& why) { return "error " + path + ": " + why; };

  SUBCASE("no file") { CHECK(things(path) == error("no such file")); }
  SUBCASE("a folder") {
    std::filesystem::create_directory(path);
    CHECK(things(path) == error("is a folder, not an org file"));
  }
  SUBCASE("a newer format") {
    REQUIRE(write_org(path, "Chair"));
    change(path, "UPDATE localorg_meta SET value = '3' WHERE name = 'format'");
    CHECK(things(path) == error("made by a newer localorg (format 3; this program reads up to 2)"));
  }
  SUBCASE("no format") {
    REQUIRE(write_org(path, "Chair"));
    change(path, "DELETE FROM localorg_meta WHERE name = 'format'");
    CHECK(things(path) == error("the org file has the unknown format ''"));
  }
  SUBCASE("a format that is no number") {
    REQUIRE(write_org(path, "Chair"));
    change(path, "UPDATE localorg_meta SET value = '1a' WHERE name = 'format'");
    CHECK(things(path) == error("the org file has the unknown format '1a'"));
  }
  SUBCASE("another SQLite file") {
    change(path, "CREATE TABLE t (a)");
    CHECK(things(path) == error("not an org file of localorg (make one with `localorg import` or `localorg generate`)"));
  }
  SUBCASE("an empty file") {
    test::write_file(path, "");
    CHECK(things(path) == error("not an org file of localorg (make one with `localorg import` or `localorg generate`)"));
  }
  SUBCASE("another kind of file") {
    test::write_file(path, std::string(5000, 'x'));
    CHECK(things(path) == error("SQLite: file is not a database"));
    CHECK(things(path, Access::view) == error("file is not a database"));
    CHECK(things(path, Access::image) == error("file is not a database"));
  }
  SUBCASE("a file that was cut off") {
    REQUIRE(write_org(path, "Chair"));
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    CHECK(things(path) == error("SQLite: database disk image is malformed"));
    CHECK(things(path, Access::view) == error("database disk image is malformed"));
    CHECK(things(path, Access::image) == error("database disk image is malformed"));
  }
  SUBCASE("a catalog with a hole") {
    REQUIRE(write_org(path, "Chair"));
    change(path, "DELETE FROM localorg_object WHERE name = 'Thing__c'");
    CHECK(things(path) == error("localorg_field names an object that localorg_object lacks"));
  }
  SUBCASE("a catalog that is no JSON") {
    REQUIRE(write_org(path, "Chair"));
    change(path, "UPDATE localorg_field SET definition = '{' WHERE name = 'Size__c'");
    CHECK(things(path).starts_with(error("")));
  }
}
