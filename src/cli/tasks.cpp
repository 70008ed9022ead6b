// localorg tasks: generate and check
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/table.h"
#include "cli/task_options.h"
#include "cli/terminal.h"
#include "eval/check.h"
#include "eval/generate_tasks.h"

namespace localorg::cli {
namespace {

using eval::Finding;
using eval::Verdict;

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                                     //
      ("org", po::value<std::string>()->value_name("FILE"), "the org file (default: the default org)")  //
      ("out,o", po::value<std::string>()->value_name("FILE"),
       "generate: the file to write, lines of JSON or, if it ends in "
       ".json, an array")                                                                                         //
      ("seed", po::value<std::uint64_t>()->default_value(1)->value_name("N"), "generate: same seed, same tasks")  //
      ("per-task", po::value<int>()->default_value(130)->value_name("N"), "generate: how many of each kind")      //
      ("task", po::value<std::vector<std::string>>()->multitoken()->composing()->value_name("TASK..."),
       "generate: these kinds alone, such as handle_time or HTU")  //
      ("format", po::value<std::string>()->default_value("table")->value_name("table|json"), "check: how findings are printed");
  return out;
}

Result<eval::TaskOptions> task_options_of(const po::variables_map& options) {
  eval::TaskOptions wanted;
  wanted.seed = options["seed"].as<std::uint64_t>();
  wanted.per_task = options["per-task"].as<int>();
  if (wanted.per_task < 1) return error_without_position(ErrorCode::USAGE, "--per-task takes 1 or more");
  if (!options.contains("task")) return wanted;
  LOCALORG_TRY(wanted.kinds, task_kinds_of(options["task"].as<std::vector<std::string>>()));
  return wanted;
}

// Written whole or not at all.
Result<void> write_file(const std::string& path, const std::vector<eval::Task>& tasks) {
  const std::string partial = path + ".partial";
  std::ofstream out(partial, std::ios::binary);
  eval::write_tasks(out, tasks, path);
  out.close();
  std::error_code fault;
  if (out) std::filesystem::rename(partial, path, fault);
  if (out && !fault) return {};
  std::filesystem::remove(partial, fault);
  return error_without_position(ErrorCode::USAGE, "cannot write " + path);
}

Result<int> generate(const po::variables_map& options) {
  if (!options.contains("out")) return error_without_position(ErrorCode::USAGE, "--out names the file to write");
  const auto path = options["out"].as<std::string>();
  LOCALORG_TRY(const eval::TaskOptions wanted, task_options_of(options));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options, store::Access::view));
  LOCALORG_TRY(const auto latent, eval::latent_of_org(org, org_path_of(options)));
  eval::TaskSet made;
  {
    ProgressBar bar;
    LOCALORG_TRY(made, eval::generate_tasks(org, latent ? &*latent : nullptr, wanted, std::ref(bar)));
  }
  LOCALORG_CHECK(write_file(path, made.tasks));
  for (const std::string& note : made.notes) std::cerr << "localorg: " << note << "\n";
  std::cout << "Made " << path << ": " << made.tasks.size() << " tasks (seed " << wanted.seed << ").\n";
  return int{kFine};
}

// What became of the tasks of one kind.
struct Tally {
  std::size_t tasks = 0, right = 0, right_none = 0, wrong = 0, undecidable = 0, first_step = 0;
};

using Tallies = std::vector<std::pair<std::string, Tally>>;

Tally& tally_of(Tallies& tallies, const std::string& task) {
  for (auto& [name, tally] : tallies) {
    if (name == task) return tally;
  }
  return tallies.emplace_back(task, Tally{}).second;
}

void count(Tally& tally, const Finding& finding) {
  ++tally.tasks;
  tally.first_step += finding.first_step_right ? 1 : 0;
  switch (finding.verdict) {
    case Verdict::right:
      ++tally.right;
      if (!finding.expected.front()) ++tally.right_none;
      return;
    case Verdict::wrong: ++tally.wrong; return;
    case Verdict::undecidable: ++tally.undecidable; return;
  }
}

std::vector<std::string> row_of(const std::string& name, const Tally& tally) {
  return {name,
          std::to_string(tally.tasks),
          std::to_string(tally.right),
          std::to_string(tally.right_none),
          std::to_string(tally.wrong),
          std::to_string(tally.undecidable)};
}

