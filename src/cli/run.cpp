// localorg run
#include "eval/run.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <thread>

#include "cli/command.h"
#include "cli/model_options.h"
#include "cli/table.h"
#include "cli/task_options.h"
#include "cli/terminal.h"

namespace localorg::cli {
namespace {

SalesforceError usage(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                                                     //
      ("agent", po::value<std::string>()->value_name("oracle|null|replay"), "replay takes the file of a recorded run")  //
      ("agent-cmd", po::value<std::string>()->value_name("COMMAND"), "a program that plays episodes, line by line")     //
      ("out,o", po::value<std::string>()->value_name("FILE"), "the results file (default: results-AGENT.jsonl)")        //
      ("trials,k", po::value<int>()->default_value(1)->value_name("N"), "episodes of each task")                        //
      ("workers,j", po::value<int>()->value_name("N"),
       "episodes at once (default: the machine's cores with --agent, else 1)")                                    //
      ("max-seconds", po::value<double>()->default_value(0)->value_name("N"), "for an episode; 0: no limit")      //
      ("max-tokens", po::value<std::int64_t>()->default_value(0)->value_name("N"), "of an episode; 0: no limit")  //
      ("resume", po::bool_switch(), "go on with an unfinished run")                                               //
      ("restart", po::bool_switch(), "drop an unfinished run")                                                    //
      ("max-failures", po::value<int>()->default_value(10)->value_name("N"),
       "stop after so many failures of the environment in a row");
  add_model_options(out);
  add_org_options(out);
  add_task_options(out);
  add_protocol_options(out);
  return out;
}

// The agent's name, and how each worker gets one.
struct Player {
  std::string name;
  eval::MakeAgent make;
};

Result<Player> recorded_player(const po::variables_map& options) {
  if (!options.contains("file")) return usage("--agent replay takes the file of a recorded run");
  const auto path = options["file"].as<std::string>();
  std::ifstream in(path, std::ios::binary);
  if (!in) return usage("cannot read " + path);
  LOCALORG_TRY(eval::ResultFile recorded, eval::read_results(read_all(in), path));
  const auto episodes = std::make_shared<const std::vector<eval::Episode>>(std::move(recorded.episodes));
  return Player{"replay", [episodes](const store::OpenOrg&) -> Result<std::unique_ptr<eval::Agent>> {
                  return eval::replay_agent(episodes);
                }};
}

Result<Player> player_of(const po::variables_map& options, eval::EpisodeLimits limits) {
  const std::size_t agents = options.count("agent") + options.count("agent-cmd") + options.count("model");
  if (agents != 1) return usage("run takes one agent: --agent, --agent-cmd or --model");
  if (options.contains("model")) {
    LOCALORG_TRY(const eval::ModelOptions model, model_options_of(options, limits));
    return Player{"model", [model](const store::OpenOrg&) { return eval::model_agent(model); }};
  }
  if (options.contains("agent-cmd")) {
    const auto command = options["agent-cmd"].as<std::string>();
    return Player{"command", [command, limits](const store::OpenOrg&) -> Result<std::unique_ptr<eval::Agent>> {
                    return eval::command_agent(command, limits);
                  }};
  }
  const auto name = options["agent"].as<std::string>();
  if (name == "replay") return recorded_player(options);
  if (name == "oracle") return Player{name, eval::oracle_agent};
  if (name == "null")
    return Player{name, [](const store::OpenOrg&) -> Result<std::unique_ptr<eval::Agent>> { return eval::null_agent(); }};
  return usage("no agent '" + name + "': oracle, null, replay");
}

// What runs within the program takes the whole machine; of programs and services nobody knows how many at once they bear.
int workers_of(const po::variables_map& options) {
  if (options.contains("workers")) return options["workers"].as<int>();
  return options.contains("agent") ? static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 256U)) : 1;
}

