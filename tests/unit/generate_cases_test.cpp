// The cases of the generated org: how many, about what, who has them, and their history.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>

#include "dataset/bank.h"
#include "dataset/generate_steps.h"
#include "dataset/verify_fit.h"
#include "support/generated_org.h"

using namespace localorg;
using namespace localorg::dataset;
using namespace localorg::test;

namespace {

constexpr const char* kMinutes = "(julianday(substr(ClosedDate, 1, 19)) - julianday(substr(CreatedDate, 1, 19))) * 1440";

}  // namespace

TEST_CASE("generate: cases per month") {
  const std::map<std::string, std::string> expected = {
      {"2020-01", "20"}, {"2020-02", "18"}, {"2020-03", "51"}, {"2020-04", "5"},  {"2020-05", "2"},  {"2020-06", "31"},
      {"2020-07", "1"},  {"2020-08", "13"}, {"2020-09", "11"}, {"2020-11", "15"}, {"2020-12", "98"}, {"2021-01", "37"},
      {"2021-02", "26"}, {"2021-03", "51"}, {"2021-04", "6"},  {"2021-05", "4"},  {"2021-06", "34"}, {"2021-08", "16"},
      {"2021-09", "5"},  {"2021-10", "11"}, {"2021-11", "33"}, {"2021-12", "85"}, {"2022-01", "27"}, {"2022-02", "20"},
      {"2022-03", "49"}, {"2022-04", "6"},  {"2022-05", "2"},  {"2022-06", "25"}, {"2022-07", "1"},  {"2022-08", "12"},
      {"2022-09", "3"},  {"2022-10", "1"},  {"2022-11", "37"}, {"2022-12", "51"}, {"2023-01", "14"}, {"2023-02", "15"},
      {"2023-03", "37"}, {"2023-04", "2"},  {"2023-05", "3"},  {"2023-06", "12"}, {"2023-08", "7"},  {"2023-09", "2"},
      {"2023-11", "19"}, {"2023-12", "37"}, {"2024-01", "5"},  {"2024-02", "5"},  {"2024-03", "11"}, {"2024-05", "1"}};
  CHECK(pairs("SELECT substr(CreatedDate, 1, 7), count(*) FROM \"Case\" GROUP BY 1") == expected);
}

TEST_CASE("generate: status, channel, issue and subject of the cases") {
  CHECK(pairs("SELECT Status, count(*) FROM \"Case\" GROUP BY 1") ==
        std::map<std::string, std::string>{{"Closed", "918"}, {"Waiting on Customer", "58"}, {"Working", "1"}});
  CHECK(one("SELECT count(*) FROM \"Case\" WHERE (Status = 'Closed') <> (ClosedDate IS NOT NULL) OR (Status = 'Closed') <> "
            "IsClosed") == "0");
  CHECK(pairs("SELECT Origin || ' ' || (ClosedDate IS NOT NULL), count(*) FROM \"Case\" GROUP BY 1") ==
        std::map<std::string, std::string>{{"Chat 0", "13"}, {"Chat 1", "374"}, {"Email 0", "46"}, {"Email 1", "544"}});
  CHECK(pairs("SELECT i.Name, count(*) FROM \"Case\" c JOIN Issue__c i ON i.Id = c.IssueId__c GROUP BY 1") ==
        std::map<std::string, std::string>{{"Incorrect Item Received", "255"},
                                           {"Shipping Delay", "149"},
                                           {"Size Mismatch", "148"},
                                           {"Order Cancellation", "99"},
                                           {"Warranty Issue", "85"},
                                           {"Product Defect", "84"},
                                           {"Return Policy Issue", "79"},
                                           {"Billing/Payment Issue", "50"},
                                           {"Product Availability", "20"},
                                           {"Loyalty Program Inquiry", "8"}});
  CHECK(pairs("SELECT Subject, count(*) FROM \"Case\" GROUP BY 1 ORDER BY 2 DESC LIMIT 5") ==
        std::map<std::string, std::string>{{"Incorrect Item Received", "196"},
                                           {"Size Mismatch", "112"},
                                           {"Shipping Delay", "104"},
                                           {"Product Defect", "43"},
                                           {"Return Policy Issue", "42"}});
  CHECK(one("SELECT count(*) FROM \"Case\" WHERE length(Description) NOT BETWEEN 63 AND 149 OR Priority NOT IN ('High', "
            "'Medium', 'Low')") == "0");
  CHECK(one("SELECT count(*) FROM \"Case\" WHERE Subject LIKE '%{%' OR Description LIKE '%{%'") == "0");
}

