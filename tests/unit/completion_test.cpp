#include <doctest/doctest.h>

#include "base/text.h"
#include "soql/complete.h"

using namespace localorg;

namespace {

const org::Catalog& crmarena() {
  static const org::Catalog catalog = *org::Catalog::built_in("crmarena");
  return catalog;
}

// `query` has a bar at the cursor.
soql::Completion completion_of(std::string query) {
  const std::size_t bar = query.find('|');
  query.erase(bar, 1);
  return soql::complete(query, bar, crmarena());
}

// The proposals, with commas between.
std::string proposals(const std::string& query) {
  std::vector<std::string> names;
  for (const soql::Proposal& proposal : completion_of(query).proposals) names.push_back(proposal.text);
  return text::join(names, ", ");
}

bool proposes(const std::string& query, const std::string& name) {
  return (", " + proposals(query) + ",").find(", " + name + ",") != std::string::npos;
}

// The query after TAB, with the bar at the cursor again.
std::string completed(std::string query) {
  const std::size_t bar = query.find('|');
  const soql::Completion completion = completion_of(query);
  if (completion.proposals.empty()) return query;
  return query.replace(completion.begin, bar - completion.begin, soql::insertion(completion));
}

}  // namespace

TEST_CASE("keywords stand where the grammar has them") {
  CHECK(completed("|") == "SELECT |");
  CHECK(completed("sel|") == "select |");
  CHECK(completed("SELECT Id F|") == "SELECT Id FROM |");
  CHECK(completed("SELECT Id, Name fr|") == "SELECT Id, Name from |");
  CHECK(completed("SELECT Id FROM Case W|") == "SELECT Id FROM Case W|");
  CHECK(proposals("SELECT Id FROM Case W|") == "WHERE, WITH");
  CHECK(completed("SELECT Id FROM Case GR|") == "SELECT Id FROM Case GROUP BY |");
  CHECK(completed("SELECT Id FROM Case USING|") == "SELECT Id FROM Case USING SCOPE |");
  CHECK(proposals("SELECT Id FROM Case USING SCOPE |") == "everything, mine");
  CHECK(proposals("SELECT Id FROM Case c |") == "AS, USING SCOPE, WHERE, WITH, GROUP BY, ORDER BY, LIMIT, OFFSET, FOR, UPDATE");
  CHECK(proposals("SELECT Id FROM Case WHERE Id = null |") == "AND, OR, WITH, GROUP BY, ORDER BY, LIMIT, OFFSET, FOR, UPDATE");
  CHECK(proposals("SELECT Id FROM Case WHERE (Id = null |") == "AND, OR");
  CHECK(proposals("SELECT Status FROM Case GROUP BY Status |") == "HAVING, ORDER BY, LIMIT, OFFSET, FOR, UPDATE");
  CHECK(proposals("SELECT Id FROM Case ORDER BY Id |") == "ASC, DESC, NULLS, LIMIT, OFFSET, FOR, UPDATE");
  CHECK(proposals("SELECT Id FROM Case ORDER BY Id NULLS |") == "FIRST, LAST");
  CHECK(proposals("SELECT Id FROM Case WHERE Subject |") == "LIKE, IN, NOT IN, INCLUDES, EXCLUDES");
  CHECK(proposals("SELECT Id FROM Case LIMIT |") == "");
  CHECK(proposals("SELECT Id FROM Case LIMIT 3 |") == "OFFSET, FOR, UPDATE");
}

TEST_CASE("FROM takes objects") {
  CHECK(proposals("SELECT Id FROM Ca|") == "Case, CaseHistory__c");
  CHECK(completed("SELECT Id FROM Ca|") == "SELECT Id FROM Case|");
  CHECK(completed("SELECT Id FROM acc|") == "SELECT Id FROM Account |");
  CHECK(completed("SELECT Id FROM Cas| WHERE Id = null") == "SELECT Id FROM Case| WHERE Id = null");
  CHECK(proposals("SELECT Id FROM Order|") == "Order, OrderItem");
  CHECK_FALSE(proposes("SELECT Id FROM |", "Name"));  // no object of its own
  CHECK(proposals("SELECT Id, (SELECT Id FROM C|) FROM Account") == "Cases, ChildAccounts, Contacts");
  CHECK(proposals("SELECT Id FROM Case WHERE AccountId IN (SELECT Id FROM Acc|") == "Account");
  CHECK(proposals("SELECT Id FROM Case c, c.Acc|") == "Account");
}

