#include "eval/action.h"

#include <cctype>

#include "base/text.h"
#include "eval/json_text.h"

namespace localorg::eval {
namespace {

// What stands between <tag> and the next </tag>, if that is more than blanks.
std::string tagged(std::string_view text, std::string_view tag) {
  const std::string open = "<" + std::string(tag) + ">", close = "</" + std::string(tag) + ">";
  const std::size_t at = text.find(open);
  if (at == std::string_view::npos) return "";
  const std::size_t start = at + open.size(), end = text.find(close, start);
  return end == std::string_view::npos ? "" : std::string(text::trim(text.substr(start, end - start)));
}

std::optional<Action> tagged_action(const std::string& content) {
  if (std::string query = tagged(content, "execute"); !query.empty())
    return Action{.kind = Action::Kind::execute, .content = std::move(query)};
  for (const std::string_view tag : {"respond", "submit"}) {
    if (std::string answer = tagged(content, tag); !answer.empty()) return Action{.content = std::move(answer)};
  }
  return std::nullopt;
}

Action call_of(std::string name, Json arguments) {
  return {.kind = Action::Kind::call, .name = std::move(name), .arguments = std::move(arguments)};
}

std::optional<Json> json_or_nothing(std::string_view text) {
  auto parsed = parse_json(text, "arguments");
  return parsed ? std::optional<Json>(std::move(*parsed)) : std::nullopt;
}

// The arguments may be an object already, as some servers give them.
std::optional<Action> called(const Json& message) {
  const auto calls = message.find("tool_calls");
  if (calls == message.end() || !calls->is_array() || calls->empty()) return std::nullopt;
  const Json function = calls->front().is_object() ? calls->front().value("function", Json()) : Json();
  if (!function.is_object()) return std::nullopt;
  const std::string name(text::trim(text_at(function, "name")));
  const auto arguments = function.find("arguments");
  if (arguments == function.end()) return std::nullopt;
  if (arguments->is_object()) return call_of(name, *arguments);
  if (!arguments->is_string()) return std::nullopt;
  auto parsed = json_or_nothing(text::trim(arguments->get_ref<const std::string&>()));
  return parsed ? std::optional<Action>(call_of(name, std::move(*parsed))) : std::nullopt;
}

// What a block fenced by ``` holds, without the name of its language; all of a text that does not begin with one.
std::string_view without_fence(std::string_view text) {
  constexpr std::string_view kFence = "```";
  if (!text.starts_with(kFence)) return text;
  const std::size_t start = text.find('{');
  const std::size_t end = text.find(kFence, kFence.size());
  return end == std::string_view::npos || start > end ? text : text::trim(text.substr(start, end - start));
}

std::optional<Action> written_call(const std::string& content) {
  constexpr std::string_view kAction = "Action:", kInput = "Action Input:";
  const std::size_t at = content.find(kAction);
  if (at == std::string::npos) return content.empty() ? std::nullopt : std::optional<Action>(Action{.content = content});
  std::size_t start = content.find_first_not_of(" \t\r\n", at + kAction.size());
  if (start == std::string::npos) return std::nullopt;
  std::size_t end = start;
  while (end < content.size() && (std::isalnum(static_cast<unsigned char>(content[end])) != 0 || content[end] == '_')) ++end;
  const std::size_t input = content.find(kInput);
  if (end == start || input == std::string::npos) return std::nullopt;
  auto arguments = json_or_nothing(without_fence(text::trim(std::string_view(content).substr(input + kInput.size()))));
  if (!arguments) return std::nullopt;
  return call_of(content.substr(start, end - start), std::move(*arguments));
}

}  // namespace

std::string content_of(const Json& message) { return std::string(text::trim(text_at(message, "content"))); }

std::optional<Action> action_of(const Json& message, Protocol protocol, bool text_calls) {
  if (!calls_tools(protocol)) return tagged_action(content_of(message));
  if (auto action = called(message)) return action;
  return text_calls ? written_call(content_of(message)) : std::nullopt;
}

Json message_executing(std::string_view query) {
  return {{"role", "assistant"}, {"content", "<execute>" + std::string(query) + "</execute>"}};
}

Json message_responding(std::string_view answer, Protocol protocol, const std::string& id) {
  if (calls_tools(protocol)) return message_calling("respond", {{"content", answer}}, id);
  return {{"role", "assistant"}, {"content", "<respond>" + std::string(answer) + "</respond>"}};
}

Json message_calling(std::string_view name, const Json& arguments, const std::string& id) {
  const Json function = {{"name", name}, {"arguments", arguments.dump(-1, ' ', false, Json::error_handler_t::replace)}};
  return {{"role", "assistant"},
          {"content", nullptr},
          {"tool_calls", Json::array({{{"id", id}, {"type", "function"}, {"function", function}}})}};
}

}  // namespace localorg::eval
