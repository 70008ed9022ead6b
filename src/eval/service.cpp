#include "eval/service.h"

#include <algorithm>

#include "base/json_bounds.h"
#include "eval/json_text.h"
#include "eval/lines.h"
#include "eval/run.h"

namespace localorg::eval {
namespace {

SalesforceError refused(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

Result<void> read_flag(const Json& wanted, const char* key, bool& flag) {
  const auto found = wanted.find(key);
  if (found == wanted.end()) return {};
  if (!found->is_boolean()) return refused(std::string(key) + " is true or false");
  flag = found->get<bool>();
  return {};
}

Result<int> trial_of(const Json& wanted) {
  if (!wanted.is_object() || !wanted.contains("trial")) return 0;
  const auto trial = whole_number_of(wanted["trial"]);
  if (!trial || *trial < 0) return refused("trial is a number from 0");
  return *trial;
}

}  // namespace

EpisodeService::EpisodeService(const store::OpenOrg& org, const Prompts& prompts, const std::vector<Task>& tasks,
                               ServiceOptions options)
    : org_(org), prompts_(prompts), tasks_(tasks), options_(options) {}

Json EpisodeService::answer(std::string_view request) {
  const auto json = parse_bounded_json(request, "request");
  if (json && json->is_object()) {
    if (const auto wanted = json->find("reset"); wanted != json->end()) return reset(*wanted);
    if (json->contains("tasks")) return tasks();
    if (json->contains("record")) return record();
  }
  return take_turn(request);
}

Json EpisodeService::reset(const Json& wanted) {
  if (wanted.is_null() && next_ >= tasks_.size()) return {{"event", "end"}, {"message", "no task is left"}};
  const auto options = options_of(wanted);
  if (!options) return error_event(options.error().message);
  const auto trial = trial_of(wanted);
  if (!trial) return error_event(trial.error().message);
  const auto task = task_of(wanted);
  if (!task) return error_event(task.error().message);
  const auto now = options_.now_ms ? options_.now_ms : today_of(**task);
  environment_.reset();
  session_.emplace(org_, now ? org::Clock(*now) : org::Clock());
  environment_.emplace(*session_, prompts_, *options);
  environment_->reset(**task, *trial);
  turn_ = 0;
  return task_event(*environment_);
}

Result<const Task*> EpisodeService::task_of(const Json& wanted) {
  if (wanted.is_null()) return &tasks_[next_++];
  if (wanted.is_object() && wanted.contains("task")) {
    LOCALORG_TRY(own_task_, task_from_json(wanted["task"]));
    return &own_task_;
  }
  const Json idx = wanted.is_object() ? wanted.value("idx", Json()) : wanted;
  if (!idx.is_number_integer()) return refused("reset takes the idx of a task, null for the next one, or an object");
  const auto number = whole_number_of(idx);
  const auto found = std::find_if(tasks_.begin(), tasks_.end(), [&](const Task& task) { return task.idx == number; });
  if (found == tasks_.end()) return refused("there is no task with the idx " + idx.dump());
  next_ = static_cast<std::size_t>(found - tasks_.begin()) + 1;
  return &*found;
}

Result<EnvironmentOptions> EpisodeService::options_of(const Json& wanted) const {
  EnvironmentOptions options = options_.environment;
  if (!wanted.is_object()) return options;
  if (wanted.contains("protocol")) {
    const auto protocol = protocol_named(text_at(wanted, "protocol"));
    if (!protocol) return refused("protocol is one of act, react, tool_call, tool_call_flex");
    options.protocol = *protocol;
  }
  if (wanted.contains("observations")) {
    const std::string form = text_at(wanted, "observations");
    if (form != "python" && form != "json") return refused("observations is python or json");
    options.observations = form == "json" ? Observations::json : Observations::python;
  }
  LOCALORG_CHECK(read_flag(wanted, "aided", options.is_aided));
  LOCALORG_CHECK(read_flag(wanted, "interactive", options.is_interactive));
  return options;
}

Json EpisodeService::take_turn(std::string_view line) {
  if (!environment_ || environment_->is_done()) return error_event("no episode is under way: reset begins one");
  auto said = turn_from_line(line, environment_->options().protocol, turn_ + 1);
  if (!said) return error_event(said.error().message);
  ++turn_;
  const std::string& seen = environment_->turn(std::move(said->message), said->usage);
  return environment_->is_done() ? end_event(*environment_, true) : observation_event(*environment_, seen, turn_);
}

Json EpisodeService::tasks() const {
  Json list = Json::array();
  for (const Task& task : tasks_) list.push_back({{"idx", task.idx}, {"task", task.task}});
  return {{"event", "tasks"}, {"tasks", std::move(list)}};
}

Json EpisodeService::record() const {
  if (!environment_) return error_event("no episode has been begun: reset begins one");
  return {{"event", "record"}, {"record", to_json(environment_->episode())}};
}

}  // namespace localorg::eval