TEST_CASE("SELECT takes the fields of FROM's object") {
  CHECK(completed("SELECT CaseN| FROM Case") == "SELECT CaseNumber| FROM Case");
  CHECK(completed("SELECT id, casen| from case") == "SELECT id, CaseNumber| from case");
  CHECK(proposals("SELECT Is| FROM Case") ==
        "IsClosed, IsClosedOnCreate, IsDeleted, IsEscalated, IsSelfServiceClosed, IsStopped, IssueId__c, IssueId__r., "
        "IsVisibleInSelfService");
  CHECK(proposals("SELECT c.CaseN| FROM Case c") == "CaseNumber");
  CHECK(completed("SELECT Case.CaseN| FROM Case") == "SELECT Case.CaseNumber| FROM Case");
  CHECK(proposals("SELECT Na| FROM Case") == "");
  CHECK(proposals("SELECT TYPE| FROM Case") == "Type, TYPEOF");

  SUBCASE("before FROM is written, of all objects") {
    CHECK(completed("SELECT CaseN|") == "SELECT CaseNumber|");
    CHECK(completed("SELECT CreatedD|") == "SELECT CreatedDate|");
    CHECK_FALSE(proposes("SELECT |", "Id"));
    CHECK(proposes("SELECT |", "COUNT("));
  }
  SUBCASE("the object of a subquery is its own") {
    CHECK(proposals("SELECT Id, (SELECT CaseN| FROM Cases) FROM Account") == "CaseNumber");
    CHECK(proposals("SELECT Id, CaseN|, (SELECT Id FROM Cases) FROM Account") == "");
    CHECK(proposals("SELECT Id FROM Account WHERE Id IN (SELECT AccountI| FROM Case)") == "AccountId");
    CHECK(completed("SELECT Id, (sel| FROM Account") == "SELECT Id, (select | FROM Account");
    CHECK(completed("SELECT Id FROM Account WHERE Id IN (S|") == "SELECT Id FROM Account WHERE Id IN (SELECT |");
  }
  SUBCASE("a clause behind a half-typed one is found") {
    CHECK(proposals("SELECT | FROM Pricebook2 WHERE") == proposals("SELECT | FROM Pricebook2"));
    CHECK(proposals("SELECT COUNT(CaseN| FROM Case") == "CaseNumber");
  }
}

TEST_CASE("a path goes along its relationships") {
  CHECK(completed("SELECT Account.Ow| FROM Case") == "SELECT Account.Owner| FROM Case");
  CHECK(proposals("SELECT Account.Ow| FROM Case") == "Owner., OwnerId, Ownership");
  CHECK(completed("SELECT Account.Ow|") == "SELECT Account.Owner|");
  CHECK(completed("SELECT accoun| FROM Contact") == "SELECT Account| FROM Contact");
  CHECK(proposals("SELECT accoun| FROM Contact") == "Account., AccountId");
  CHECK(completed("SELECT IssueId__r.Na| FROM Case") == "SELECT IssueId__r.Name| FROM Case");
  CHECK(proposals("SELECT Account.Owner.Usern| FROM Case") == "Username");
  CHECK(proposals("SELECT Owner.Divis| FROM Case") == "");  // polymorphic: the fields of Name
  CHECK(proposals("SELECT Owner.Al| FROM Case") == "Alias");
  CHECK(proposals("SELECT Acount.Na| FROM Case") == "");
  CHECK(proposals("SELECT a.Nam| FROM Case c, c.Account a") == "Name");
  CHECK(proposals("SELECT TYPEOF Own| FROM Case") == "Owner");
  CHECK(proposals("SELECT TYPEOF Owner WHEN | FROM Case") == "User");
  CHECK(proposals("SELECT TYPEOF Owner WHEN User THEN Usern| FROM Case") == "Username");
}

