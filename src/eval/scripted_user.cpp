#include "eval/scripted_user.h"

#include "base/text.h"
#include "eval/metrics.h"

namespace localorg::eval {
namespace {

// A sentence ends with a point, question or exclamation mark before a blank; a line with itself.
void add_sentences(std::vector<std::string>& out, std::string_view text) {
  for (const std::string_view line : text::split(text, '\n')) {
    std::size_t start = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
      const bool ends = std::string_view(".?!").find(line[at]) != std::string_view::npos;
      if (!ends || (at + 1 < line.size() && line[at + 1] != ' ')) continue;
      out.emplace_back(text::trim(line.substr(start, at + 1 - start)));
      start = at + 1;
    }
    if (const auto rest = text::trim(line.substr(start)); !rest.empty()) out.emplace_back(rest);
  }
}

// None, NONE. "None"
bool is_none(std::string_view reply) {
  const std::size_t first = reply.find_first_not_of(" \t\r\n\"'");
  if (first == std::string_view::npos) return false;
  const std::size_t last = reply.find_last_not_of(" \t\r\n\"'.");
  return last >= first && last != std::string_view::npos &&
         text::equal_ignoring_case(reply.substr(first, last + 1 - first), "None");
}

}  // namespace

ScriptedUser::ScriptedUser(const Task& task) : task_(task) {
  add_sentences(parts_, task.query);
  add_sentences(parts_, task.required);
  if (parts_.empty()) parts_.emplace_back("Hello.");
}

std::string ScriptedUser::answer(std::string_view reply) {
  const Reward graded = reward_of(task_.task, task_.reward_metric, task_.answers, reply);
  if (value_of(graded.reward) == 1 || is_none(reply)) return std::string(kStop);
  if (told_ < parts_.size()) return parts_[told_++];
  return "That is all I know.";
}

}  // namespace localorg::eval
