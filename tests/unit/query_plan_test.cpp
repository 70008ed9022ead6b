#include "store/query_plan.h"

#include <doctest/doctest.h>

#include "base/text.h"

using namespace localorg;

namespace {

// A read in one line: alias, search or scan, index (columns), and what else is to be said.
std::string line_of(const store::TableRead& read) {
  std::string line =
      read.alias + (read.is_search ? " search " : " scan ") + read.index + "(" + text::join(read.columns, " ") + ")";
  if (read.is_temporary) line += " temporary";
  if (read.is_left_join) line += " left join";
  if (read.subquery != 0) line += " in " + std::to_string(read.subquery);
  return line;
}

std::string reads(std::string_view plan) {
  std::vector<std::string> lines;
  for (const store::TableRead& read : store::reads_of(plan)) lines.push_back(line_of(read));
  return text::join(lines, "; ");
}

}  // namespace

TEST_CASE("a plan's lines tell how a table is read") {
  CHECK(reads("SCAN t0\n") == "t0 scan ()");
  CHECK(reads("SCAN t0 USING COVERING INDEX ix_Case_CreatedDate\n") == "t0 scan ix_Case_CreatedDate()");
  CHECK(reads("SEARCH t0 USING PRIMARY KEY (Id=?)\n") == "t0 search (Id)");
  CHECK(reads("SEARCH t1 USING PRIMARY KEY (Id=?) LEFT-JOIN\n") == "t1 search (Id) left join");
  CHECK(reads("SEARCH t0 USING INDEX ix (Status=? AND CreatedDate>? AND CreatedDate<?)\n") ==
        "t0 search ix(Status CreatedDate)");
  CHECK(reads("SEARCH t0 USING INDEX ix (ANY(Status) AND CreatedDate>?)\n") == "t0 search ix(CreatedDate)");
  CHECK(reads("SEARCH t1 USING AUTOMATIC COVERING INDEX (Name=?)\n") == "t1 search (Name) temporary");
  CHECK(reads("") == "");
}

TEST_CASE("other lines are left out, and subqueries are told apart") {
  CHECK(reads("MULTI-INDEX OR\n"
              "  INDEX 1\n"
              "    SEARCH t0 USING INDEX a (OwnerId=?)\n"
              "  INDEX 2\n"
              "    SEARCH t0 USING INDEX b (AccountId=?)\n"
              "USE TEMP B-TREE FOR ORDER BY\n") == "t0 search a(OwnerId); t0 search b(AccountId)");
  CHECK(reads("SEARCH t0 USING INDEX a (AccountId=?)\n"
              "LIST SUBQUERY 2\n"
              "  SEARCH s0 USING INDEX b (Status=?)\n"
              "  LIST SUBQUERY 1\n"
              "    SCAN json_each VIRTUAL TABLE INDEX 1:\n"
              "  SCAN s1_0\n"
              "LIST SUBQUERY 3\n"
              "  SCAN s0\n") == "t0 search a(AccountId); s0 search b(Status) in 2; s1_0 scan () in 2; s0 scan () in 3");
  CHECK(reads("CO-ROUTINE (subquery-1)\n"
              "  SCAN t0 USING COVERING INDEX a\n"
              "SCAN (subquery-1)\n") == "t0 scan a()");
}
