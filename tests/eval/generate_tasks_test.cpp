// Tasks from a generated org: repeatable, readable by their words alone, and with the limits stated.
#include "eval/generate_tasks.h"

#include <doctest/doctest.h>

#include <sstream>

#include "dataset/generate.h"
#include "eval/check.h"
#include "eval/question.h"
#include "eval/said.h"
#include "eval/truth.h"
#include "support/temp_folder.h"
#include "support/test_org.h"

using namespace localorg;
using namespace localorg::eval;

namespace {

const std::string& org_path() {
  static const test::TempFolder folder;
  static const std::string path = [] {
    const auto catalog = org::Catalog::built_in("crmarena");
    const auto made = dataset::generate({.seed = 3}, *catalog, folder / "a.org.db", {});
    REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().message));
    return folder / "a.org.db";
  }();
  return path;
}

const store::OpenOrg& org_of_seed_3() {
  static const auto org = store::open_org(org_path());
  REQUIRE(org.has_value());
  return *org;
}

const dataset::Latent& latent() {
  static const auto read = dataset::read_latent(dataset::latent_path(org_path()));
  REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().message));
  return *read;
}

TaskSet made(const TaskOptions& options, const dataset::Latent* behind = &latent()) {
  const auto set = generate_tasks(org_of_seed_3(), behind, options, {});
  REQUIRE_MESSAGE(set.has_value(), (set ? "" : set.error().message));
  return *set;
}

std::string text(const TaskSet& set) {
  std::ostringstream out;
  write_tasks(out, set.tasks, "a.jsonl");
  return out.str();
}

}  // namespace

TEST_CASE("the same seed gives the same tasks, another one others") {
  const TaskOptions options{.seed = 5, .per_task = 12, .kinds = {}};
  const std::string first = text(made(options));
  CHECK(first == text(made(options)));
  CHECK(first != text(made({.seed = 6, .per_task = 12, .kinds = {}})));
}

TEST_CASE("a kind's tasks do not depend on which others are made") {
  const TaskSet all = made({.seed = 5, .per_task = 10, .kinds = {}});
  const TaskSet one = made({.seed = 5, .per_task = 10, .kinds = {TaskKind::handle_time}});
  REQUIRE(one.tasks.size() == 10);
  REQUIRE(all.tasks.size() == 90);
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(one.tasks[i].query == all.tasks[50 + i].query);
    CHECK(one.tasks[i].idx == static_cast<int>(i));
  }
}

TEST_CASE("the words say the same as the source") {
  const TaskSet set = made({.seed = 9, .per_task = 60, .kinds = {}});
  for (const Task& task : set.tasks) {
    const auto kind = task_kind_named(task.task);
    if (kind == TaskKind::case_routing) continue;  // issue and product are hidden
    CAPTURE(task.query);
    const auto by_source = read_question(task), by_words = read_question(task, Read::words_alone);
    REQUIRE_MESSAGE(by_words.has_value(), (by_words ? "" : by_words.error().message));
    CHECK(by_words->window == by_source->window);
    CHECK(by_words->more_than == by_source->more_than);
    CHECK(by_words->extreme == by_source->extreme);
    CHECK(by_words->today == by_source->today);
    CHECK(by_words->contact_id == by_source->contact_id);
    CHECK(by_words->case_id == by_source->case_id);
    CHECK(by_words->bought == by_source->bought);
    CHECK(by_words->phrase == by_source->phrase);
    const bool None = kind == TaskKind::named_entity_disambiguation || kind == TaskKind::policy_violation_identification;
    if (!None) CHECK(by_words->product_id == by_source->product_id);
  }
}

TEST_CASE("an org alone gives six kinds; the others say what they need") {
  const TaskSet set = made({.seed = 1, .per_task = 3, .kinds = {}}, nullptr);
  CHECK(set.tasks.size() == 18);
  CHECK(set.notes.size() == 1);
  const auto refused = generate_tasks(org_of_seed_3(), nullptr, {.kinds = {TaskKind::knowledge_qa}}, {});
  REQUIRE(!refused);
  CHECK(refused.error().errorCode == ErrorCode::USAGE);
  CHECK(refused.error().message.starts_with("knowledge_qa needs the .latent.json file"));
}

TEST_CASE("an org that gives fewer is said to") {
  const auto desk = test::test_org("case_desk");
  REQUIRE(desk);
  const auto set = generate_tasks(**desk, nullptr, {.seed = 1, .per_task = 50, .kinds = {TaskKind::case_routing}}, {});
  REQUIRE(set);
  CHECK(set->tasks.empty());  // no case's text names its product
  CHECK(set->notes == std::vector<std::string>{"case_routing: 0 of 50; the org gives no more that differ and have one answer"});
}

TEST_CASE("the latent file is read as it was written, and only for its own org") {
  const auto found = latent_of_org(org_of_seed_3(), org_path());
  REQUIRE(found);
  REQUIRE(found->has_value());
  CHECK((*found)->cases.size() > 800);
  CHECK((*found)->facts.size() >= 130);
  CHECK((*found)->issues.size() == 10);
  CHECK((*found)->customers.size() == 195);
  CHECK((*found)->products.size() == 500);
  const auto desk = test::test_org("case_desk");
  CHECK(!latent_of_org(**desk, org_path())->has_value());
  CHECK(!dataset::read_latent(org_path()).has_value());
}

TEST_CASE("every fact of an article stands in it and holds its answer") {
  SqlRoute route(org_of_seed_3());
  for (const auto& fact : latent().facts) {
    CAPTURE(fact.question);
    const auto rows = route.rows("SELECT FAQ_Answer__c FROM Knowledge__kav WHERE Id = ?1", {fact.article});
    REQUIRE(rows);
    REQUIRE(rows->size() == 1);
    const std::string body = plain_text(rows->at(0).at(0));
    CHECK(body.find(fact.evidence) != std::string::npos);
    CHECK(says_all_of(fact.evidence, fact.answer));
    CHECK(fact.answer.size() < 120);
  }
}
