#include "eval/environment.h"

#include <chrono>

#include "base/python_text.h"
#include "base/text.h"
#include "eval/json_text.h"
#include "eval/metrics.h"

namespace localorg::eval {
namespace {

Json message_of(const char* role, std::string content) { return {{"role", role}, {"content", std::move(content)}}; }

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

// What JSON text and other programs can hold.
std::string utf8_of(const std::string& text) { return text::is_valid_utf8(text) ? text : text::utf8(text::utf16(text)); }

}  // namespace

Environment::Environment(api::Session& session, const Prompts& prompts, EnvironmentOptions options)
    : session_(session),
      prompts_(prompts),
      options_(options),
      toolbox_{session_, options.observations == Observations::python} {}

void Environment::reset(const Task& task, int trial) {
  task_ = &task;
  episode_ = {.task_id = task.idx,
              .task_type = task.task,
              .trial = trial,
              .gt_answers = task.answers,
              .gt_in_list = task.answers_in_list,
              .reward_metric = task.reward_metric};
  calls_.clear();
  last_result_ = nullptr;
  observation_.clear();
  is_done_ = has_end_reason_ = false;
  turns_ = agent_turns_ = user_turns_ = 0;
  user_.reset();
  const bool has_user = options_.is_interactive && !calls_tools(options_.protocol);
  if (has_user) user_.emplace(task);
  episode_.traj = Json::array(
      {message_of("system", prompts_.system_prompt(task, options_.protocol, options_.is_aided, !has_user, options_.text_calls)),
       message_of("user", has_user ? user_->opening() : std::string(text::trim(task.query)))});
}

const std::string& Environment::turn(Json message, const std::optional<TurnUsage>& usage) {
  ++turns_;
  ++agent_turns_;
  has_end_reason_ = false;
  observation_.clear();
  note_usage(usage);
  const auto action = action_of(message, options_.protocol, options_.text_calls);
  const std::string content = content_of(message);
  if (calls_tools(options_.protocol)) {
    tool_turn(message, action);
  } else {
    episode_.traj.push_back(message_of("assistant", content));
    chat_turn(action, content);
  }
  finish_turn(content);
  return observation_;
}

void Environment::break_off(Failure failure, const std::string& why) {
  episode_.failure = failure;
  episode_.error = "Error: " + utf8_of(why);
  episode_.reward = 0;
  is_done_ = true;
}

void Environment::note_usage(const std::optional<TurnUsage>& usage) {
  if (!usage) return;
  episode_.usage.cost.push_back(usage->cost);
  episode_.usage.prompt_tokens.push_back(usage->prompt_tokens);
  episode_.usage.completion_tokens.push_back(usage->completion_tokens);
  episode_.usage.total_tokens.push_back(usage->prompt_tokens + usage->completion_tokens);
  episode_.total_cost += usage->cost;
}

// After max_turns the episode ends; the reason is that, unless the last turn left another one (observed of upstream).
void Environment::finish_turn(const std::string& content) {
  const int counted = user_ ? agent_turns_ : turns_;
  if (!is_done_ && counted >= options_.max_turns) {
    if (!has_end_reason_) end_with("agent", "Max turns reached", content);
    is_done_ = true;
  }
  episode_.num_turns = calls_tools(options_.protocol) ? turns_ : agent_turns_ + 1;
  if (!calls_tools(options_.protocol)) episode_.user_turns = user_turns_;
}

void Environment::end_with(std::string source, std::string message, const Json& content) {
  has_end_reason_ = true;
  episode_.end_reason = {
      std::move(source), std::move(message), content.is_string() ? content.get<std::string>() : text::python_str(content), {}};
}

// ---- act and react

void Environment::chat_turn(const std::optional<Action>& action, const std::string& content) {
  if (user_ && action && user_turns_ >= options_.max_user_turns) {
    is_done_ = true;
    end_with("user", "Max user turns reached", action->content);
  }
  if (!action) {
    end_with("agent", "Invalid action", content);
    observation_ = prompts_.reminder(options_.protocol);
    episode_.traj.push_back(message_of("user", observation_));
  } else if (action->kind == Action::Kind::execute) {
    execute(action->content);
  } else {
    respond(action->content);
  }
}

void Environment::execute(const std::string& query) {
  const Json& result = run("issue_soql_query", {{"query", query}}, "execute");
  if (is_fault(result) && result.get_ref<const std::string&>().starts_with("Error: ")) {
    // The connector itself failed, and with it the task.
    return break_off(Failure::environment, result.get<std::string>().substr(7));
  }
  observation_ = shown(result, nullptr);
  if (is_fault(result)) {
    end_with("agent", "SOQL/SOSL query error", observation_);
  } else {
    episode_.observation_sizes.push_back(static_cast<std::int64_t>(result.size()));
  }
  if (!is_done_) episode_.traj.push_back(message_of("user", "Salesforce instance output: " + observation_));
}

void Environment::respond(const std::string& answer) {
  observation_ = user_ ? user_->answer(answer) : "DONE";
  agent_turns_ = 0;
  if (user_) ++user_turns_;
  if (user_ && observation_ != kStop) {
    end_with("user", "Respond action", observation_);
    if (!is_done_) episode_.traj.push_back(message_of("user", observation_));
    return;
  }
  const Reward graded = reward_of(task_->task, task_->reward_metric, task_->answers, answer);
  end_with("agent", std::string(kSubmitted), answer);
  episode_.end_reason.parsed_answer = graded.parsed_answer;
  episode_.reward = graded.reward;
  is_done_ = true;
}

// ---- Calls of functions

void Environment::tool_turn(const Json& message, const std::optional<Action>& action) {
  Json kept = message;
  kept["role"] = "assistant";
  const auto calls = kept.find("tool_calls");
  const bool has_call = calls != kept.end() && calls->is_array() && !calls->empty();
  if (has_call) *calls = Json::array({calls->front()});
  const std::string id = has_call && calls->front().is_object() ? text_at(calls->front(), "id") : "";
  episode_.traj.push_back(std::move(kept));
  if (!action) {
    end_with("agent", "Invalid action", content_of(message));
    observation_ = has_call ? prompts_.invalid_call() : prompts_.reminder(options_.protocol, options_.text_calls);
  } else if (action->kind == Action::Kind::respond) {
    submit({{"content", action->content}});
  } else {
    call_tool(*action);
  }
  if (is_done_) return;
  if (has_call) {
    Json reply = {{"role", "tool"}, {"tool_call_id", id}};
    if (action) reply["name"] = action->name;
    reply["content"] = observation_;
    episode_.traj.push_back(std::move(reply));
  } else {
    episode_.traj.push_back(message_of("user", (action ? "Salesforce instance output: " : "") + observation_));
  }
}

// The reason is set by every call, as upstream does it, and so is what an episode shows that ran out of turns.
void Environment::call_tool(const Action& action) {
  const Tool* tool = find_tool(action.name);
  if (tool == nullptr || !Prompts::has_tool(options_.protocol, *tool)) {
    observation_ = "Unknown action " + action.name;
    return end_with("agent", "Invalid tool: " + action.name, observation_);
  }
  if (action.name == "respond") return submit(action.arguments);
  const Json& result = run(action.name, action.arguments, action.name);
  observation_ = shown(result, tool);
  end_with("tool", "tool_call error: " + action.name, observation_);
}

void Environment::submit(const Json& arguments) {
  const auto content = arguments.is_object() ? arguments.find("content") : arguments.end();
  if (!arguments.is_object() || content == arguments.end()) {
    observation_ = "Error: 'content'";
    return end_with("tool", "tool_call error: respond", observation_);
  }
  const std::string answer = text::python_str(*content);
  end_with("agent", std::string(kSubmitted), answer);
  const Answer gold = task_->answers.empty() ? Answer() : task_->answers.front();
  const bool is_fuzzy = task_->reward_metric == "fuzzy_match";
  episode_.reward = is_fuzzy ? fuzzy_metrics(answer, gold.value_or("None")) : Json(answer == gold.value_or("None") ? 1 : 0);
  observation_ = "DONE";
  is_done_ = true;
}

// ---- The org

const Json& Environment::run(std::string_view name, const Json& arguments, std::string_view shown_as) {
  const auto start = std::chrono::steady_clock::now();
  last_result_ = call(toolbox_, name, arguments);
  Call record{.turn = turns_, .name = std::string(shown_as), .arguments = arguments, .milliseconds = milliseconds_since(start)};
  if (last_result_.is_array()) record.rows = last_result_.size();
  if (is_fault(last_result_)) record.error = last_result_.get<std::string>();
  calls_.push_back(std::move(record));
  return last_result_;
}

std::string Environment::shown(const Json& result, const Tool* tool) const {
  if (options_.observations == Observations::json) {
    return result.is_string() ? result.get<std::string>() : result.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  if (tool != nullptr && tool->is_counter && result.is_object())
    return "defaultdict(<class 'int'>, " + text::python_repr(result) + ")";
  return text::python_str(result);
}

}  // namespace localorg::eval