TEST_CASE("generate: a case is about an item that its account bought before, each about another") {
  CHECK(one("SELECT count(DISTINCT OrderItemId__c) FROM \"Case\"") == "977");
  CHECK(one("SELECT count(*) FROM \"Case\" c JOIN OrderItem i ON i.Id = c.OrderItemId__c JOIN \"Order\" o ON o.Id = i.OrderId "
            "JOIN Contact p ON p.Id = c.ContactId "
            "WHERE o.AccountId = c.AccountId AND p.AccountId = c.AccountId AND o.EffectiveDate <= substr(c.CreatedDate, 1, 10) "
            "AND i.CreatedDate < c.CreatedDate") == "977");
  const int accounts = std::stoi(one("SELECT count(DISTINCT AccountId) FROM \"Case\""));
  CHECK(accounts >= 180);
  CHECK(accounts <= 195);
}

// Nobody complains about the size of a ball, or about the sole of a watch.
TEST_CASE("generate: issues and what is said about them fit the product") {
  const Bank bank = *read_bank("retail");
  int sized = 0, equipment = 0;
  for (const Row& row :
       rows("SELECT c.Id, s.Name, p.Name FROM \"Case\" c JOIN Issue__c s ON s.Id = c.IssueId__c JOIN OrderItem i "
            "ON i.Id = c.OrderItemId__c JOIN Product2 p ON p.Id = i.Product2Id")) {
    const Noun* noun = noun_of_name(bank, row[2]);
    REQUIRE_MESSAGE(noun != nullptr, row[2]);
    const auto has = [&](const char* trait) {
      return std::find(noun->traits.begin(), noun->traits.end(), trait) != noun->traits.end();
    };
    if (row[1] == "Size Mismatch") sized += has("sized");
    if (row[1] == "Warranty Issue") equipment += has("equipment");
    if (row[1] == "Product Availability") CHECK_MESSAGE(has("sneaker"), row[2]);
    if (row[1] == "Product Defect") CHECK_MESSAGE(noun->kind != "wearable", row[2]);
  }
  CHECK(sized == 148);
  CHECK(equipment == 85);
  for (const Row& row :
       rows("SELECT p.Name, c.Subject || ' ' || c.Description || ' ' || ifnull((SELECT group_concat(TextBody, ' ') "
            "FROM EmailMessage WHERE ParentId = c.Id), (SELECT Body FROM LiveChatTranscript WHERE CaseId = "
            "c.Id)) FROM \"Case\" c JOIN OrderItem i ON i.Id = c.OrderItemId__c JOIN Product2 p ON p.Id = "
            "i.Product2Id"))
    CHECK_MESSAGE(misplaced_word(bank, *noun_of_name(bank, row[0]), row[1]) == "", row[0], ": ", row[1]);
}

TEST_CASE("generate: handle times by channel") {
  const auto quantile = [](const char* origin, double share) {
    const auto all = rows(std::string("SELECT round(") + kMinutes + ", 3) AS m FROM \"Case\" WHERE Origin = '" + origin +
                          "' AND ClosedDate IS NOT NULL ORDER BY 1 * m");
    return std::stod(all.at(static_cast<std::size_t>(share * static_cast<double>(all.size() - 1)))[0]);
  };
  CHECK(quantile("Chat", 0) == doctest::Approx(9).epsilon(0.01));
  CHECK(quantile("Chat", 0.25) == doctest::Approx(19).epsilon(0.02));
  CHECK(quantile("Chat", 0.5) == doctest::Approx(24).epsilon(0.02));
  CHECK(quantile("Chat", 0.95) == doctest::Approx(42).epsilon(0.02));
  CHECK(quantile("Chat", 1) == doctest::Approx(73).epsilon(0.01));
  CHECK(quantile("Email", 0) == doctest::Approx(103).epsilon(0.01));
  CHECK(quantile("Email", 0.05) == doctest::Approx(243).epsilon(0.02));
  CHECK(quantile("Email", 0.5) == doctest::Approx(428).epsilon(0.02));
  CHECK(quantile("Email", 0.75) == doctest::Approx(568).epsilon(0.02));
  CHECK(quantile("Email", 1) == doctest::Approx(30154).epsilon(0.001));
}

