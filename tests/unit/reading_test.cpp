// Requests that only read share a transaction of their session; it is in nobody's way.
#include "front/reading.h"

#include <doctest/doctest.h>

#include "front/desk.h"
#include "support/temp_folder.h"
#include "support/test_org.h"

namespace localorg {
namespace {

constexpr std::int64_t kNow = 1'660'996'800'000;

// An org file whose sessions share it, and somebody else who has it open.
struct Fixture {
  test::TempFolder folder;
  std::string path = folder / "org.db";
  store::OpenOrg org;
  front::Desk desk;
  store::Database other;

  Fixture() : org(make()), desk(settings()), other(std::move(*store::Database::open_to_write(path))) {
    REQUIRE(other.execute("PRAGMA busy_timeout = 0").has_value());  // it waits for nobody
  }

  store::OpenOrg make() const {
    const auto image = test::test_image("small_sales");
    REQUIRE(image.has_value());
    test::write_file(path, {reinterpret_cast<const char*>(image->bytes.get()), image->size});
    auto opened = store::open_org(path);
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().message));
    return *std::move(opened);
  }

  front::Settings settings() {
    const auto open = [this](const std::string& user_id) -> Result<front::Workspace> {
      org::Viewer viewer = soql::viewer_of(org);
      viewer.user_id = user_id;
      LOCALORG_TRY(store::OpenOrg own, store::open_again(org, path, store::Access::write));
      front::Workspace workspace{.org = std::make_shared<store::OpenOrg>(std::move(own))};
      workspace.session = std::make_unique<api::Session>(*workspace.org, org::Clock(kNow), viewer);
      workspace.session->allow_writes(*workspace.org);
      return workspace;
    };
    return {.orgs = {{.name = "small", .org = &org, .open = open, .is_shared = true}},
            .clock = org::Clock(kNow),
            .secret = "a secret for tests"};
  }

  std::shared_ptr<front::Session> log_in() {
    const front::Credentials known = desk.credentials();
    return desk.log_in(known.username, known.password);
  }

  // As a server asks: what leave() says.
  bool read(front::Session& session) {
    REQUIRE(session.turn.try_enter());
    CHECK(desk.serve(session, {.target = api::query_target("SELECT COUNT() FROM Account")}).status == 200);
    return desk.leave(session);
  }

  api::Response ask(const front::Session& session, const std::string& method, const std::string& target,
                    const std::string& body = "") {
    return desk.handle({.method = method,
                        .target = target,
                        .headers = {{"authorization", "Bearer " + session.id}, {"content-type", "application/json"}},
                        .body = body});
  }

  int insert(const front::Session& session) {
    return ask(session, "POST", "/services/data/v59.0/sobjects/Account", R"({"Name":"new"})").status;
  }

  std::string count(const front::Session& session, const std::string& name = "%") {
    return ask(session, "GET", api::query_target("SELECT COUNT() FROM Account WHERE Name LIKE '" + name + "'")).body;
  }

  bool other_may_write() {
    const bool may = other.execute("BEGIN EXCLUSIVE").has_value();
    if (may) REQUIRE(other.execute("ROLLBACK").has_value());
    return may;
  }
};

TEST_CASE("a session reads on until it is told to end, once") {
  Fixture fixture;
  const auto session = fixture.log_in();
  CHECK(fixture.other_may_write());
  CHECK(fixture.read(*session));  // to be ended
  CHECK_FALSE(fixture.other_may_write());
  CHECK_FALSE(fixture.read(*session));  // which is known already
  CHECK_FALSE(fixture.other_may_write());
  fixture.desk.end_reading(*session);
  CHECK(fixture.other_may_write());
  CHECK(fixture.read(*session));
  fixture.desk.end_idle_reading();
  CHECK(fixture.other_may_write());
}

TEST_CASE("callers that wait leave no transaction behind") {
  Fixture fixture;
  const auto session = fixture.log_in();
  CHECK(fixture.count(*session) == R"({"totalSize":7,"done":true,"records":[]})");
  CHECK(fixture.other_may_write());
}

