#include "soql/suggest.h"

#include <doctest/doctest.h>

#include "org/calendar.h"
#include "soql/bind.h"
#include "soql/parse.h"

using namespace localorg;

namespace {

const org::Catalog& crmarena() {
  static const org::Catalog catalog = *org::Catalog::built_in("crmarena");
  return catalog;
}

// What is suggested for the error that the query gives.
std::string name_for(std::string_view query) {
  const auto parsed = soql::parse(soql::statement_of(query));
  REQUIRE_MESSAGE(parsed, query);
  const auto bound = soql::bind(*parsed, crmarena(), org::Viewer{});
  REQUIRE_MESSAGE(!bound, query);
  return soql::suggest_name(query, bound.error(), crmarena());
}

std::string value_for(std::string_view query) { return soql::suggest_value(query, crmarena()); }

}  // namespace

TEST_CASE("a field that is misspelt, wherever it stands") {
  CHECK(name_for("SELECT Id, CreateDate FROM Case") == "CreatedDate");
  CHECK(name_for("SELECT Nmae FROM Account") == "Name");
  CHECK(name_for("SELECT Id FROM Case WHERE Statsu = 'New'") == "Status");
  CHECK(name_for("SELECT Id FROM Case WHERE Id != null AND (NOT (Statuss IN ('New')))") == "Status");
  CHECK(name_for("SELECT COUNT(Id), MIN(CreateDate) FROM Case") == "CreatedDate");
  CHECK(name_for("SELECT Status, COUNT(Id) FROM Case GROUP BY Stauts") == "Status");
  CHECK(name_for("SELECT Id FROM Case ORDER BY Id, CreatDate DESC") == "CreatedDate");
  CHECK(name_for("  \n SELECT createdate FROM Case") == "CreatedDate");
  CHECK(name_for("SELECT Zzz FROM Case") == "");
}

TEST_CASE("the place decides, not the word") {
  CHECK(name_for("SELECT Nmae, Id FROM Account WHERE Name = 'Nmae'") == "Name");
  CHECK(name_for("SELECT Id FROM Case WHERE AccountId IN (SELECT Idd FROM Account)") == "Id");
  CHECK(name_for("SELECT Id, (SELECT Subjct FROM Cases) FROM Account") == "Subject");
  CHECK(name_for("SELECT Id, (SELECT Id FROM Cases), Nmae FROM Account") == "Name");
}

TEST_CASE("a step of a path") {
  CHECK(name_for("SELECT Acount.Name FROM Case") == "Account");
  CHECK(name_for("SELECT Account.Onwer.Name FROM Case") == "Owner");
  CHECK(name_for("SELECT Account.Owner.Nmae FROM Case") == "Name");
  CHECK(name_for("SELECT c.Account.Nmae FROM Case c") == "Name");
  CHECK(name_for("SELECT Case.Acount.Name FROM Case") == "Account");
  CHECK(name_for("SELECT a.Nmae FROM Case c, c.Account a") == "Name");
  CHECK(name_for("SELECT a.Name FROM Case c, c.Acount a") == "Account");
}

TEST_CASE("a field and its relationship stand for each other") {
  CHECK(name_for("SELECT Owner FROM Case") == "OwnerId");
  CHECK(name_for("SELECT OwnerId.Name FROM Case") == "Owner");
  CHECK(name_for("SELECT IssueId__c.Name FROM Case") == "IssueId__r");
  CHECK(name_for("SELECT Id FROM Case WHERE IssueId__r = null") == "IssueId__c");
}

TEST_CASE("a forgotten ending, a label, the name field") {
  CHECK(name_for("SELECT IssueId FROM Case") == "IssueId__c");
  CHECK(name_for("SELECT IssueId.Name FROM Case") == "IssueId__r");
  CHECK(name_for("SELECT Id FROM Issue") == "Issue__c");
  CHECK(name_for("SELECT Id FROM Knowledge") == "Knowledge__kav");
  CHECK(name_for("SELECT Id FROM ChatTranscript") == "LiveChatTranscript");
  CHECK(name_for("SELECT Name FROM Case") == "CaseNumber");
}

TEST_CASE("an object or a child relationship") {
  CHECK(name_for("SELECT Id FROM Acount") == "Account");
  CHECK(name_for("SELECT Id FROM cases") == "Case");
  CHECK(name_for("SELECT Id FROM Case WHERE AccountId IN (SELECT Id FROM Acount)") == "Account");
  CHECK(name_for("SELECT Id, (SELECT Id FROM Contact) FROM Account") == "Contacts");
  CHECK(name_for("SELECT Id, (SELECT Id FROM Contcts) FROM Account") == "Contacts");
  CHECK(name_for("SELECT Id, (SELECT Id FROM CaseHistories) FROM Case") == "CaseHistories__r");
  CHECK(name_for("SELECT Id FROM Zzz") == "");
}

TEST_CASE("TYPEOF") {
  CHECK(name_for("SELECT TYPEOF Onwer WHEN User THEN Name END FROM Case") == "Owner");
  CHECK(name_for("SELECT TYPEOF Owner WHEN Usr THEN Name END FROM Case") == "User");
  CHECK(name_for("SELECT TYPEOF Owner WHEN User THEN Usernam END FROM Case") == "Username");
}

TEST_CASE("an error that is not about a missing name has no suggestion") {
  CHECK(name_for("SELECT Id FROM Case WHERE CreatedDate = 'x'") == "");  // INVALID_FIELD for a wrong literal
  CHECK(name_for("SELECT Id, Id FROM Case") == "");                      // without a position
  CHECK(name_for("SELECT Id FROM Case WHERE Description = 'x'") == "");  // it is there and cannot be filtered
  CHECK(soql::suggest_name("", SalesforceError{}, crmarena()) == "");
}

TEST_CASE("a value that the picklist lacks") {
  CHECK(value_for("SELECT Id FROM Case WHERE Status = 'Close'") == "'Closed'");
  CHECK(value_for("SELECT Id FROM Case WHERE Status IN ('New', 'workin')") == "'Working'");
  CHECK(value_for("SELECT Id FROM Case WHERE Priority = 'High' AND (Status = 'Nw' OR Status = null)") == "'New'");
  CHECK(value_for("SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Case WHERE Origin = 'Emial')") == "'Email'");
  CHECK(value_for("SELECT COUNT() FROM Case WHERE Reason = 'User didnt attend training'") == "'User didn\\'t attend training'");

  SUBCASE("is not suggested where all values are known, none is near, or the value is shut out") {
    CHECK(value_for("SELECT Id FROM Case WHERE Status = 'closed'") == "");
    CHECK(value_for("SELECT Id FROM Case WHERE Status = 'Somewhere'") == "");
    CHECK(value_for("SELECT Id FROM Case WHERE Status != 'Close'") == "");
    CHECK(value_for("SELECT Id FROM Case WHERE NOT Status = 'Close'") == "");
    CHECK(value_for("SELECT Id FROM Case WHERE Status NOT IN ('Close')") == "");
    CHECK(value_for("SELECT Id FROM Case WHERE Subject = 'Close'") == "");
    CHECK(value_for("SELECT Id FROM Case") == "");
    CHECK(value_for("SELECT") == "");
  }
}
