#include "soql/selectivity.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "org/calendar.h"
#include "soql/bind.h"
#include "soql/parse.h"

using namespace localorg;

namespace {

const org::Catalog& crmarena() {
  static const org::Catalog catalog = *org::Catalog::built_in("crmarena");
  return catalog;
}

soql::IndexUse use_of(std::string_view query, std::string_view plan) {
  const auto parsed = soql::parse(query);
  REQUIRE_MESSAGE(parsed, query);
  const auto bound = soql::bind(*parsed, crmarena(), org::Viewer{});
  REQUIRE_MESSAGE(bound, query);
  return soql::index_use(*bound, plan);
}

// Case(path) by Fields index; ...
std::string reads(std::string_view query, std::string_view plan) {
  std::vector<std::string> lines;
  for (const soql::ObjectRead& read : use_of(query, plan).reads) {
    lines.push_back(read.object + "(" + read.path + ") by " + text::join(read.fields, ",") + " " + read.index);
  }
  return text::join(lines, "; ");
}

std::string unserved(const std::string& where, std::string_view plan = "SCAN t0\n") {
  std::vector<std::string> lines;
  for (const soql::UnservedCondition& entry : use_of("SELECT Id FROM Case WHERE " + where, plan).unserved) {
    lines.push_back(entry.condition + ": " + entry.reason);
  }
  return text::join(lines, "; ");
}

constexpr const char* kByStatus = "SEARCH t0 USING INDEX ix_Case_Status_CreatedDate (Status=? AND CreatedDate>?)\n";

}  // namespace

TEST_CASE("each table is named by its object and the way there") {
  CHECK(reads("SELECT Id FROM Case", "SCAN t0\n") == "Case() by  ");
  CHECK(reads("SELECT Account.Owner.Name, Owner.Name FROM Case",
              "SCAN t0\n"
              "SEARCH t1 USING PRIMARY KEY (Id=?) LEFT-JOIN\n"
              "SEARCH t2 USING PRIMARY KEY (Id=?) LEFT-JOIN\n"
              "SEARCH t3_0 USING PRIMARY KEY (Id=?) LEFT-JOIN\n") ==
        "Case() by  ; Account(Case.Account) by Id ; User(Case.Account.Owner) by Id ; User(Case.Owner) by Id ");
  CHECK(reads("SELECT Id FROM Case WHERE AccountId IN (SELECT Id FROM Account) AND ContactId NOT IN (SELECT Id FROM Contact)",
              "SCAN t0\nLIST SUBQUERY 2\n  SCAN s0\nLIST SUBQUERY 1\n  SCAN s0 USING COVERING INDEX ix_Account_Name\n") ==
        "Case() by  ; Account(semi-join) by  ix_Account_Name; Contact(semi-join) by  ");
}

TEST_CASE("a condition that the plan looks up is served") {
  CHECK(unserved("Status = 'New' AND CreatedDate > 2022-01-01T00:00:00Z", kByStatus) == "");
  CHECK(unserved("Id = '500Ws00000DWmBOIA1'", "SEARCH t0 USING PRIMARY KEY (Id=?)\n") == "");
  CHECK(unserved("Account.Name = 'A'", "SEARCH t1 USING INDEX a (Name=?)\nSEARCH t0 USING INDEX b (AccountId=?)\n") == "");
  CHECK(unserved("Status = 'New' OR OwnerId = null",
                 "MULTI-INDEX OR\n  INDEX 1\n    SEARCH t0 USING INDEX a (Status=?)\n"
                 "  INDEX 2\n    SEARCH t0 USING INDEX b (OwnerId=?)\n") == "");
}

TEST_CASE("the others say why") {
  CHECK(unserved("Status = 'New' AND Subject LIKE '%x'", kByStatus) == "Case.Subject like '%x': leading wildcard");
  CHECK(unserved("Subject LIKE '_x'") == "Case.Subject like '_x': leading wildcard");
  CHECK(unserved("CaseNumber LIKE 'x%'") == "Case.CaseNumber like 'x%': text is compared in Unicode, the index knows ASCII");
  CHECK(unserved("Status != 'New'") == "Case.Status != 'New': negative operator");
  CHECK(unserved("OwnerId NOT IN ('005Ws000001xTbkIAE')") == "Case.OwnerId not in 1 values: negative operator");
  CHECK(unserved("AccountId NOT IN (SELECT Id FROM Account)") == "Case.AccountId not in (SELECT ...): negative operator");
  CHECK(unserved("CALENDAR_YEAR(CreatedDate) = 2022") == "CALENDAR_YEAR(Case.CreatedDate) = 2022.0: function");
  CHECK(unserved("Priority = 'High'") == "Case.Priority = 'High': the field has no index");
  CHECK(unserved("Status = 'caf\xC3\xA9'") ==
        "Case.Status = 'caf\xC3\xA9': text is compared in Unicode, the index knows ASCII");
  CHECK(unserved("Status > 'A'") == "Case.Status > 'A': text is compared in Unicode, the index knows ASCII");
  CHECK(unserved("Owner.Name = 'A'") == "Case.Owner.Name = 'A': reached through a relationship to several objects");
  CHECK(unserved("Status = 'New'") == "Case.Status = 'New': has an index; SQLite took another way");
  CHECK(unserved("Account.Id = '001Ws00003LJSmFIAX'", "SCAN t0\nSEARCH t1 USING PRIMARY KEY (Id=?) LEFT-JOIN\n") ==
        "Case.Account.Id = '001Ws00003LJSmFIAX': has an index; SQLite took another way");
  CHECK(unserved("(NOT Status = 'New')") == "Case.Status = 'New': under NOT");
  CHECK(unserved("Status = 'New' OR Priority = 'High'") ==
        "Case.Status = 'New': in an OR with a condition that no index serves; Case.Priority = 'High': the field has no index");
  CHECK(unserved("AccountId IN (SELECT Id FROM Account WHERE Name != 'A')",
                 "SEARCH t0 USING INDEX a (AccountId=?)\nLIST SUBQUERY 1\n  SCAN s0\n") ==
        "Account.Name != 'A': negative operator");
}