Result<eval::RunOptions> run_options_of(const po::variables_map& options, const std::string& agent) {
  eval::RunOptions wanted;
  LOCALORG_TRY(wanted.environment, environment_options_of(options));
  LOCALORG_TRY(wanted.now_ms, pinned_now_of(options));
  if (agent == "oracle" && wanted.environment.protocol != eval::Protocol::tool_call_flex)
    return usage("the oracle plays tool_call_flex alone");
  wanted.trials = options["trials"].as<int>();
  wanted.workers = workers_of(options);
  if (wanted.trials < 1 || wanted.trials > 10'000) return usage("--trials takes 1 to 10000");
  if (wanted.workers < 1 || wanted.workers > 256) return usage("--workers takes 1 to 256");
  if (options["resume"].as<bool>() && options["restart"].as<bool>()) return usage("--resume or --restart, not both");
  if (options["resume"].as<bool>()) wanted.unfinished = eval::Unfinished::resume;
  if (options["restart"].as<bool>()) wanted.unfinished = eval::Unfinished::restart;
  wanted.out = options.contains("out") ? options["out"].as<std::string>() : "results-" + agent + ".jsonl";
  wanted.most_failures = options["max-failures"].as<int>();
  if (wanted.most_failures < 1) return usage("--max-failures takes 1 or more");
  wanted.environment.text_calls = options["text-calls"].as<bool>();
  const auto file_name = [](const std::string& path) { return std::filesystem::path(path).filename().string(); };
  wanted.header.org = file_name(org_path_of(options));
  if (options.contains("tasks")) wanted.header.tasks = file_name(options["tasks"].as<std::string>());
  wanted.header.agent = agent;
  if (options.contains("model")) {
    wanted.header.model = options["model"].as<std::string>();
    wanted.header.more["baseUrl"] = options["base-url"].as<std::string>();
    wanted.header.more["modelOptions"] = options["model-options"].as<std::string>();
  }
  wanted.header.seed = options["seed"].as<std::uint64_t>();
  if (options.contains("agent-cmd")) wanted.header.more["command"] = options["agent-cmd"].as<std::string>();
  return wanted;
}

std::string percent(double part, std::size_t whole) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.1f", whole == 0 ? 0 : 100 * part / static_cast<double>(whole));
  return text.data();
}

std::vector<std::string> row_of(const eval::KindSummary& kind) {
  return {kind.task, std::to_string(kind.episodes), percent(kind.value, kind.episodes),
          std::to_string(kind.environment_failures)};
}

void print_summary(const eval::RunSummary& summary) {
  Cells cells{{"Task", "Episodes", "Reward, %", "Environment failures"}, {}, {false, true, true, true}};
  eval::KindSummary all{.task = "all"};
  for (const eval::KindSummary& kind : summary.kinds) {
    cells.rows.push_back(row_of(kind));
    all.episodes += kind.episodes;
    all.value += kind.value;
    all.environment_failures += kind.environment_failures;
  }
  cells.rows.push_back(row_of(all));
  print_table(std::cout, cells, terminal_width());
}

Result<int> play(const po::variables_map& options) {
  const eval::EpisodeLimits limits{options["max-seconds"].as<double>(), options["max-tokens"].as<std::int64_t>()};
  LOCALORG_TRY(const Player player, player_of(options, limits));
  LOCALORG_TRY(const eval::RunOptions wanted, run_options_of(options, player.name));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options, store::Access::view));
  LOCALORG_TRY(const std::vector<eval::Task> tasks, tasks_of(options, org));
  const auto start = std::chrono::steady_clock::now();
  eval::RunSummary summary;
  {
    ProgressBar bar;
    LOCALORG_TRY(summary, eval::run_tasks(org, tasks, player.make, wanted, std::ref(bar)));
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  print_summary(summary);
  std::cout << "\nMade " << wanted.out << ": " << summary.episodes << " episodes";
  if (summary.resumed > 0) std::cout << ", " << summary.resumed << " of them from the unfinished run";
  std::cout << ".\n";
  std::cerr.setf(std::ios::fixed);
  std::cerr.precision(1);
  std::cerr << "localorg: " << summary.played << " played in " << seconds << " s\n";
  return int{kFine};
}

int run(const po::variables_map& options) {
  const auto code = play(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command run_command() {
  return {"run",
          "[options] [FILE]",
          "Put an agent to tasks and record what it does.",
          "The results file has an episode a line; `localorg score` reads it.  Beside it, FILE.calls.jsonl has all that the "
          "org was\n"
          "asked, with the time it took.",
          options,
          {{"file", "FILE"}},
          run};
}

}  // namespace localorg::cli
