// What an agent answered in the end, and how often it was asked.
#include "base/text.h"
#include "eval/json_text.h"
#include "eval/result.h"

namespace localorg::eval {
namespace {

// What stands between <tag> and </tag>, trimmed; nullopt where there is none or nothing in it.
std::optional<std::string> tagged(std::string_view message, const std::string& tag) {
  const std::size_t begin = message.find("<" + tag + ">");
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t from = begin + tag.size() + 2;
  const std::size_t end = message.find("</" + tag + ">", from);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view inside = text::trim(message.substr(from, end - from));
  return inside.empty() ? std::nullopt : std::optional(std::string(inside));
}

bool is_final(std::string_view tool) { return tool == "respond" || tool == "submit"; }

// The content of a tool call's arguments, which are an object, or its text.
std::optional<std::string> content_of(const Json& arguments) {
  const Json object = arguments.is_string() ? Json::parse(arguments.get<std::string>(), nullptr, false) : arguments;
  if (!object.is_object() || !object.contains("content")) return std::nullopt;
  const Json& content = object["content"];
  return content.is_string() ? content.get<std::string>() : content.dump();
}

// {"tool_calls": [{"function": {"name": "respond", "arguments": "{\"content\": \"None\"}"}}]}
std::optional<std::string> reply_in_calls(const Json& message) {
  const auto calls = message.find("tool_calls");
  if (calls == message.end() || !calls->is_array()) return std::nullopt;
  std::optional<std::string> reply;
  for (const Json& call : *calls) {
    if (!call.is_object() || !call.contains("function") || !call["function"].is_object()) continue;
    const Json& function = call["function"];
    if (!is_final(text::trim(text_at(function, "name"))) || !function.contains("arguments")) continue;
    if (auto content = content_of(function["arguments"])) reply = std::move(content);
  }
  return reply;
}

// Calls in words, as models without calls of their own write them:  Action: respond \n Action Input: {"content": "None"}
std::optional<std::string> reply_in_words(std::string_view message) {
  const std::size_t action = message.rfind("Action:");
  const std::size_t input = message.rfind("Action Input:");
  if (action == std::string_view::npos || input == std::string_view::npos || action > input) return std::nullopt;
  if (!is_final(text::trim(message.substr(action + 7, input - action - 7)))) return std::nullopt;
  return content_of(Json(std::string(text::trim(message.substr(input + 13)))));
}

// An execute in the same message wins over a respond (dataset.md 5.1).
std::optional<std::string> reply_in(const Json& message) {
  if (!message.is_object() || text_at(message, "role") != "assistant") return std::nullopt;
  if (auto reply = reply_in_calls(message)) return reply;
  const std::string content = text_at(message, "content");
  if (tagged(content, "execute")) return std::nullopt;
  if (auto reply = tagged(content, "respond")) return reply;
  if (auto reply = tagged(content, "submit")) return reply;
  return reply_in_words(content);
}

}  // namespace

std::optional<std::string> reply_of(const Episode& episode) {
  if (episode.end_reason.message == kSubmitted) return episode.end_reason.content;
  for (auto message = episode.traj.rbegin(); message != episode.traj.rend(); ++message) {
    if (auto reply = reply_in(*message)) return reply;
  }
  return std::nullopt;
}

int turns_of(const Episode& episode) {
  if (!episode.usage.total_tokens.empty()) return static_cast<int>(episode.usage.total_tokens.size());
  int turns = 0;
  for (const Json& message : episode.traj) turns += message.is_object() && text_at(message, "role") == "assistant" ? 1 : 0;
  return turns > 0 ? turns : episode.num_turns;
}

}  // namespace localorg::eval
