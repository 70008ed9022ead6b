// localorg tasks generate: tasks with known answers from any org.
//
// Each is drawn from a template (whose words are in data/tasks/questions.json) and answered by SqlRoute; it is kept if the
// answer is unique and the same question has not been asked.  In five kinds three in ten have the answer None.  Tasks about
// articles, conversations and customers' words need to know what is behind the org (dataset/latent.h).
//
// The same org, options and latent data give the same tasks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/latent.h"
#include "dataset/progress.h"
#include "eval/task.h"
#include "store/org_file.h"

namespace localorg::eval {

struct TaskOptions {
  std::uint64_t seed = 1;
  int per_task = 130;
  std::vector<TaskKind> kinds;  // empty: all that can be made
};

struct TaskSet {
  std::vector<Task> tasks;         // by kind in the order of task_kinds(), numbered from 0
  std::vector<std::string> notes;  // what there is less of than was asked for, and why
};

// `latent` may be null.  Fails with USAGE if a kind is named that needs it, or if there are no cases.
Result<TaskSet> generate_tasks(const store::OpenOrg& org, const dataset::Latent* latent, const TaskOptions& options,
                               const dataset::Progress& progress);

// The latent data next to an org file, if they are there and belong to it.
Result<std::optional<dataset::Latent>> latent_of_org(const store::OpenOrg& org, const std::string& org_path);

}  // namespace localorg::eval
