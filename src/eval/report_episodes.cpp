#include "eval/report_episodes.h"

#include <algorithm>
#include <ostream>

#include "base/text.h"
#include "eval/json_text.h"

namespace localorg::eval {
namespace {

constexpr std::size_t kShared = 500;    // bytes from which a common beginning is worth sharing
constexpr std::size_t kListed = 600;    // bytes of a question or reply in the list
constexpr std::size_t kMaxBases = 100;  // system prompts that are compared with

// As a JSON block: no < is left that could end it.
void write_block(std::ostream& out, const std::string& id, const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  out << "<script type=\"application/json\" id=\"" << id << "\">";
  std::size_t at = 0;
  for (std::size_t mark = text.find('<'); mark != std::string::npos; mark = text.find('<', at)) {
    out.write(text.data() + at, static_cast<std::streamsize>(mark - at));
    out << "\\u003c";
    at = mark + 1;
  }
  out.write(text.data() + at, static_cast<std::streamsize>(text.size() - at));
  out << "</script>\n";
}

std::string beginning_of(const std::string& text) {
  if (text.size() <= kListed) return text;
  std::size_t end = kListed;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a character
  return text.substr(0, end) + "…";
}

std::string text_of(const Json& message) {
  const auto content = message.find("content");
  if (content == message.end() || content->is_null()) return "";
  return content->is_string() ? content->get<std::string>() : content->dump(-1, ' ', false, Json::error_handler_t::replace);
}

// System prompts differ in their ends: schema and examples are the same, the task's own part comes last.
struct Bases {
  std::vector<std::string> texts;

  // [base, length, rest], or the text itself.
  Json shortened(const std::string& text) {
    std::size_t best = 0;
    std::size_t longest = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto [differs, unused] = std::mismatch(text.begin(), text.end(), texts[i].begin(), texts[i].end());
      const auto length = static_cast<std::size_t>(differs - text.begin());
      if (length > longest) longest = length, best = i;
    }
    while (longest > 0 && longest < text.size() && (static_cast<unsigned char>(text[longest]) & 0xC0) == 0x80) --longest;
    if (longest >= kShared) {
      const std::size_t units = text::utf16(std::string_view(text).substr(0, longest)).size();
      return Json::array({best, units, text.substr(longest)});
    }
    if (text.size() < kShared || texts.size() == kMaxBases) return text;
    texts.push_back(text);
    return Json::array({texts.size() - 1, text::utf16(text).size(), ""});
  }
};

Json calls_of(const Json& message) {
  Json out = Json::array();
  const auto calls = message.find("tool_calls");
  if (calls == message.end() || !calls->is_array()) return out;
  for (const Json& call : *calls) {
    if (!call.is_object() || !call.contains("function") || !call["function"].is_object()) continue;
    const Json& function = call["function"];
    out.push_back(
        {{"name", text_at(function, "name")}, {"arguments", function.contains("arguments") ? function["arguments"] : Json()}});
  }
  return out;
}

Json messages_of(const Episode& episode, Bases& bases) {
  Json out = Json::array();
  for (const Json& message : episode.traj) {
    if (!message.is_object()) continue;
    Json one = {{"role", text_at(message, "role")}};
    const std::string text = text_of(message);
    one["text"] = text_at(message, "role") == "system" ? bases.shortened(text) : Json(text);
    if (const std::string name = text_at(message, "name"); !name.empty()) one["name"] = name;
    if (Json calls = calls_of(message); !calls.empty()) one["calls"] = std::move(calls);
    out.push_back(std::move(one));
  }
  return out;
}

const char* outcome_of(const Graded& graded) {
  if (!graded.counts) return "broken";
  if (graded.value > 1 - 1e-9) return "right";
  return graded.value > 0 ? "partly" : "wrong";
}

std::string question_of(const Episode& episode) {
  for (const Json& message : episode.traj) {
    if (message.is_object() && text_at(message, "role") == "user") return beginning_of(text_of(message));
  }
  return "";
}

std::string gold_of(const Episode& episode) {
  std::vector<std::string> gold;
  for (const Answer& answer : episode.gt_answers) gold.push_back(shown(answer));
  return text::join(gold, ", ");
}

Json listed(const Graded& graded, std::size_t run) {
  const Episode& episode = *graded.episode;
  Json parsed = Json::array();
  for (const Json& one : graded.reward.parsed_answer) parsed.push_back(beginning_of(one.get<std::string>()));
  return {{"run", run},
          {"task", episode.task_id},
          {"trial", episode.trial},
          {"kind", episode.task_type},
          {"outcome", outcome_of(graded)},
          {"score", graded.value},
          {"strict", graded.reward.strict},
          {"gold", gold_of(episode)},
          {"reply", beginning_of(graded.reply.value_or(""))},
          {"parsed", std::move(parsed)},
          {"question", question_of(episode)},
          {"end", episode.end_reason.message},
          {"error", episode.error},
          {"turns", graded.turns},
          {"tokens", graded.tokens},
          {"cost", episode.total_cost}};
}

}  // namespace

void write_episodes(std::ostream& out, const std::vector<RunScore>& runs) {
  Json list = {{"runs", Json::array()}, {"bases", Json::array()}, {"episodes", Json::array()}};
  Bases bases;
  std::size_t number = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    list["runs"].push_back(runs[i].name);
    for (const Graded& graded : runs[i].episodes) {
      list["episodes"].push_back(listed(graded, i));
      write_block(out, "t" + std::to_string(number++), messages_of(*graded.episode, bases));
    }
  }
  list["bases"] = bases.texts;
  write_block(out, "data", list);
}

}  // namespace localorg::eval
