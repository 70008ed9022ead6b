// Episodes for an agent that asks for them: a request in, an event out (eval/lines.h has the events and the turns).
//
//     {"reset": 650}                              the task with that idx; an event "task"
//     {"reset": {"idx": 650, "trial": 2, "protocol": "react", "observations": "json", "aided": true, "interactive": true}}
//     {"reset": {"task": {...}}}                  a task of the caller's, in the form of eval/task.h
//     {"reset": null}                             the task after the last one; an event "end" with "message": "no task is left"
//     {"tasks": true}                             {"event": "tasks", "tasks": [{"idx", "task"}, ...]}
//     {"record": true}                            {"event": "record", "record": the episode so far (eval/result.h)}
//     a turn                                      an event "observation" or "end"
//
// What it does not understand is an event "error", and changes nothing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "eval/environment.h"
#include "store/org_file.h"

namespace localorg::eval {

struct ServiceOptions {
  EnvironmentOptions environment;      // where a reset says nothing else
  std::optional<std::int64_t> now_ms;  // else the clock stands at the task's day (eval/run.h)
};

class EpisodeService {
 public:
  // All must outlive it.
  EpisodeService(const store::OpenOrg& org, const Prompts& prompts, const std::vector<Task>& tasks, ServiceOptions options);

  Json answer(std::string_view request);

 private:
  Json reset(const Json& wanted);
  Result<const Task*> task_of(const Json& wanted);
  Result<EnvironmentOptions> options_of(const Json& wanted) const;
  Json take_turn(std::string_view line);
  Json tasks() const;
  Json record() const;

  const store::OpenOrg& org_;
  const Prompts& prompts_;
  const std::vector<Task>& tasks_;
  ServiceOptions options_;
  std::size_t next_ = 0;
  Task own_task_;  // one that the caller brought
  std::optional<api::Session> session_;
  std::optional<Environment> environment_;
  int turn_ = 0;
};

}  // namespace localorg::eval
