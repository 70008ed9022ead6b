// What `localorg verify` finds, and that generated orgs of any size pass.
#include "dataset/verify.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "dataset/generate.h"
#include "store/org_file.h"
#include "support/temp_folder.h"

using namespace localorg;
using namespace localorg::dataset;

namespace {

const test::TempFolder& folder() {
  static const test::TempFolder made;
  return made;
}

store::OpenOrg made(const GenerateOptions& options) {
  const std::string path = folder() / "verified.org.db";
  const auto catalog = catalog_of_bank(options.bank);
  REQUIRE(catalog.has_value());
  const auto done = generate(options, *catalog, path, {});
  REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().message));
  auto org = store::open_org(path, store::Access::image);
  REQUIRE(org.has_value());
  return *std::move(org);
}

VerifyReport report_of(const store::OpenOrg& org) {
  auto report = verify(org, [](std::string_view, double) {});
  REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().message));
  return *std::move(report);
}

std::string said(const VerifyReport& report) {
  std::string text;
  for (const Finding& f : report.errors) text += f.check + ": " + f.subject + ": " + f.what + "\n";
  for (const Finding& f : report.warnings) text += "(" + f.check + ": " + f.subject + ": " + f.what + ")\n";
  return text;
}

}  // namespace

TEST_CASE("verify: generated orgs of any bank and size are good") {
  const GenerateOptions sizes[] = {
      {.accounts = 3, .cases = 10},
      {.accounts = 1, .cases = 1, .agents = 1, .products = 1},
      {.accounts = 3, .cases = 10, .agents = 2, .products = 2},
      {.accounts = 20, .cases = 300, .agents = 5},
      {.accounts = 300, .cases = 20, .products = 40},
      {.years = 1},
      {.years = 3, .cases = 200, .noise = true},
  };
  std::uint64_t seed = 100;
  for (const char* bank : {"retail", "bikehire"}) {
    for (GenerateOptions options : sizes) {
      options.bank = bank;
      options.seed = ++seed;
      CAPTURE(bank);
      CAPTURE(seed);
      const VerifyReport report = report_of(made(options));
      CHECK(said(report) == "");
    }
  }
}

TEST_CASE("verify: ten times the size is good too") {
  const VerifyReport report = report_of(made({.seed = 5, .scale = 10, .bank = "bikehire"}));
  CHECK(said(report) == "");
}

TEST_CASE("verify: the default org has all nine tasks, and its texts hardly repeat") {
  const VerifyReport report = report_of(made({}));
  CHECK(said(report) == "");
  CHECK(report.tasks.size() == 9);
  for (const TaskReport& task : report.tasks) CHECK_MESSAGE(task.count > 0, task.name);
  CHECK(report.texts.conversations == 977);
  CHECK(report.texts.runs > 100'000);
  CHECK(report.texts.repeated * 100 < report.texts.runs * 5);
}

TEST_CASE("verify: faults are found") {
  struct Fault {
    const char* sql;
    const char* finding;
  };
  const Fault faults[] = {
      {"UPDATE \"Case\" SET OwnerId = (SELECT max(Id) FROM User)", "history: Case: "},
      {"DELETE FROM CaseHistory__c WHERE Field__c = 'Case Closed'", "history: Case: "},
      {"UPDATE \"Case\" SET ClosedDate = '2030-01-01T00:00:00.000+0000' WHERE ClosedDate IS NOT NULL", "closings: Case: "},
      {"UPDATE \"Case\" SET ClosedDate = NULL", "dates: Case: "},
      {"UPDATE \"Case\" SET Priority = 'Urgent'", "picklists: Case.Priority: "},
      {"UPDATE OrderItem SET UnitPrice = UnitPrice + 1", "prices: OrderItem: "},
      {"UPDATE \"Case\" SET AccountId = (SELECT min(Id) FROM Account)", "ownership: Case: "},
      {"UPDATE EmailMessage SET TextBody = 'Hi {first}'", "texts: EmailMessage: "},
      {"UPDATE LiveChatTranscript SET Body = 'Hi'", "conversations: LiveChatTranscript: "},
      {"UPDATE Contact SET AccountId = '001000000000000AAA'", "references: Contact.AccountId: "},
      {"UPDATE User SET Username = 'same'", "uniqueness: User: "},
      {"UPDATE Issue__c SET CreatedById = NULL", "required: Issue__c.CreatedById: "},
      {"UPDATE Product2 SET Name = 'Pro Soccer Ball'", "fit: Case: "},
      {"UPDATE EmailMessage SET TextBody = 'It is the left sole of my Smart Watch, and the lens'", "fit: Case: "},
  };
  for (const Fault& fault : faults) {
    const store::OpenOrg org = made({.accounts = 30, .cases = 80, .agents = 8, .products = 40});
    auto change = org.database.prepare(fault.sql);
    REQUIRE_MESSAGE(change.has_value(), fault.sql);
    const auto done = change->step();
    if (!done) continue;  // the file itself refuses it
    CHECK_MESSAGE(said(report_of(org)).find(fault.finding) != std::string::npos, std::string(fault.sql));
  }
}
