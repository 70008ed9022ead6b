#include "eval/task.h"

#include <algorithm>
#include <ostream>

#include "base/text.h"
#include "eval/json_text.h"

namespace localorg::eval {
namespace {

Result<Answer> answer_from(const Json& json) {
  if (json.is_null()) return Answer{};
  if (json.is_string()) return Answer{json.get<std::string>()};
  return error_without_position(ErrorCode::ORG_UNUSABLE, "a task's answer is a text, null, or a list of them");
}

Result<void> read_answers(Task& task, const Json& json) {
  task.answers_in_list = json.is_array();
  if (!task.answers_in_list) {
    LOCALORG_TRY(Answer only, answer_from(json));
    task.answers.push_back(std::move(only));
    return {};
  }
  for (const Json& one : json) {
    LOCALORG_TRY(Answer answer, answer_from(one));
    task.answers.push_back(std::move(answer));
  }
  return {};
}

Json json_of(const Answer& answer) { return answer ? Json(*answer) : Json(nullptr); }

}  // namespace

const std::array<TaskKindRow, 9>& task_kinds() {
  static const std::array<TaskKindRow, 9> rows = {{
      {TaskKind::knowledge_qa, "knowledge_qa", "KQA", false, true},
      {TaskKind::monthly_trend_analysis, "monthly_trend_analysis", "MTA", false, false},
      {TaskKind::top_issue_identification, "top_issue_identification", "TII", true, false},
      {TaskKind::case_routing, "case_routing", "NCR", false, false},
      {TaskKind::named_entity_disambiguation, "named_entity_disambiguation", "NED", true, true},
      {TaskKind::handle_time, "handle_time", "HTU", true, false},
      {TaskKind::transfer_count, "transfer_count", "TCU", true, false},
      {TaskKind::policy_violation_identification, "policy_violation_identification", "PVI", true, true},
      {TaskKind::best_region_identification, "best_region_identification", "BRI", false, false},
  }};
  return rows;
}

const TaskKindRow& row_of(TaskKind kind) { return task_kinds()[static_cast<std::size_t>(kind)]; }

std::optional<TaskKind> task_kind_named(std::string_view name) {
  for (const TaskKindRow& row : task_kinds()) {
    if (row.name == name || text::equal_ignoring_case(row.short_name, name)) return row.kind;
  }
  return std::nullopt;
}

std::string shown(const Answer& answer) { return answer.value_or("None"); }

Result<Task> task_from_json(const Json& json) {
  const auto fault = [](const std::string& what) { return error_without_position(ErrorCode::ORG_UNUSABLE, what); };
  if (!json.is_object()) return fault("a task is a JSON object");
  for (const char* key : {"idx", "query", "answer"}) {
    if (!json.contains(key)) return fault("a task has no '" + std::string(key) + "'");
  }
  const auto idx = whole_number_of(json["idx"]);
  if (!idx) return fault("a task's 'idx' is a number");
  Task task;
  task.idx = *idx;
  task.query = text_at(json, "query");
  task.task = text_at(json, json.contains("task") ? "task" : "type");
  if (task.task.empty()) return fault("task " + std::to_string(task.idx) + " has no 'task'");
  LOCALORG_CHECK(read_answers(task, json["answer"]));
  task.reward_metric = text_at(json, "reward_metric");
  if (const auto metadata = json.find("metadata"); metadata != json.end() && metadata->is_object()) {
    task.required = text_at(*metadata, "required");
    task.optional = text_at(*metadata, "optional");
  }
  if (json.contains("persona")) task.persona = text_at(json, "persona");
  if (json.contains("source")) task.source = json["source"];
  return task;
}

Json to_json(const Task& task) {
  Json answer;
  if (task.answers_in_list) {
    answer = Json::array();
    for (const Answer& one : task.answers) answer.push_back(json_of(one));
  } else if (!task.answers.empty()) {
    answer = json_of(task.answers.front());
  }
  Json json = {{"idx", task.idx},
               {"query", task.query},
               {"answer", std::move(answer)},
               {"reward_metric", task.reward_metric},
               {"metadata", {{"required", task.required}, {"optional", task.optional}}},
               {"task", task.task}};
  if (task.persona) json["persona"] = *task.persona;
  if (!task.source.is_null()) json["source"] = task.source;
  return json;
}

const Json& metadata_of(const Task& task) {
  static const Json none = Json::object();
  if (!task.source.is_object()) return none;
  const auto metadata = task.source.find("metadata");
  return metadata != task.source.end() && metadata->is_object() ? *metadata : none;
}

std::string fact_of(const Task& task, const char* key) { return text_at(metadata_of(task), key); }

Result<std::vector<Task>> read_tasks(std::string_view text, const std::string& name) {
  std::vector<Task> tasks;
  const auto add = [&](const Json& json) -> Result<void> {
    auto task = task_from_json(json);
    if (!task) return error_without_position(ErrorCode::ORG_UNUSABLE, name + ": " + task.error().message);
    tasks.push_back(*std::move(task));
    return {};
  };
  if (text::trim(text).starts_with('[')) {
    LOCALORG_TRY(const Json all, parse_json(text, name));
    for (const Json& one : all) LOCALORG_CHECK(add(one));
    return tasks;
  }
  std::size_t number = 0;
  for (const std::string_view line : text::split(text, '\n')) {
    ++number;
    if (text::trim(line).empty()) continue;
    LOCALORG_TRY(const Json one, parse_json(line, name, number));
    LOCALORG_CHECK(add(one));
  }
  return tasks;
}

void write_tasks(std::ostream& out, const std::vector<Task>& tasks, std::string_view file_name) {
  const bool array = file_name.ends_with(".json");
  if (array) out << "[\n";
  for (std::size_t i = 0; i < tasks.size(); ++i)
    out << to_json(tasks[i]).dump() << (array && i + 1 < tasks.size() ? ",\n" : "\n");
  if (array) out << "]\n";
}

}  // namespace localorg::eval
