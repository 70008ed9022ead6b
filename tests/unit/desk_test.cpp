// The front desk: sessions begin, expire, make room for each other and run one request at a time.
#include "front/desk.h"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "front/secrets.h"
#include "support/test_org.h"

namespace localorg {
namespace {

using front::Desk;

constexpr std::int64_t kNow = 1'660'996'800'000;

struct Fixture {
  const store::OpenOrg& org = **test::test_org("small_sales");
  std::atomic<int> opened = 0;

  front::Settings settings() {
    const auto open = [this](const std::string& user_id) -> Result<front::Workspace> {
      ++opened;
      org::Viewer viewer = soql::viewer_of(org);
      viewer.user_id = user_id;
      // A connection of its own: sessions run on several threads.
      LOCALORG_TRY(const store::Image image, store::image_of(org));
      LOCALORG_TRY(store::OpenOrg view, store::view_of(org, image));
      front::Workspace workspace{.org = std::make_shared<store::OpenOrg>(std::move(view))};
      workspace.session = std::make_unique<api::Session>(*workspace.org, org::Clock(kNow), viewer);
      return workspace;
    };
    return {.orgs = {{"small", &org, open}}, .clock = org::Clock(kNow), .secret = "a secret for tests"};
  }
};

std::string log_in(Desk& desk) {
  const front::Credentials known = desk.credentials();
  const auto session = desk.log_in(known.username, known.password);
  REQUIRE(session);
  return session->id;
}

api::Response ask(Desk& desk, const std::string& session, const std::string& method, const std::string& target,
                  const std::string& body = "") {
  return desk.handle({.method = method, .target = target, .headers = {{"authorization", "Bearer " + session}}, .body = body});
}

int status(Desk& desk, const std::string& session, const std::string& soql = "SELECT COUNT() FROM Account") {
  return ask(desk, session, "GET", api::query_target(soql)).status;
}

// A job of which there are results.
api::Response add_job(Desk& desk, const std::string& session) {
  return ask(desk, session, "POST", "/services/data/v59.0/jobs/query",
             R"({"operation":"query","query":"SELECT Name FROM Account ORDER BY Name"})");
}

api::Response results(Desk& desk, const std::string& session) {
  return ask(desk, session, "GET", "/services/data/v59.0/jobs/query/750Lo0000000001IAA/results");
}

TEST_CASE("session ids have the form that clients take, and differ") {
  Fixture fixture;
  Desk desk(fixture.settings());
  const std::string one = log_in(desk);
  CHECK(one != log_in(desk));
  CHECK(front::is_session_id(one));
  CHECK(front::is_session_id(desk.credentials().token));
  for (const char* wrong : {"", "00D", "00D000000000001", "00D000000000001!", "00D00000000001!x", "00D0000000000012345!x",
                            "005000000000001!x", "00D000000000001!x y", "00D00000000000-!x"}) {
    CHECK_FALSE(front::is_session_id(wrong));
  }
}

TEST_CASE("a pinned clock gives the same ids again, the machine's others") {
  Fixture fixture;
  Desk one(fixture.settings());
  Desk two(fixture.settings());
  CHECK(log_in(one) == log_in(two));
  front::Settings unpinned = fixture.settings();
  unpinned.clock = org::Clock();
  Desk three(unpinned);
  Desk four(unpinned);
  CHECK(log_in(three) != log_in(four));
  CHECK(three.credentials().token == four.credentials().token);
}

TEST_CASE("a session ends when it was not used for its time; the fixed one does not") {
  Fixture fixture;
  Desk desk(fixture.settings());
  const std::string session = log_in(desk);
  const auto after = [&](std::int64_t seconds) { desk.set_clock(org::Clock(kNow + seconds * 1000)); };
  after(7200);
  CHECK(status(desk, session) == 200);  // counts as use
  after(2 * 7200);
  CHECK(status(desk, session) == 200);
  after(3 * 7200 + 1);
  CHECK(status(desk, session) == 401);
  CHECK(status(desk, desk.credentials().token) == 200);
}

TEST_CASE("when there are too many sessions the one not used for longest ends") {
  Fixture fixture;
  front::Settings settings = fixture.settings();
  settings.max_sessions = 4;  // the fixed one is one of them
  Desk desk(settings);
  const std::string one = log_in(desk);
  const std::string two = log_in(desk);
  const std::string three = log_in(desk);
  CHECK(status(desk, one) == 200);
  const std::string four = log_in(desk);
  CHECK(status(desk, one) == 200);
  CHECK(status(desk, two) == 401);
  CHECK(status(desk, three) == 200);
  CHECK(status(desk, four) == 200);
  CHECK(status(desk, desk.credentials().token) == 200);
}

TEST_CASE("an org is opened at a session's first request, closed for another session, and opened again") {
  Fixture fixture;
  front::Settings settings = fixture.settings();
  settings.max_workspaces = 2;
  Desk desk(settings);
  const std::string one = log_in(desk);
  const std::string two = log_in(desk);
  const std::string three = log_in(desk);
  CHECK(fixture.opened == 0);
  CHECK(status(desk, one) == 200);
  CHECK(status(desk, two) == 200);
  CHECK(status(desk, one) == 200);
  CHECK(fixture.opened == 2);
  CHECK(status(desk, three) == 200);  // closes two's
  CHECK(fixture.opened == 3);
  CHECK(status(desk, one) == 200);
  CHECK(fixture.opened == 3);
  CHECK(status(desk, two) == 200);
  CHECK(fixture.opened == 4);
}

TEST_CASE("a session's jobs outlive the closing of its org") {
  Fixture fixture;
  front::Settings settings = fixture.settings();
  settings.max_workspaces = 1;
  Desk desk(settings);
  const std::string one = log_in(desk);
  const std::string two = log_in(desk);
  REQUIRE(add_job(desk, one).status == 200);
  const std::string body = results(desk, one).body;
  CHECK(body.starts_with("\"Name\"\n"));
  CHECK(status(desk, two) == 200);  // closes one's
  CHECK(results(desk, one).body == body);
  CHECK(fixture.opened == 3);
}

TEST_CASE("they are kept for as many closed orgs as there may be open ones") {
  Fixture fixture;
  front::Settings settings = fixture.settings();
  settings.max_workspaces = 1;
  Desk desk(settings);
  const std::string one = log_in(desk);
  const std::string two = log_in(desk);
  const std::string three = log_in(desk);
  REQUIRE(add_job(desk, one).status == 200);
  REQUIRE(add_job(desk, two).status == 200);  // closes one's
  CHECK(status(desk, three) == 200);          // closes two's: of one's nothing is kept
  CHECK(results(desk, two).status == 200);
  CHECK(results(desk, one).status == 404);
  CHECK(status(desk, one) == 200);
}

TEST_CASE("a session whose changes make room for another ends; it never goes on without them") {
  Fixture fixture;
  front::Settings settings = fixture.settings();
  settings.max_workspaces = 1;
  const auto open = settings.orgs[0].open;
  settings.orgs[0].open = [open](const std::string& user_id) -> Result<front::Workspace> {
    LOCALORG_TRY(front::Workspace workspace, open(user_id));
    LOCALORG_TRY(const store::Image image, store::image_of(*workspace.org));
    LOCALORG_TRY(store::OpenOrg copy, store::copy_of(*workspace.org, image));
    workspace.copy = std::make_shared<std::optional<store::OpenOrg>>(std::move(copy));  // it has written
    return workspace;
  };
  Desk desk(settings);
  const std::string one = log_in(desk);
  const std::string two = log_in(desk);
  CHECK(status(desk, desk.credentials().token) == 200);
  CHECK(status(desk, one) == 200);
  CHECK(status(desk, two) == 200);
  CHECK(status(desk, one) == 401);
  CHECK(status(desk, two) == 200);
  CHECK(status(desk, desk.credentials().token) == 200);  // the fixed one stays as it is
  CHECK(fixture.opened == 3);
}

TEST_CASE("many threads in few sessions") {
  Fixture fixture;
  Desk desk(fixture.settings());
  const std::vector<std::string> sessions = {desk.credentials().token, log_in(desk), log_in(desk)};
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int turn = 0; turn < 50; ++turn)
        good += status(desk, sessions[i % sessions.size()], "SELECT Id FROM Account") == 200;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(good == 400);
}

TEST_CASE("turns come in the order of asking") {
  front::Turn turn;
  std::string order;
  CHECK(turn.enter([] {}));
  CHECK_FALSE(turn.enter([&] { order += "a"; }));
  CHECK_FALSE(turn.enter([&] { order += "b"; }));
  CHECK_FALSE(turn.try_enter());
  turn.leave();
  CHECK(order == "a");
  turn.leave();
  CHECK(order == "ab");
  turn.leave();
  CHECK(turn.try_enter());
}

TEST_CASE("the user that is made, and users of one's own") {
  Fixture fixture;
  front::Settings settings = fixture.settings();
  {
    Desk desk(settings);
    const front::Credentials known = desk.credentials();
    CHECK_FALSE(desk.has_users(0));
    CHECK(desk.log_in(known.username, known.password + known.security_token));
    CHECK_FALSE(desk.log_in(known.username, ""));
    CHECK_FALSE(desk.log_in("", ""));
  }
  settings.orgs[0].users = {{"Ann", "005Te0000000001IAA", front::hash_password("a"), "", ""}};
  Desk desk(settings);
  const front::Credentials known = desk.credentials();
  CHECK(desk.has_users(0));
  CHECK(desk.log_in("ann", "a")->user_id == "005Te0000000001IAA");
  CHECK_FALSE(desk.log_in("ann", "b"));
  CHECK_FALSE(desk.log_in("ann", ""));
  CHECK_FALSE(desk.log_in(known.username, known.password));
}

api::Response text_answer(std::string body) { return {.content_type = "text/plain", .body = std::move(body)}; }

TEST_CASE("what is mounted gets its path and what lies below it, whatever the method") {
  Fixture fixture;
  Desk desk(fixture.settings());
  desk.mount(
      {.path = "/other/place", .admit = [](const api::Request& request) { return text_answer("at " + request.target); }});
  const auto body = [&](const std::string& method, const std::string& target) {
    return desk.handle({.method = method, .target = target}).body;
  };
  CHECK(body("GET", "/other/place") == "at /other/place");
  CHECK(body("DELETE", "/other/place/below?x=1") == "at /other/place/below?x=1");
  CHECK(desk.handle({.target = "/other/placebo"}).status == 404);
  CHECK(desk.handle({.target = "/other"}).status == 404);
  CHECK(body("GET", "/healthz") == R"({"status":"ok"})");
}

TEST_CASE("a session of a mounted surface is served in its turn, and its id is no token") {
  Fixture fixture;
  Desk desk(fixture.settings());
  std::string id;
  const auto admit = [&](const api::Request&) -> front::Admission {
    if (id.empty()) id = desk.open_beside(*desk.find(desk.credentials().token), "other")->id;
    return desk.find(id, "other");
  };
  const auto serve = [](front::Session& session, const api::Request&) {
    return text_answer(session.user_id + " " + (session.turn.try_enter() ? "out of turn" : "in turn") + " " +
                       api::handle(*session.workspace.session, {.target = "/services/data/v59.0/theme"}).content_type);
  };
  desk.mount({.path = "/other", .admit = admit, .serve = serve, .only_reads = true});
  CHECK(desk.handle({.method = "POST", .target = "/other"}).body ==
        "005Te0000000001IAA in turn application/json;charset=UTF-8");
  CHECK(status(desk, id) == 401);
  CHECK_FALSE(desk.find(desk.credentials().token, "other"));
  CHECK(desk.end(id));
  CHECK_FALSE(desk.find(id, "other"));
}

TEST_CASE("what is mounted may fail, and says whether it writes") {
  Fixture fixture;
  front::Settings settings = fixture.settings();
  settings.orgs[0].is_shared = true;
  Desk desk(settings);
  const auto fixed = desk.find(desk.credentials().token);
  const auto admit = [fixed](const api::Request& request) -> front::Admission {
    if (request.method == "PUT") throw std::runtime_error("no such luck");
    return fixed;
  };
  const auto serve = [](front::Session&, const api::Request&) -> api::Response { throw std::runtime_error("bad luck"); };
  desk.mount({.path = "/writes", .admit = admit, .serve = serve});
  desk.mount({.path = "/reads", .admit = admit, .serve = serve, .only_reads = true});
  CHECK(desk.turn_to_write(*fixed, {.method = "POST", .target = "/writes"}) != nullptr);
  CHECK(desk.turn_to_write(*fixed, {.method = "POST", .target = "/reads"}) == nullptr);
  CHECK(desk.only_reads({.method = "POST", .target = "/reads/deep"}));
  CHECK_FALSE(desk.only_reads({.method = "GET", .target = "/writes"}));
  CHECK(desk.handle({.method = "PUT", .target = "/writes"}).body.find("no such luck") != std::string::npos);
  CHECK(desk.handle({.method = "POST", .target = "/reads"}).status == 500);
}

}  // namespace
}  // namespace localorg
