// What run and episode share: which tasks, and how they are put.
#pragma once

#include <vector>

#include "cli/command.h"
#include "eval/environment.h"
#include "eval/task.h"

namespace localorg::cli {

// --tasks --task --idx --seed
void add_task_options(po::options_description& options);
// Those of --tasks; without it, tasks made from the org, as `tasks generate` makes them with --seed.
Result<std::vector<eval::Task>> tasks_of(const po::variables_map& options, const store::OpenOrg& org);

Result<std::vector<eval::Task>> read_tasks_file(const std::string& path);

// --protocol --observations --aided --interactive --max-turns
void add_protocol_options(po::options_description& options);
Result<eval::EnvironmentOptions> environment_options_of(const po::variables_map& options);

// --now, for commands whose clock otherwise stands at each task's day.
Result<std::optional<std::int64_t>> pinned_now_of(const po::variables_map& options);

// The kinds of tasks by their names, long or short: handle_time, HTU.
Result<std::vector<eval::TaskKind>> task_kinds_of(const std::vector<std::string>& names);

}  // namespace localorg::cli