TEST_CASE("generate: agents close 3 to 16 cases") {
  CHECK(one("SELECT count(DISTINCT OwnerId) FROM \"Case\" WHERE Status = 'Closed'") == "100");
  CHECK(one("SELECT count(*) FROM (SELECT count(*) AS n FROM \"Case\" WHERE Status = 'Closed' GROUP BY OwnerId) WHERE n NOT "
            "BETWEEN 3 AND 16") == "0");
}

TEST_CASE("generate: case history") {
  CHECK(pairs("SELECT Field__c, count(*) FROM CaseHistory__c GROUP BY 1") ==
        std::map<std::string, std::string>{{"Case Closed", "918"}, {"Case Creation", "977"}, {"Owner Assignment", "1088"}});
  CHECK(one("SELECT count(*) FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c WHERE Field__c = 'Case Creation' AND "
            "h.CreatedDate = c.CreatedDate "
            "AND OldValue__c IS NULL AND NewValue__c IS NULL") == "977");
  CHECK(one("SELECT count(*) FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c WHERE Field__c = 'Case Closed' AND "
            "h.CreatedDate = c.ClosedDate "
            "AND OldValue__c IS NULL AND NewValue__c IS NULL") == "918");
  CHECK(one("SELECT count(*) FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c WHERE Field__c = 'Owner Assignment' "
            "AND OldValue__c IS NULL "
            "AND h.CreatedDate = c.CreatedDate AND NewValue__c LIKE '005%'") == "977");
  // A transfer: from the first agent to the owner, between creation and closing, at most one per case.
  CHECK(one("SELECT count(DISTINCT h.CaseId__c) FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c JOIN "
            "CaseHistory__c f ON f.CaseId__c = c.Id AND "
            "f.Field__c = 'Owner Assignment' AND f.OldValue__c IS NULL WHERE h.OldValue__c = f.NewValue__c AND h.NewValue__c = "
            "c.OwnerId AND "
            "h.OldValue__c <> h.NewValue__c AND h.CreatedDate > c.CreatedDate AND (c.ClosedDate IS NULL OR h.CreatedDate < "
            "c.ClosedDate)") == "111");
  CHECK(one("SELECT count(*) FROM CaseHistory__c h JOIN \"Case\" c ON c.Id = h.CaseId__c WHERE Field__c = 'Owner Assignment' "
            "AND OldValue__c IS NULL AND NewValue__c = c.OwnerId") == "866");
  CHECK(std::stoi(one("SELECT count(DISTINCT OldValue__c) FROM CaseHistory__c WHERE OldValue__c IS NOT NULL")) >= 50);
}

TEST_CASE("generate: transfers follow the skills") {
  const World world = *make_world({});
  std::map<int, int> skills;
  for (const Agent& agent : world.agents)
    ++skills[static_cast<int>(std::count(agent.skills.begin(), agent.skills.end(), true))];
  CHECK(skills.begin()->first >= 6);
  CHECK(skills.rbegin()->first <= 9);
  int violations = 0;
  for (const Case& c : world.cases) {
    CHECK(world.agents[c.owner].skills[c.issue]);
    CHECK(world.agents[c.first_agent].skills[c.issue] != c.transferred);
    const auto& allowed = world.issue_of(c).remedies;
    if (c.remedy == 0xff) continue;
    const bool listed = std::find(allowed.begin(), allowed.end(), c.remedy) != allowed.end();
    const int days = world.bank.remedies[c.remedy].days;
    const bool late = days != 0 && day_of_ms(c.created) - world.order_of(c).day > days;
    CHECK((c.verdict == Verdict::not_allowed) == !listed);
    CHECK((c.verdict == Verdict::too_late) == (listed && late));
    if (c.status == CaseStatus::closed && c.verdict != Verdict::allowed) ++violations;
  }
  CHECK(violations > 918 * 30 / 100);
  CHECK(violations < 918 * 42 / 100);
}
