// The answer of a task, computed from the org by the rules of CRMArena's tool functions:
//
//   handle_time   in the window, every assignment to an agent counts as handled; of the agents who handled more than n, the
//                 extreme mean time of the closed cases created in it that were assigned exactly once in it
//   transfer_count  the same agents; the extreme number of cases handed over, among those who handed over any
//   top_issue, monthly_trend   the cases of the product's order items, by issue, by month name
//   best_region   the state with the smallest mean time of the closed cases created in the window
//   case_routing  most closed cases of the issue; of those, most of the product; of those, fewest that are not closed
//   named_entity  what the account bought that day, by its name
//   policy_violation  the article of the case's issue, if the remedy offered is not on its list or too late
//   knowledge_qa  the expected answer, if the article says so
//
// Two routes that share no query: truth_by_tools() goes by the tool functions and SOQL, truth_by_sql() by SQL over the tables.
// Where the first reads what was said (an article, a conversation), the second goes by what the task's source knows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "eval/question.h"
#include "eval/task.h"
#include "eval/tools/tool.h"
#include "store/org_file.h"

namespace localorg::eval {

struct Truth {
  std::vector<Answer> winners;          // one; several that tie; none where the org says neither
  std::vector<std::string> first_step;  // case_routing: the agents with the most closed cases of the issue
};

// Fails with USAGE, in one sentence, where the route cannot tell.
Result<Truth> truth_by_tools(Toolbox& toolbox, const Task& task, const Question& question);

// Plain SQL with its prepared statements.  The org must outlive it.
class SqlRoute {
 public:
  explicit SqlRoute(const store::OpenOrg& org);
  ~SqlRoute();
  SqlRoute(SqlRoute&&) noexcept;

  Result<Truth> truth(const Task& task, const Question& question);

  // Rows of a statement by its name in truth_sql.cpp, as texts; null is the empty text.
  using Row = std::vector<std::string>;
  Result<std::vector<Row>> rows(const char* sql, const std::vector<org::Value>& parameters);

 private:
  struct Prepared;
  std::unique_ptr<Prepared> prepared_;
};

}  // namespace localorg::eval
