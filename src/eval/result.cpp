#include "eval/result.h"

#include <numeric>

#include "base/text.h"
#include "eval/json_text.h"

namespace localorg::eval {
namespace {

SalesforceError fault(const std::string& what) { return error_without_position(ErrorCode::ORG_UNUSABLE, what); }

const Json* find(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? nullptr : &*found;
}

// Text as it is, everything else as JSON: a query's error may be a list.
std::string text_or_json_at(const Json& json, const char* key) {
  const Json* value = find(json, key);
  if (value == nullptr) return "";
  return value->is_string() ? value->get<std::string>() : value->dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Answer> gold_from(const Json& json) {
  if (json.is_null()) return Answer{};
  if (json.is_string()) return Answer{json.get<std::string>()};
  return fault("a result's 'gt_answer' is a text, null, or a list of them");
}

Result<void> read_gold(Episode& episode, const Json& json) {
  episode.gt_in_list = json.is_array();
  if (!episode.gt_in_list) {
    LOCALORG_TRY(Answer only, gold_from(json));
    episode.gt_answers.push_back(std::move(only));
    return {};
  }
  for (const Json& one : json) {
    LOCALORG_TRY(Answer answer, gold_from(one));
    episode.gt_answers.push_back(std::move(answer));
  }
  return {};
}

// A list of numbers; null in it is 0, as services that tell no cost have it.
template <typename Number>
Result<void> read_numbers(std::vector<Number>& out, const Json& json, const char* key) {
  const Json* list = find(json, key);
  if (list == nullptr) return {};
  if (!list->is_array()) return fault("a result's '" + std::string(key) + "' is a list of numbers");
  for (const Json& one : *list) {
    const auto number = one.is_null() ? Number{} : number_of<Number>(one);
    if (!number) return fault("a result's '" + std::string(key) + "' is a list of numbers");
    out.push_back(*number);
  }
  return {};
}

Result<void> read_turns(Episode& episode, const Json& info) {
  const Json* turns = find(info, "num_turns");
  if (turns == nullptr) return {};
  const bool pair = turns->is_array() && turns->size() == 2;
  if (pair) episode.user_turns = number_of<int>((*turns)[0]);
  const auto own = number_of<int>(pair ? (*turns)[1] : *turns);
  if (!own || (pair && !episode.user_turns)) return fault("a result's 'num_turns' is a number, or two");
  episode.num_turns = *own;
  return {};
}

Result<void> read_info(Episode& episode, const Json& info) {
  const Json* end = find(info, "end_reason");
  if (end != nullptr && !end->is_object()) return fault("a result's 'end_reason' is an object");
  if (end != nullptr) {
    episode.end_reason = {text_at(*end, "source"), text_at(*end, "message"), text_or_json_at(*end, "content"),
                          end->contains("parsed_answer") ? (*end)["parsed_answer"] : Json()};
  } else if (text_at(info, "source") == "api") {
    episode.error = text_or_json_at(info, "content");
    if (episode.error.empty()) episode.error = "Error: ";
  }
  LOCALORG_CHECK(read_numbers(episode.observation_sizes, info, "observation_sizes"));
  if (const Json* usage = find(info, "usage")) {
    if (!usage->is_object()) return fault("a result's 'usage' is an object");
    LOCALORG_CHECK(read_numbers(episode.usage.cost, *usage, "cost"));
    LOCALORG_CHECK(read_numbers(episode.usage.completion_tokens, *usage, "completion_tokens"));
    LOCALORG_CHECK(read_numbers(episode.usage.prompt_tokens, *usage, "prompt_tokens"));
    LOCALORG_CHECK(read_numbers(episode.usage.total_tokens, *usage, "total_tokens"));
  }
  const std::vector<double>& costs = episode.usage.cost;
  const Json* total = find(info, "total_cost");
  if (total != nullptr && !total->is_number()) return fault("a result's 'total_cost' is a number");
  episode.total_cost = total != nullptr ? total->get<double>() : std::accumulate(costs.begin(), costs.end(), 0.0);
  return read_turns(episode, info);
}

Result<void> read_failure(Episode& episode, const Json& json) {
  if (!episode.error.empty()) episode.failure = Failure::environment;
  const Json* failure = find(json, "failure");
  if (failure == nullptr) return {};
  if (*failure != "environment" && *failure != "agent") return fault("a result's 'failure' is environment or agent");
  episode.failure = *failure == "agent" ? Failure::agent : Failure::environment;
  return {};
}

Json json_of(const Answer& answer) { return answer ? Json(*answer) : Json(nullptr); }

Json json_of_gold(const Episode& episode) {
  if (!episode.gt_in_list) return episode.gt_answers.empty() ? Json() : json_of(episode.gt_answers.front());
  Json list = Json::array();
  for (const Answer& one : episode.gt_answers) list.push_back(json_of(one));
  return list;
}

Json json_of_usage(const Usage& usage) {
  return {{"cost", usage.cost},
          {"completion_tokens", usage.completion_tokens},
          {"prompt_tokens", usage.prompt_tokens},
          {"total_tokens", usage.total_tokens}};
}

Json json_of_info(const Episode& episode) {
  if (!episode.error.empty()) {
    Json info = {{"source", "api"}, {"content", episode.error}};
    if (!episode.usage.total_tokens.empty()) info["usage"] = json_of_usage(episode.usage);
    return info;
  }
  const EndReason& end = episode.end_reason;
  Json info = {{"observation_sizes", episode.observation_sizes}};
  if (!end.message.empty()) {
    info["end_reason"] = {{"source", end.source}, {"message", end.message}, {"content", end.content}};
    if (!end.parsed_answer.is_null()) info["end_reason"]["parsed_answer"] = end.parsed_answer;
  }
  info["usage"] = json_of_usage(episode.usage);
  info["total_cost"] = episode.total_cost;
  info["num_turns"] = episode.user_turns ? Json::array({*episode.user_turns, episode.num_turns}) : Json(episode.num_turns);
  return info;
}

RunHeader header_from(const Json& json) {
  RunHeader header;
  for (const auto& [key, value] : json.items()) {
    if (value.is_string() && key == "agent")
      header.agent = value.get<std::string>();
    else if (value.is_string() && key == "model")
      header.model = value.get<std::string>();
    else if (value.is_string() && key == "strategy")
      header.strategy = value.get<std::string>();
    else if (value.is_string() && key == "org")
      header.org = value.get<std::string>();
    else if (value.is_string() && key == "tasks")
      header.tasks = value.get<std::string>();
    else if (const auto seed = number_of<std::uint64_t>(value); seed && key == "seed")
      header.seed = *seed;
    else if (const auto trials = number_of<int>(value); trials && key == "trials")
      header.trials = *trials;
    else
      header.more[key] = value;
  }
  return header;
}

Result<void> add(ResultFile& file, Json json, const std::string& name) {
  if (json.is_object() && json.contains("run") && json["run"].is_object() && !json.contains("task_id")) {
    if (file.header || !file.episodes.empty()) return fault(name + ": a header stands in the first line only");
    file.header = header_from(json["run"]);
    return {};
  }
  auto episode = episode_from_json(std::move(json));
  if (!episode) return fault(name + ": " + episode.error().message);
  file.episodes.push_back(*std::move(episode));
  return {};
}

}  // namespace

Json to_json(const Episode& episode) {
  Json json = {{"task_id", episode.task_id},
               {"task_type", episode.task_type},
               {"trial", episode.trial},
               {"gt_answer", json_of_gold(episode)}};
  if (!episode.reward_metric.empty()) json["reward_metric"] = episode.reward_metric;
  json["reward"] = episode.reward;
  if (episode.failure) json["failure"] = *episode.failure == Failure::agent ? "agent" : "environment";
  json["agent_info"] = json_of_info(episode);
  json["traj"] = episode.traj;
  return json;
}

Result<Episode> episode_from_json(Json json) {
  if (!json.is_object()) return fault("a result is a JSON object");
  for (const char* key : {"task_id", "task_type", "gt_answer"}) {
    if (!json.contains(key)) return fault("a result has no '" + std::string(key) + "'");
  }
  const auto task_id = whole_number_of(json["task_id"]);
  if (!task_id) return fault("a result's 'task_id' is a number");
  if (!json["task_type"].is_string()) return fault("a result's 'task_type' is a text");
  Episode episode;
  episode.task_id = *task_id;
  episode.task_type = json["task_type"].get<std::string>();
  episode.reward_metric = text_at(json, "reward_metric");
  LOCALORG_CHECK(read_gold(episode, json["gt_answer"]));
  if (const Json* trial = find(json, "trial")) {
    const auto number = whole_number_of(*trial);
    if (!number) return fault("a result's 'trial' is a number");
    episode.trial = *number;
  }
  if (const Json* reward = find(json, "reward")) {
    if (!reward->is_number() && !reward->is_boolean() && !reward->is_object())
      return fault("a result's 'reward' is a number or an object");
    episode.reward = reward->is_boolean() ? Json(reward->get<bool>() ? 1 : 0) : *reward;
  }
  if (const Json* info = find(json, "agent_info")) {
    if (!info->is_object()) return fault("a result's 'agent_info' is an object");
    LOCALORG_CHECK(read_info(episode, *info));
  }
  LOCALORG_CHECK(read_failure(episode, json));
  if (find(json, "traj") != nullptr) {
    if (!json["traj"].is_array()) return fault("a result's 'traj' is a list");
    episode.traj = std::move(json["traj"]);
  }
  return episode;
}

Json to_json(const RunHeader& header) {
  Json run = {{"agent", header.agent},   {"model", header.model}, {"strategy", header.strategy}, {"seed", header.seed},
              {"trials", header.trials}, {"org", header.org},     {"tasks", header.tasks}};
  run.update(header.more);
  return {{"run", std::move(run)}};
}

Result<ResultFile> read_results(std::string_view text, const std::string& name) {
  ResultFile file;
  if (text::trim(text).starts_with('[')) {
    LOCALORG_TRY(Json all, parse_json(text, name));
    for (Json& one : all) LOCALORG_CHECK(add(file, std::move(one), name));
    return file;
  }
  std::size_t number = 0;
  for (const std::string_view line : text::split(text, '\n')) {
    ++number;
    if (text::trim(line).empty()) continue;
    LOCALORG_TRY(Json one, parse_json(line, name, number));
    LOCALORG_CHECK(add(file, std::move(one), name));
  }
  return file;
}

}  // namespace localorg::eval
