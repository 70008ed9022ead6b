#include "eval/model_message.h"

#include "base/text.h"
#include "eval/json_text.h"

namespace localorg::eval {
namespace {

constexpr std::string_view kThink = "<think>", kEndOfThink = "</think>";

// Templates may have said <think> for the model.  Thought without an end is all there is.
std::string without_thought(const std::string& content) {
  const std::size_t end = content.find(kEndOfThink);
  const std::size_t begin = content.find(kThink);
  if (begin < end && begin != content.find_first_not_of(" \t\r\n")) return content;  // spoken of, not thought
  if (end != std::string::npos) return std::string(text::trim(std::string_view(content).substr(end + kEndOfThink.size())));
  return begin == std::string::npos ? content : "";
}

// [{"type": "text", "text": "..."}, ...]
std::string text_of_parts(const Json& parts) {
  std::string out;
  for (const Json& part : parts) {
    if (part.is_string()) out += part.get<std::string>();
    if (text_at(part, "type") == "text") out += text_at(part, "text");
  }
  return out;
}

Json content_from(const Json& message) {
  const auto content = message.find("content");
  if (content != message.end() && content->is_string()) return without_thought(content->get<std::string>());
  if (content != message.end() && content->is_array()) return without_thought(text_of_parts(*content));
  const std::string refusal = text_at(message, "refusal");
  return refusal.empty() ? Json() : Json(refusal);
}

std::string arguments_from(const Json& function) {
  const auto arguments = function.find("arguments");
  if (arguments == function.end() || arguments->is_null()) return "{}";
  if (!arguments->is_string()) return arguments->dump(-1, ' ', false, Json::error_handler_t::replace);
  const auto& written = arguments->get_ref<const std::string&>();
  return text::trim(written).empty() ? "{}" : written;  // functions without parameters are called like that, too
}

// The first call; null where there is none.
Json call_from(const Json& message, int turn) {
  const auto calls = message.find("tool_calls");
  if (calls == message.end() || !calls->is_array() || calls->empty() || !calls->front().is_object()) return nullptr;
  Json call = calls->front();
  const auto function = call.find("function");
  if (function == call.end() || !function->is_object()) return nullptr;
  const std::string id = text_at(call, "id");
  Json out = {{"id", id.empty() ? "call_" + std::to_string(turn) : id},
              {"type", "function"},
              {"function", {{"name", text_at(*function, "name")}, {"arguments", arguments_from(*function)}}}};
  for (const auto& [key, value] : call.items()) {
    if (!out.contains(key) && key != "index") out[key] = value;
  }
  return out;
}

void make_arguments_valid(Json& message) {
  const auto calls = message.find("tool_calls");
  if (calls == message.end() || !calls->is_array()) return;
  for (Json& call : *calls) {
    Json& arguments = call["function"]["arguments"];
    const std::string written = arguments.is_string() ? arguments.get<std::string>() : arguments.dump();
    if (!Json::accept(written) || !Json::parse(written).is_object()) arguments = Json{{"text", written}}.dump();
  }
}

}  // namespace

Json message_from_model(const Json& message, int turn, const std::vector<std::string>& kept_fields) {
  Json out = {{"role", "assistant"}, {"content", content_from(message)}};
  if (Json call = call_from(message, turn); call.is_object()) {
    out["tool_calls"] = Json::array({std::move(call)});
  } else if (out["content"].is_null()) {
    out["content"] = "";
  }
  for (const std::string& field : kept_fields) {
    if (!out.contains(field) && message.contains(field)) out[field] = message[field];
  }
  return out;
}

Json messages_for_model(const Json& messages, bool joins_system) {
  Json out = messages;
  for (Json& message : out) make_arguments_valid(message);
  if (joins_system && out.size() > 1 && text_at(out[0], "role") == "system" && text_at(out[1], "role") == "user") {
    out[1]["content"] = text_at(out[0], "content") + "\n\n" + text_at(out[1], "content");
    out.erase(out.begin());
  }
  return out;
}

}  // namespace localorg::eval
