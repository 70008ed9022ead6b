// Two runs of the same tasks, task by task.
#pragma once

#include <string>
#include <vector>

#include "eval/score.h"

namespace localorg::eval {

// A task that both runs were put to and that came out differently: means over its trials, from 0 to 1.
struct Change {
  int task_id = 0;
  std::string task_type;
  double before = 0, after = 0;
};

// The tasks of one metric: right or wrong (exact), or F1 (fuzzy).
struct Compared {
  std::size_t tasks = 0;                       // in both runs, with a trial that counts in each
  std::vector<Change> gained, lost;            // by task
  std::size_t both_right = 0, both_wrong = 0;  // equal and 1, equal and 0; the rest of the equal ones is between
  double before = 0, after = 0;                // means over these tasks
  // Of the sign test on gained and lost.  With one trial a task that is McNemar's exact test; a task is one pair however often
  // it was tried, since its trials hang together.
  double p = 1;
};

struct Comparison {
  std::string before_name, after_name;
  Compared exact, fuzzy;
  std::size_t only_before = 0, only_after = 0;  // tasks that the other run lacks
  std::size_t uncounted = 0;                    // in both, but one run has no trial that counts
};

Comparison compare(const RunScore& before, const RunScore& after);

Json to_json(const Comparison& comparison);

}  // namespace localorg::eval
