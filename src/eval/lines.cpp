#include "eval/lines.h"

#include <type_traits>

#include "base/text.h"
#include "eval/json_text.h"

namespace localorg::eval {
namespace {

SalesforceError no_turn(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

// 0 where it is missing or does not fit.
template <typename Number>
Number number_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  const bool fits = found != json.end() && (std::is_integral_v<Number> ? found->is_number_integer() : found->is_number());
  return fits ? number_of<Number>(*found).value_or(Number()) : Number();
}

std::optional<TurnUsage> usage_in(const Json& line) {
  const auto usage = line.find("usage");
  if (usage == line.end() || !usage->is_object()) return std::nullopt;
  return TurnUsage{number_at<double>(*usage, "cost"), number_at<std::int64_t>(*usage, "prompt_tokens"),
                   number_at<std::int64_t>(*usage, "completion_tokens")};
}

Result<Json> message_in(const Json& line, Protocol protocol, const std::string& id) {
  const auto text = [&](const char* key) -> const std::string* {
    const auto found = line.find(key);
    return found != line.end() && found->is_string() ? &found->get_ref<const std::string&>() : nullptr;
  };
  if (const auto message = line.find("message"); message != line.end()) {
    if (!message->is_object()) return no_turn("message is an object, as a chat completion has it");
    return *message;
  }
  if (const std::string* answer = text("respond")) return message_responding(*answer, protocol, id);
  if (const std::string* query = text("execute"))
    return calls_tools(protocol) ? message_calling("issue_soql_query", {{"query", *query}}, id) : message_executing(*query);
  if (const std::string* name = text("call")) return message_calling(*name, line.value("arguments", Json::object()), id);
  return no_turn("a turn has one of execute, call, respond (texts) and message");
}

}  // namespace

Json task_event(const Environment& environment) {
  const Task& task = environment.task();
  Json told = {{"idx", task.idx}, {"task", task.task}, {"query", task.query}, {"required", task.required}};
  if (environment.options().is_aided) told["optional"] = task.optional;
  return {{"event", "task"},
          {"task", std::move(told)},
          {"trial", environment.episode().trial},
          {"protocol", name_of(environment.options().protocol)},
          {"maxTurns", environment.options().max_turns},
          {"messages", environment.messages()},
          {"tools", environment.tools()}};
}

Json observation_event(const Environment&, const std::string& content, int turn) {
  return {{"event", "observation"}, {"turn", turn}, {"content", content}};
}

Json end_event(const Environment& environment, bool tells_reward) {
  const Episode& episode = environment.episode();
  Json event = {{"event", "end"},
                {"message", episode.error.empty() ? episode.end_reason.message : episode.error},
                {"turns", turns_of(episode)}};
  if (!tells_reward) return event;
  const Json record = to_json(episode);
  event["reward"] = record["reward"];
  event["goldAnswer"] = record["gt_answer"];
  event["endReason"] = record["agent_info"].value("end_reason", Json());
  return event;
}

Json error_event(std::string_view message) { return {{"event", "error"}, {"message", message}}; }

Result<AgentTurn> turn_from_line(std::string_view line, Protocol protocol, int turn) {
  const auto parsed = parse_json(line, "line");
  if (!parsed || !parsed->is_object()) {
    const std::string said = text::is_valid_utf8(line) ? std::string(line) : text::utf8(text::utf16(line));
    return AgentTurn{{{"role", "assistant"}, {"content", said}}, {}};
  }
  LOCALORG_TRY(Json message, message_in(*parsed, protocol, "call_" + std::to_string(turn)));
  return AgentTurn{std::move(message), usage_in(*parsed)};
}

std::string line_of(const Json& event) { return event.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace localorg::eval
