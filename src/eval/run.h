// Agents put to tasks: every task a number of times, by several workers at once.
//
// Each worker reads the same image of the org in a session of its own, made anew for each episode; nothing that an episode does
// is seen by another.  Unless the run pins it, the clock of an episode stands at the start of the day that its task says it is,
// so that the same run gives the same bytes whenever it is made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataset/progress.h"
#include "eval/agent.h"
#include "eval/result.h"
#include "eval/run_journal.h"
#include "store/org_file.h"

namespace localorg::eval {

struct RunOptions {
  EnvironmentOptions environment;
  int trials = 1;
  int workers = 1;
  std::optional<std::int64_t> now_ms;
  RunHeader header;  // trials, strategy, and what the run hangs on are added
  std::string out;   // the results file
  Unfinished unfinished = Unfinished::refuse;
};

struct RunSummary {
  std::size_t episodes = 0, played = 0, resumed = 0;
  std::size_t environment_failures = 0;  // of those played
};

// Fails with USAGE where an agent cannot be had or the files cannot be written.  The file has the episodes by task and trial,
// however many workers there are.
Result<RunSummary> run_tasks(const store::OpenOrg& org, const std::vector<Task>& tasks, const MakeAgent& make_agent,
                             const RunOptions& options, const dataset::Progress& progress = {});

// Where the clock of a task stands: at the start of the day that its source or its required facts name.
std::optional<std::int64_t> today_of(const Task& task);

// Differs, but for luck, between two lists of tasks.
std::string fingerprint(const std::vector<Task>& tasks);

}  // namespace localorg::eval