TEST_CASE("a clause takes the fields that it may have") {
  CHECK(proposes("SELECT Desc| FROM Case", "Description"));
  CHECK_FALSE(proposes("SELECT Id FROM Case WHERE Desc|", "Description"));  // not filterable
  CHECK_FALSE(proposes("SELECT Id FROM Case ORDER BY Desc|", "Description"));
  CHECK(proposals("SELECT Id FROM Case WHERE CreatedD|") == "CreatedDate");
  CHECK(proposals("SELECT COUNT(Id) FROM Case GROUP BY CreatedD|") == "");  // a dateTime cannot be grouped by
  CHECK(proposals("SELECT COUNT(Id) FROM Case GROUP BY CALENDAR_|") == "CALENDAR_MONTH(, CALENDAR_QUARTER(, CALENDAR_YEAR(");
  CHECK(proposals("SELECT COUNT(Id) FROM Case GROUP BY CALENDAR_YEAR(CreatedD|") == "CreatedDate");
  CHECK(proposals("SELECT Id FROM Case WHERE COUN|") == "");
  CHECK(proposals("SELECT Status FROM Case GROUP BY Status HAVING COUN|") == "COUNT(, COUNT_DISTINCT(");
}

TEST_CASE("a comparison takes the field's values") {
  CHECK(proposals("SELECT Id FROM Case WHERE Status = |") ==
        "'New', 'Working', 'Waiting on Customer', 'Escalated', 'Closed', NULL");
  CHECK(completed("SELECT Id FROM Case WHERE Status = 'Cl|") == "SELECT Id FROM Case WHERE Status = 'Closed' |");
  CHECK(completed("SELECT Id FROM Case WHERE Status = cl|") == "SELECT Id FROM Case WHERE Status = 'Closed' |");
  CHECK(completed("SELECT Id FROM Case WHERE Status = 'Cl|'") == "SELECT Id FROM Case WHERE Status = 'Closed |'");
  CHECK(proposals("SELECT Id FROM Case WHERE Status IN ('New', 'W|") == "'Working', 'Waiting on Customer'");
  CHECK(proposals("SELECT Id FROM Case WHERE IsClosed = |") == "TRUE, FALSE");
  CHECK(proposals("SELECT Id FROM Case WHERE CreatedDate > LAST_N_D|") == "LAST_N_DAYS:");
  CHECK(completed("SELECT Id FROM Case WHERE CreatedDate > TOD|") == "SELECT Id FROM Case WHERE CreatedDate > TODAY |");
  CHECK(proposals("SELECT Id FROM Case WHERE CreatedDate > LAST_N_DAYS:3 A|") == "AND");
  CHECK(proposals("SELECT Id FROM Case WHERE Subject = 'Cl|") == "");
  CHECK(proposals("SELECT Id FROM Case WHERE Subject = 'FROM |") == "");
}

TEST_CASE("any text is taken") {
  const std::string query =
      "SELECT Id, (SELECT Id FROM Cases), COUNT(Id) n FROM Account a WHERE (a.Name LIKE 'A\\'%' OR Id IN (SELECT "
      "AccountId FROM Case)) AND CreatedDate > LAST_N_DAYS:3 GROUP BY ROLLUP(Name) ORDER BY Name NULLS LAST LIMIT 1";
  for (std::size_t end = 0; end <= query.size(); ++end) {
    for (std::size_t begin : {std::size_t{0}, end / 3, end / 2}) {
      const std::string_view part = std::string_view(query).substr(begin, end - begin);
      for (std::size_t at = 0; at <= part.size(); at += 7) {
        const soql::Completion completion = soql::complete(part, at, crmarena());
        CHECK(completion.begin <= at);
      }
    }
  }
  CHECK(proposals("))) ]] ; = = |") == "SELECT");
}
