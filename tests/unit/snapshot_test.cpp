#include "store/snapshot.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "base/json.h"
#include "store/transaction.h"
#include "store/user_table.h"
#include "support/temp_folder.h"

using namespace localorg;
using namespace localorg::store;

namespace {

using Names = std::vector<std::string>;

const org::Catalog& catalog() {
  static const org::Catalog catalog = *org::Catalog::from_json(*parse_json(R"({
    "name": "small", "label": "Small", "objects": [
      {"name": "Thing__c", "keyPrefix": "a00", "fields": [
        {"name": "Id", "type": "id"}, {"name": "Name", "type": "string", "nameField": true}]}]})",
                                                                           "test"));
  return catalog;
}

// An org file with one thing, called "first".
void make_org(const std::string& path, const std::string& name = "first") {
  auto writer = OrgWriter::create(path, catalog());
  REQUIRE(writer.has_value());
  org::Record record(*catalog().find("Thing__c"));
  record["Id"] = "a00000000000001AAA";
  record["Name"] = name;
  REQUIRE(writer->add(record).has_value());
  REQUIRE(writer->finish().has_value());
}

Result<void> try_rename(OpenOrg& org, const std::string& name) {
  LOCALORG_TRY(Transaction transaction, Transaction::begin(org));
  LOCALORG_TRY(Statement * change, org.statements.get(org.database, "UPDATE Thing__c SET Name = ?1"));
  change->bind_text(1, name);
  LOCALORG_CHECK(change->run());
  return transaction.commit();
}

void rename_to(OpenOrg& org, const std::string& name) { REQUIRE(try_rename(org, name).has_value()); }

std::string name_in(const OpenOrg& org) {
  auto statement = org.database.prepare("SELECT Name FROM Thing__c");
  const auto row = statement->step();
  return row && *row ? std::string(statement->text(0)) : "nothing";
}

std::string name_in_file(const std::string& path) {
  const auto org = open_org(path);
  return org ? name_in(*org) : org.error().message;
}

OpenOrg open_to_write(const std::string& path) {
  auto org = open_org(path, Access::write);
  REQUIRE(org.has_value());
  return *std::move(org);
}

}  // namespace

TEST_CASE("a transaction is kept when it is committed, and the file is one file afterwards") {
  const test::TempFolder folder;
  make_org(folder / "org.db");
  {
    OpenOrg org = open_to_write(folder / "org.db");
    rename_to(org, "second");
    const auto dropped = Transaction::begin(org);
    REQUIRE(dropped.has_value());
    REQUIRE(org.database.execute("UPDATE Thing__c SET Name = 'never'").has_value());
  }
  CHECK(name_in_file(folder / "org.db") == "second");
  CHECK(folder.names() == Names{"org.db", "org.db.snapshots"});
}

TEST_CASE("a part is taken back alone") {
  const test::TempFolder folder;
  make_org(folder / "org.db");
  OpenOrg org = open_to_write(folder / "org.db");
  auto whole = Transaction::begin(org);
  REQUIRE(whole.has_value());
  rename_to(org, "second");  // a part that is committed
  {
    const auto part = Transaction::begin(org);
    REQUIRE(part.has_value());
    REQUIRE(org.database.execute("UPDATE Thing__c SET Name = 'never'").has_value());
  }
  CHECK(name_in(org) == "second");
  REQUIRE(whole->commit().has_value());
  CHECK(name_in_file(folder / "org.db") == "second");
}

TEST_CASE("a state that is restored has the users of today, in one transaction") {
  const test::TempFolder folder;
  make_org(folder / "org.db");
  OpenOrg org = open_to_write(folder / "org.db");
  REQUIRE(snapshot(org, "empty").has_value());
  REQUIRE(write_user(org.database, {"ann@shop.example", "005", "", "", ""}).has_value());
  rename_to(org, "second");
  REQUIRE(restore(org, "empty").has_value());
  CHECK(name_in_file(folder / "org.db") == "first");
  const auto users = read_users(org.database);
  REQUIRE(users.has_value());
  REQUIRE(users->size() == 1);
  CHECK(users->front().username == "ann@shop.example");
}

TEST_CASE("reset takes an org file back to the state in which it was made") {
  const test::TempFolder folder;
  make_org(folder / "org.db");
  OpenOrg org = open_to_write(folder / "org.db");

  SUBCASE("and costs nothing until the first write") {
    const auto done = reset(org);
    REQUIRE(done.has_value());
    CHECK_FALSE(*done);
    CHECK(folder.names() == Names{"org.db"});
  }
  SUBCASE("after some writes, by several programs") {
    rename_to(org, "second");
    OpenOrg other = open_to_write(folder / "org.db");
    rename_to(other, "third");
    const auto done = reset(other);
    REQUIRE(done.has_value());
    CHECK(*done);
    CHECK(name_in(org) == "first");
    rename_to(org, "fourth");
    REQUIRE(reset(org).has_value());
    CHECK(name_in_file(folder / "org.db") == "first");
  }
  SUBCASE("also when the first transaction was taken back") {
    {
      const auto dropped = Transaction::begin(org);
      REQUIRE(dropped.has_value());
    }
    rename_to(org, "second");
    REQUIRE(reset(org).has_value());
    CHECK(name_in(org) == "first");
  }
  SUBCASE("which is of the org that lies there now") {
    rename_to(org, "second");
    make_org(folder / "org.db", "another");
    OpenOrg another = open_to_write(folder / "org.db");
    rename_to(another, "third");
    REQUIRE(reset(another).has_value());
    CHECK(name_in(another) == "another");
  }
  SUBCASE("and says so when that state is gone") {
    rename_to(org, "second");
    std::filesystem::remove_all(folder / "org.db.snapshots");
    const auto done = reset(org);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().errorCode == ErrorCode::ORG_UNUSABLE);
    CHECK(name_in(org) == "second");
  }
}

