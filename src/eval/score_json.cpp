// A run's score as JSON: shares from 0 to 1, intervals as [low, high], null where there is nothing to estimate from.
#include "eval/score.h"

namespace localorg::eval {
namespace {

Json json_of(const Estimate& estimate) {
  if (estimate.tasks == 0) return nullptr;
  return {{"mean", estimate.mean},
          {"interval", Json::array({estimate.interval.low, estimate.interval.high})},
          {"tasks", estimate.tasks}};
}

Json json_of(const KindScore& score) {
  Json json = Json::object();
  if (!score.task_type.empty()) json["task_type"] = score.task_type;
  if (!score.task_type.empty()) json["metric"] = score.fuzzy ? "f1" : "exact";
  json.update({{"tasks", score.tasks},
               {"episodes", score.episodes},
               {"answered", score.answered},
               {"environment_failures", score.environment_failures},
               {"agent_failures", score.agent_failures},
               {"score", json_of(score.score)},
               {"strict", json_of(score.strict)},
               {"with_failures", json_of(score.with_failures)},
               {"answerable", json_of(score.answerable)},
               {"unanswerable", json_of(score.unanswerable)},
               {"recorded", json_of(score.recorded)},
               {"differing", score.differing},
               {"turns", score.turns},
               {"tokens", score.tokens},
               {"cost", score.cost}});
  Json pass = Json::array();
  for (const PassPoint& point : score.pass) {
    Json one = json_of(point.pass);
    one["k"] = point.k;
    pass.push_back(std::move(one));
  }
  json["pass"] = std::move(pass);
  return json;
}

}  // namespace

Json to_json(const RunScore& score) {
  Json kinds = Json::array();
  for (const KindScore& kind : score.kinds) kinds.push_back(json_of(kind));
  Json ends = Json::object();
  for (const auto& [reason, count] : score.end_reasons) ends[reason] = count;
  return {{"name", score.name},
          {"trials", score.trials},
          {"heuristic", score.heuristic},
          {"overall", json_of(score.overall)},
          {"kinds", std::move(kinds)},
          {"end_reasons", std::move(ends)},
          {"total_cost", score.total_cost}};
}

}  // namespace localorg::eval
