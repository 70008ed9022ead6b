// A run's score: its episodes graded anew (eval/metrics.h) and summed up by kind of task, as in the tables of CRMArena's paper.
//
// An episode is worth 1 where the answers read out of its reply are the gold ones, knowledge questions their F1.  A task is
// worth the mean of its trials, a kind of task the mean of its tasks, the run the unweighted mean of its kinds.  Episodes that
// the environment broke (eval/result.h) are left out and counted apart; `with_failures` has them as 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "eval/metrics.h"
#include "eval/runs.h"
#include "eval/statistics.h"

namespace localorg::eval {

// An episode, graded.
struct Graded {
  const Episode* episode = nullptr;
  std::optional<std::string> reply;
  Reward reward;
  double value = 0;        // from 0 to 1
  bool fuzzy = false;      // graded by F1
  bool counts = true;      // false: the environment broke it
  bool answerable = true;  // the gold answer is another than None
  int turns = 0;
  std::int64_t tokens = 0;
};
Graded grade(const Episode& episode);

// pass^k: how likely k trials of a task are all right, over the tasks that were tried at least k times.
struct PassPoint {
  std::size_t k = 1;
  Estimate pass;
};

// Sums over a kind of task, or over all.
struct KindScore {
  std::string task_type;  // empty: over all kinds
  bool fuzzy = false;
  std::size_t tasks = 0, episodes = 0, answered = 0;
  std::size_t environment_failures = 0, agent_failures = 0;
  Estimate score, strict, with_failures;
  Estimate answerable, unanswerable;       // `score` of either half
  Estimate recorded;                       // the rewards that stand in the file
  std::size_t differing = 0;               // episodes whose recorded reward is another
  std::vector<PassPoint> pass;             // k = 1, 2, ...; none for fuzzy kinds
  double turns = 0, tokens = 0, cost = 0;  // means over the episodes that count
};

struct RunScore {
  std::string name;
  std::vector<Graded> episodes;  // point into the run
  std::vector<KindScore> kinds;  // in the order of task_kinds(), then by name
  KindScore overall;             // means of the kinds'; pass without the fuzzy ones; turns, tokens, cost over episodes
  std::size_t trials = 0;        // the most that a task has
  double total_cost = 0;
  bool heuristic = false;                                        // some were graded by a list of phrases
  std::vector<std::pair<std::string, std::size_t>> end_reasons;  // the most frequent first
};

// `run` outlives the score.
RunScore score(const Run& run);

Json to_json(const RunScore& score);

}  // namespace localorg::eval