TEST_CASE("snapshots of a file have names and lie beside it") {
  const test::TempFolder folder;
  make_org(folder / "org.db");
  OpenOrg org = open_to_write(folder / "org.db");
  CHECK(snapshot_names(org).empty());
  REQUIRE(snapshot(org, "before").has_value());
  rename_to(org, "second");
  REQUIRE(snapshot(org, "after").has_value());
  CHECK(snapshot_names(org) == Names{"after", "before"});
  REQUIRE(restore(org, "before").has_value());
  CHECK(name_in(org) == "first");
  REQUIRE(restore(org, "after").has_value());
  CHECK(name_in_file(folder / "org.db") == "second");
  REQUIRE(snapshot(org, "before").has_value());
  REQUIRE(restore(org, "before").has_value());
  CHECK(name_in(org) == "second");
  REQUIRE(reset(org).has_value());
  CHECK(name_in(org) == "first");
}

TEST_CASE("names of snapshots") {
  const test::TempFolder folder;
  make_org(folder / "org.db");
  OpenOrg org = open_to_write(folder / "org.db");
  for (const char* name : {"", "pristine", "../up", "a/b", ".hidden", "a b", "ü"}) {
    CAPTURE(name);
    const auto kept = snapshot(org, name);
    REQUIRE_FALSE(kept.has_value());
    CHECK(kept.error().errorCode == ErrorCode::USAGE);
    CHECK_FALSE(restore(org, name).has_value());
  }
  CHECK_FALSE(snapshot(org, std::string(65, 'x')).has_value());
  CHECK(snapshot(org, std::string(64, 'x')).has_value());
  CHECK(restore(org, "none").error().message == "no snapshot 'none'; there is " + std::string(64, 'x'));
}

TEST_CASE("copies in memory do not disturb each other, nor the file") {
  const test::TempFolder folder;
  make_org(folder / "org.db");
  const auto file = open_org(folder / "org.db");
  REQUIRE(file.has_value());
  const auto image = image_of(*file);
  REQUIRE(image.has_value());
  auto one = copy_of(*file, *image);
  auto two = copy_of(*file, *image);
  REQUIRE(one.has_value());
  REQUIRE(two.has_value());
  CHECK(one->catalog == file->catalog);
  rename_to(*one, "second");
  CHECK(name_in(*two) == "first");
  CHECK(name_in(*file) == "first");
  REQUIRE(snapshot(*one, "there").has_value());
  rename_to(*one, "third");  // with a statement that was prepared before
  REQUIRE(restore(*one, "there").has_value());
  CHECK(name_in(*one) == "second");
  rename_to(*one, "fourth");
  CHECK(*reset(*one));
  CHECK(name_in(*one) == "first");
  rename_to(*one, "fifth");
  CHECK(name_in(*one) == "fifth");
  CHECK(snapshot_names(*one) == Names{"there"});
  CHECK(folder.names() == Names{"org.db"});
}

TEST_CASE("an image of a file can be written and reset, too") {
  const test::TempFolder folder;
  make_org(folder / "org.db");
  auto org = open_org(folder / "org.db", Access::image);
  REQUIRE(org.has_value());
  CHECK_FALSE(*reset(*org));
  rename_to(*org, "second");
  CHECK(*reset(*org));
  CHECK(name_in(*org) == "first");
  CHECK(name_in_file(folder / "org.db") == "first");
}

TEST_CASE("others read while one writes") {
  const test::TempFolder folder;
  make_org(folder / "org.db");
  OpenOrg org = open_to_write(folder / "org.db");
  const auto reader = open_org(folder / "org.db");
  REQUIRE(reader.has_value());
  auto transaction = Transaction::begin(org);
  REQUIRE(transaction.has_value());
  REQUIRE(org.database.execute("UPDATE Thing__c SET Name = 'second'").has_value());
  CHECK(name_in(*reader) == "first");
  REQUIRE(transaction->commit().has_value());
  CHECK(name_in(*reader) == "second");
}

TEST_CASE("a writer that is killed leaves the old state") {
  const test::TempFolder folder;
  make_org(folder / "org.db");
  const pid_t child = fork();
  if (child == 0) {
    auto org = open_org(folder / "org.db", Access::write);
    auto transaction = Transaction::begin(*org);
    const auto changed = org->database.execute("PRAGMA cache_size = 1; UPDATE Thing__c SET Name = 'never'");
    if (changed) raise(SIGKILL);
    _exit(1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
  OpenOrg org = open_to_write(folder / "org.db");
  CHECK(name_in(org) == "first");
  rename_to(org, "second");
  CHECK(name_in_file(folder / "org.db") == "second");
}

TEST_CASE("a file that may not be written is no org to write") {
  const test::TempFolder folder;
  const auto missing = open_org(folder / "org.db", Access::write);
  CHECK_FALSE(missing.has_value());
  CHECK(folder.names().empty());
}
