#include "cli/task_options.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <functional>
#include <set>

#include "base/text.h"
#include "eval/generate_tasks.h"

namespace localorg::cli {
namespace {

SalesforceError usage(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// 3,7,10-19
Result<std::set<int>> numbers_in(const std::string& list) {
  std::set<int> numbers;
  for (const std::string_view part : text::split(list, ',')) {
    const std::size_t dash = part.find('-', 1);
    const auto first = number_in(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : number_in(part.substr(dash + 1));
    if (!first || !last || *last < *first || *last - *first > 1'000'000)
      return usage("--idx takes numbers and ranges such as 3,7,10-19, not '" + list + "'");
    for (int number = *first; number <= *last; ++number) numbers.insert(number);
  }
  return numbers;
}

Result<std::vector<eval::Task>> all_tasks(const po::variables_map& options, const store::OpenOrg& org) {
  if (options.contains("tasks")) return read_tasks_file(options["tasks"].as<std::string>());
  if (options["per-task"].as<int>() < 1) return usage("--per-task takes 1 or more");
  LOCALORG_TRY(const auto latent, eval::latent_of_org(org, org_path_of(options)));
  ProgressBar bar;
  LOCALORG_TRY(eval::TaskSet made,
               eval::generate_tasks(org, latent ? &*latent : nullptr,
                                    {.seed = options["seed"].as<std::uint64_t>(), .per_task = options["per-task"].as<int>()},
                                    std::ref(bar)));
  return std::move(made.tasks);
}

}  // namespace

Result<std::vector<eval::Task>> read_tasks_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return usage("cannot read " + path);
  return eval::read_tasks(read_all(in), path);
}

void add_task_options(po::options_description& options) {
  options.add_options()  //
      ("tasks", po::value<std::string>()->value_name("FILE"),
       "the tasks, as JSON or lines of JSON (default: tasks made from the org, as `tasks generate` makes them)")        //
      ("per-task", po::value<int>()->default_value(130)->value_name("N"), "of tasks made here: how many of each kind")  //
      ("task", po::value<std::vector<std::string>>()->multitoken()->composing()->value_name("TASK..."),
       "these kinds alone, such as handle_time or HTU")                                      //
      ("idx", po::value<std::string>()->value_name("LIST"), "these tasks alone: 3,7,10-19")  //
      ("seed", po::value<std::uint64_t>()->default_value(1)->value_name("N"),
       "of tasks made here, and of models that take one");
}

Result<std::vector<eval::TaskKind>> task_kinds_of(const std::vector<std::string>& names) {
  std::vector<eval::TaskKind> kinds;
  for (const std::string& name : names) {
    const auto kind = eval::task_kind_named(name);
    if (!kind) {
      std::vector<std::string> known;
      for (const eval::TaskKindRow& row : eval::task_kinds()) known.emplace_back(row.name);
      return usage("no task '" + name + "': " + text::join(known, ", "));
    }
    kinds.push_back(*kind);
  }
  return kinds;
}

Result<std::vector<eval::Task>> tasks_of(const po::variables_map& options, const store::OpenOrg& org) {
  LOCALORG_TRY(std::vector<eval::Task> tasks, all_tasks(options, org));
  if (options.contains("task")) {
    LOCALORG_TRY(const auto kinds, task_kinds_of(options["task"].as<std::vector<std::string>>()));
    std::erase_if(tasks, [&](const eval::Task& task) {
      return std::none_of(kinds.begin(), kinds.end(),
                          [&](eval::TaskKind kind) { return eval::row_of(kind).name == task.task; });
    });
  }
  if (options.contains("idx")) {
    LOCALORG_TRY(const std::set<int> wanted, numbers_in(options["idx"].as<std::string>()));
    std::erase_if(tasks, [&](const eval::Task& task) { return !wanted.contains(task.idx); });
  }
  if (tasks.empty()) return usage("no task is left to be run");
  return tasks;
}

void add_protocol_options(po::options_description& options) {
  options.add_options()  //
      ("protocol", po::value<std::string>()->default_value("tool_call_flex")->value_name("act|react|tool_call|tool_call_flex"),
       "how the agent says what it does")  //
      ("observations", po::value<std::string>()->default_value("python")->value_name("python|json"),
       "how results are shown to the agent; upstream shows them as python")                                  //
      ("aided", po::bool_switch(), "tell the task's optional facts, too")                                    //
      ("interactive", po::bool_switch(), "act, react: the question comes bit by bit from a simulated user")  //
      ("max-turns", po::value<int>()->default_value(20)->value_name("N"), "turns of an episode");
}

Result<eval::EnvironmentOptions> environment_options_of(const po::variables_map& options) {
  eval::EnvironmentOptions wanted;
  const auto name = options["protocol"].as<std::string>();
  const auto protocol = eval::protocol_named(name);
  if (!protocol) return usage("no protocol '" + name + "': act, react, tool_call, tool_call_flex");
  wanted.protocol = *protocol;
  const auto form = options["observations"].as<std::string>();
  if (form != "python" && form != "json") return usage("--observations takes python or json, not '" + form + "'");
  wanted.observations = form == "json" ? eval::Observations::json : eval::Observations::python;
  wanted.is_aided = options["aided"].as<bool>();
  wanted.is_interactive = options["interactive"].as<bool>();
  if (wanted.is_interactive && eval::calls_tools(wanted.protocol)) return usage("--interactive is for act and react");
  wanted.max_turns = options["max-turns"].as<int>();
  if (wanted.max_turns < 1) return usage("--max-turns takes 1 or more");
  return wanted;
}

Result<std::optional<std::int64_t>> pinned_now_of(const po::variables_map& options) {
  if (!options.contains("now")) return std::optional<std::int64_t>();
  LOCALORG_TRY(const org::Clock clock, clock_of(options));
  return std::optional(clock.now_ms());
}

}  // namespace localorg::cli
