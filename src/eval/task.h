// Tasks put to an agent, in the JSON form of CRMArena's files:
//
//     {"idx": 650, "query": "...", "answer": "005..." or null, "reward_metric": "exact_match",
//      "metadata": {"required": "...", "optional": "..."}, "task": "handle_time"}
//
// and beside it, in files made here and in those that have it, `source`: what the task was made from.  Nothing of `source`
// is for the agent.
#pragma once

#include <array>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace localorg::eval {

enum class TaskKind {
  knowledge_qa,
  monthly_trend_analysis,
  top_issue_identification,
  case_routing,
  named_entity_disambiguation,
  handle_time,
  transfer_count,
  policy_violation_identification,
  best_region_identification,
};

struct TaskKindRow {
  TaskKind kind;
  std::string_view name, short_name;
  bool may_be_none;   // three in ten of these questions have no answer
  bool needs_latent;  // cannot be made from an org alone
};
// In the order of the files.
const std::array<TaskKindRow, 9>& task_kinds();
const TaskKindRow& row_of(TaskKind kind);
std::optional<TaskKind> task_kind_named(std::string_view name);

// nullopt is the answer None.
using Answer = std::optional<std::string>;
std::string shown(const Answer& answer);  // None

struct Task {
  int idx = 0;
  std::string task;  // names a TaskKind, or something newer
  std::string query;
  std::vector<Answer> answers;  // one, but for a few tasks of CRMArena-Pro
  bool answers_in_list = false;
  std::string reward_metric;
  std::string required, optional;
  std::optional<std::string> persona;
  Json source;  // null: none
};

// Fails with ORG_UNUSABLE, naming the key, for JSON that is no task.  `type` stands for `task` in the oldest files.
Result<Task> task_from_json(const Json& json);
Json to_json(const Task& task);

// task.source.metadata; an empty object where there is none.
const Json& metadata_of(const Task& task);
// A fact of it as text; empty if it has none.
std::string fact_of(const Task& task, const char* key);

// A file of tasks: a JSON array, or one object a line.  `name` is for errors.
Result<std::vector<Task>> read_tasks(std::string_view text, const std::string& name);
// An array for a name that ends in .json, else lines.
void write_tasks(std::ostream& out, const std::vector<Task>& tasks, std::string_view file_name);

}  // namespace localorg::eval
