// localorg tasks check: are the expected answers of tasks true in an org?  Each is computed by both routes of truth.h and
// compared with what the task expects.
//
//     right        both routes give exactly the expected answer
//     wrong        a route gives another one, or several that tie, in an org that holds all that the answer hangs on
//     undecidable  the question cannot be read, a route cannot tell, or the org lacks records (coverage.h)
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "eval/task.h"
#include "store/org_file.h"

namespace localorg::eval {

enum class Verdict { right, wrong, undecidable };
std::string_view name_of(Verdict verdict);

struct Finding {
  int idx = 0;
  std::string task;
  Verdict verdict = Verdict::undecidable;
  std::string reason;              // of what is not right; of case_routing that is undecidable, how far it is right
  std::vector<Answer> expected;    // what the task says
  std::vector<Answer> tools, sql;  // what the routes give; several that tie, none where a route cannot tell
  bool first_step_right = false;   // case_routing: the expected agent is among those with the most closed cases of the issue
};

// In the order of the tasks, which are shared out among the machine's cores, each with a view of its own.
Result<std::vector<Finding>> check(const store::OpenOrg& org, const std::vector<Task>& tasks);

}  // namespace localorg::eval