// The reasons of one kind of verdict, each with how often it came up and the first task it came up in.
void print_reasons(const std::vector<Finding>& findings) {
  std::map<std::pair<std::string, std::string>, std::vector<int>> reasons;
  for (const Finding& finding : findings) {
    if (finding.verdict == Verdict::undecidable) reasons[{finding.task, finding.reason}].push_back(finding.idx);
  }
  if (!reasons.empty()) std::cout << "\nUndecidable:\n";
  for (const auto& [what, tasks] : reasons) {
    std::cout << "  " << what.first << ": " << what.second << " (" << tasks.size()
              << (tasks.size() == 1 ? " task, " : " tasks, from ") << tasks.front() << " on)\n";
  }
  bool first = true;
  for (const Finding& finding : findings) {
    if (finding.verdict != Verdict::wrong) continue;
    std::cout << (first ? "\nWrong:\n" : "") << "  " << finding.idx << " " << finding.task << ": " << finding.reason << "\n";
    first = false;
  }
}

void print_report(const std::vector<Finding>& findings, const Tallies& tallies) {
  Cells cells{{"Task", "Tasks", "Right", "of them None", "Wrong", "Undecidable"}, {}, {false, true, true, true, true, true}};
  Tally all;
  for (const Finding& finding : findings) count(all, finding);
  for (const auto& [name, tally] : tallies) cells.rows.push_back(row_of(name, tally));
  cells.rows.push_back(row_of("all", all));
  print_table(std::cout, cells, terminal_width());
  for (const auto& [name, tally] : tallies) {
    if (name == eval::row_of(eval::TaskKind::case_routing).name) {
      std::cout << "\n"
                << name << ": the expected agent is among those with the most closed cases of the issue in " << tally.first_step
                << " of " << tally.tasks << ".\n";
    }
  }
  print_reasons(findings);
  std::cout << "\n"
            << all.right << " of " << all.tasks << " right, " << all.wrong << " wrong, " << all.undecidable
            << " undecidable.\n";
}

Json json_of(const std::vector<eval::Answer>& answers) {
  Json out = Json::array();
  for (const eval::Answer& answer : answers) out.push_back(answer ? Json(*answer) : Json(nullptr));
  return out;
}

void print_json(const std::vector<Finding>& findings) {
  Json all = Json::array();
  for (const Finding& finding : findings) {
    Json row = {{"idx", finding.idx},
                {"task", finding.task},
                {"verdict", eval::name_of(finding.verdict)},
                {"reason", finding.reason},
                {"expected", json_of(finding.expected)},
                {"tools", json_of(finding.tools)},
                {"sql", json_of(finding.sql)}};
    if (finding.task == eval::row_of(eval::TaskKind::case_routing).name) row["firstStepRight"] = finding.first_step_right;
    all.push_back(std::move(row));
  }
  std::cout << all.dump(2) << "\n";
}

Result<int> check(const po::variables_map& options) {
  if (!options.contains("file")) return error_without_position(ErrorCode::USAGE, "which file of tasks is to be checked?");
  LOCALORG_TRY(const Format format, format_of(options));
  if (format != Format::table && format != Format::json)
    return error_without_position(ErrorCode::USAGE, "tasks check prints a table or json");
  LOCALORG_TRY(const std::vector<eval::Task> tasks, read_tasks_file(options["file"].as<std::string>()));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options, store::Access::view));
  LOCALORG_TRY(const std::vector<Finding> findings, eval::check(org, tasks));
  Tallies tallies;
  for (const Finding& finding : findings) count(tally_of(tallies, finding.task), finding);
  format == Format::json ? print_json(findings) : print_report(findings, tallies);
  const bool wrong =
      std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.verdict == Verdict::wrong; });
  return int{wrong ? kFailed : kFine};
}

Result<int> dispatch(const po::variables_map& options) {
  const std::string action = options.contains("action") ? options["action"].as<std::string>() : "";
  if (action == "check") return check(options);
  if (action == "generate" && !options.contains("file")) return generate(options);
  return error_without_position(ErrorCode::USAGE, "tasks takes 'generate' or 'check', not '" + action + "'");
}

int run(const po::variables_map& options) {
  const auto code = dispatch(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command tasks_command() {
  return {
      "tasks",
      "generate|check [options] [TASKS]",
      "Make tasks with known answers from an org, or check the answers of tasks.",
      "generate writes tasks in CRMArena's JSON, with what they were made from in `source`.  check computes each answer by\n"
      "two routes, the tool functions' SOQL and SQL over the tables, and compares both with the expected one.",
      options,
      {{"action", "generate|check"}, {"file", "FILE"}},
      run};
}

}  // namespace localorg::cli