TEST_CASE("who writes ends the reading of all, and everybody sees what was written") {
  Fixture fixture;
  const auto one = fixture.log_in();
  const auto two = fixture.log_in();
  CHECK(fixture.read(*one));
  CHECK(fixture.read(*two));
  CHECK(fixture.insert(*two) == 201);
  CHECK_FALSE(one->reads_on);
  CHECK_FALSE(two->reads_on);
  CHECK(fixture.count(*one) == R"({"totalSize":8,"done":true,"records":[]})");
  CHECK(fixture.count(*two) == R"({"totalSize":8,"done":true,"records":[]})");
}

TEST_CASE("who waits to write reads no longer") {
  Fixture fixture;
  const auto first = fixture.log_in();
  const auto second = fixture.log_in();
  CHECK(fixture.read(*second));
  REQUIRE(second->turn.try_enter());
  CHECK(fixture.desk.turn_to_write(*second, {.method = "POST"}) != nullptr);  // another one's at the moment
  CHECK_FALSE(second->reads_on);
  CHECK(fixture.insert(*first) == 201);
  CHECK_FALSE(fixture.desk.leave(*second));
}

TEST_CASE("what another process writes is seen by the next request") {
  Fixture fixture;
  const auto session = fixture.log_in();
  CHECK(fixture.read(*session));
  fixture.desk.end_reading(*session);
  REQUIRE(fixture.other.execute("UPDATE Account SET Name = 'renamed'").has_value());
  CHECK(fixture.count(*session, "renamed") == R"({"totalSize":7,"done":true,"records":[]})");
}

TEST_CASE("nobody begins to read on while somebody writes; who is busy meanwhile ends with the turn") {
  Fixture fixture;
  const auto reader = fixture.log_in();
  CHECK(fixture.count(*reader) == R"({"totalSize":7,"done":true,"records":[]})");  // opens it
  front::Reading reading;
  REQUIRE(reader->turn.try_enter());
  reading.begin(*reader);
  CHECK(reader->reads_on);
  {
    const front::Reading::Pause pause(reading);
    CHECK(reader->reads_on);  // in its turn
    reader->turn.leave();
    CHECK_FALSE(reading.is_due(*reader));
    CHECK_FALSE(reader->reads_on);
    REQUIRE(reader->turn.try_enter());
    reading.begin(*reader);
    CHECK_FALSE(reader->reads_on);
  }
  reading.begin(*reader);
  CHECK(reader->reads_on);
  reading.end(*reader);
  reader->turn.leave();
  CHECK_FALSE(reading.is_due(*reader));
}

TEST_CASE("an end that comes while the session is busy is due again after the turn") {
  Fixture fixture;
  const auto session = fixture.log_in();
  CHECK(fixture.read(*session));
  REQUIRE(session->turn.try_enter());
  fixture.desk.end_reading(*session);
  CHECK(session->reads_on);
  CHECK(fixture.desk.leave(*session));
  fixture.desk.end_reading(*session);
  CHECK_FALSE(session->reads_on);
}

TEST_CASE("an org that is closed for another one's sake is no longer read") {
  Fixture fixture;
  front::Settings settings = fixture.settings();
  settings.max_workspaces = 1;
  front::Desk desk(settings);
  const auto one = desk.log_in(desk.credentials().username, desk.credentials().password);
  REQUIRE(one->turn.try_enter());
  CHECK(desk.serve(*one, {.target = api::query_target("SELECT COUNT() FROM Account")}).status == 200);
  CHECK(desk.leave(*one));
  const auto fixed = desk.find(desk.credentials().token);
  REQUIRE(fixed->turn.try_enter());
  CHECK(desk.serve(*fixed, {.target = "/services/data/v59.0/theme"}).status == 200);  // closes the other
  CHECK_FALSE(one->workspace.session);
  CHECK_FALSE(one->reads_on);
  CHECK(desk.leave(*fixed));
  desk.end_reading(*fixed);
  CHECK(fixture.other_may_write());
}

}  // namespace
}  // namespace localorg
