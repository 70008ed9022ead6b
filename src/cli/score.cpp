// localorg score
#include "eval/score.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/command.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "eval/compare.h"
#include "eval/report.h"
#include "eval/report_html.h"

namespace localorg::cli {
namespace {

namespace fs = std::filesystem;

using Paths = std::vector<std::string>;

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                                            //
      ("json", po::bool_switch(), "print everything as JSON")                                                  //
      ("markdown", po::bool_switch(), "print the tables as Markdown")                                          //
      ("html", po::value<std::string>()->value_name("FILE"), "write a page with scores, plots, trajectories")  //
      ("compare", po::value<Paths>()->multitoken()->value_name("FILE FILE"),
       "which tasks changed from the first run to the second")  //
      ("fail-under", po::value<double>()->value_name("SHARE"),
       "exit code 1 where an overall score, environment failures as 0, is less than this: 0.95");
  return out;
}

// What is to be read for an argument: the file, or a folder's results files by name.
Result<Paths> files_of(const std::string& path) {
  std::error_code fault;
  if (!fs::is_directory(path, fault)) return Paths{path};
  Paths files;
  for (const auto& entry : fs::directory_iterator(path, fault)) {
    const std::string ending = entry.path().extension().string();
    if (ending == ".json" || ending == ".jsonl") files.push_back(entry.path().string());
  }
  if (files.empty()) return error_without_position(ErrorCode::USAGE, "no .json or .jsonl file in " + path);
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::vector<eval::Run>> read_runs(const Paths& arguments) {
  std::vector<eval::NamedFile> files;
  for (const std::string& argument : arguments) {
    LOCALORG_TRY(const Paths paths, files_of(argument));
    for (const std::string& path : paths) {
      std::ifstream in(path, std::ios::binary);
      if (!in) return error_without_position(ErrorCode::USAGE, "cannot read " + path);
      LOCALORG_TRY(eval::ResultFile results, eval::read_results(read_all(in), path));
      files.push_back({path, std::move(results)});
    }
  }
  return eval::runs_of(std::move(files));
}

// Written whole or not at all.
Result<void> write_page(const std::string& path, const std::vector<eval::RunScore>& scores) {
  const std::string partial = path + ".partial";
  std::ofstream out(partial, std::ios::binary);
  eval::write_html(out, scores);
  out.close();
  std::error_code fault;
  if (out) fs::rename(partial, path, fault);
  if (out && !fault) return {};
  fs::remove(partial, fault);
  return error_without_position(ErrorCode::USAGE, "cannot write " + path);
}

void print_tables(const std::vector<eval::ReportTable>& tables) {
  bool first = true;
  for (const eval::ReportTable& table : tables) {
    std::cout << (first ? "" : "\n") << table.title << "\n\n";
    print_table(std::cout, Cells{table.header, table.rows, table.numeric}, terminal_width());
    if (!table.note.empty()) std::cout << table.note << "\n";
    first = false;
  }
}

void print(const po::variables_map& options, const std::vector<eval::ReportTable>& tables, const Json& json) {
  if (options["json"].as<bool>()) {
    std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
  } else if (options["markdown"].as<bool>()) {
    std::cout << eval::markdown_of(tables);
  } else {
    print_tables(tables);
  }
}

// Says on standard error which runs are under the threshold.  A run of which nothing could be graded is under any.
bool all_reach(const std::vector<eval::RunScore>& scores, double threshold) {
  bool reached = true;
  for (const eval::RunScore& score : scores) {
    const eval::Estimate& overall = score.overall.with_failures;
    if (overall.tasks > 0 && overall.mean + 1e-12 >= threshold) continue;
    std::cerr << "localorg: " << score.name << ": " << eval::percent(overall) << " is under " << eval::percent(threshold)
              << (score.overall.environment_failures > 0 ? " (environment failures as 0)" : "") << "\n";
    reached = false;
  }
  return reached;
}

Result<int> compare(const po::variables_map& options) {
  const Paths named = options["compare"].as<Paths>();
  if (named.size() != 2 || options.contains("file") || options.contains("html") || options.contains("fail-under"))
    return error_without_position(ErrorCode::USAGE,
                                  "--compare takes two files or folders, and no more than --json or --markdown");
  std::vector<eval::RunScore> scores;
  LOCALORG_TRY(const std::vector<eval::Run> before, read_runs({named[0]}));
  LOCALORG_TRY(const std::vector<eval::Run> after, read_runs({named[1]}));
  if (before.size() != 1 || after.size() != 1)
    return error_without_position(
        ErrorCode::USAGE, "--compare takes one run and another; " + named[before.size() != 1 ? 0 : 1] + " holds several");
  const eval::Comparison comparison = eval::compare(eval::score(before[0]), eval::score(after[0]));
  print(options, eval::tables_of(comparison), eval::to_json(comparison));
  return int{kFine};
}

Result<int> score(const po::variables_map& options) {
  if (options["json"].as<bool>() && options["markdown"].as<bool>())
    return error_without_position(ErrorCode::USAGE, "--json or --markdown, not both");
  if (options.contains("compare")) return compare(options);
  if (!options.contains("file")) return error_without_position(ErrorCode::USAGE, "which results files are to be scored?");
  const double threshold = options.contains("fail-under") ? options["fail-under"].as<double>() : 0;
  if (!(threshold >= 0 && threshold <= 1)) return error_without_position(ErrorCode::USAGE, "--fail-under takes 0 to 1");
  LOCALORG_TRY(const std::vector<eval::Run> runs, read_runs(options["file"].as<Paths>()));
  std::vector<eval::RunScore> scores;
  for (const eval::Run& run : runs) scores.push_back(eval::score(run));
  if (options.contains("html")) LOCALORG_CHECK(write_page(options["html"].as<std::string>(), scores));
  Json json = Json::array();
  for (const eval::RunScore& one : scores) json.push_back(to_json(one));
  print(options, scores.size() == 1 ? eval::tables_of(scores.front()) : eval::leaderboard_of(scores), json);
  return int{options.contains("fail-under") && !all_reach(scores, threshold) ? kFailed : kFine};
}

int run(const po::variables_map& options) {
  const auto code = score(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command score_command() {
  return {
      "score",
      "[options] RESULTS...",
      "Grade results of agents, ours or CRMArena's, and compare runs.",
      "RESULTS are files (a JSON array, or lines) or folders of them.  CRMArena's results_MODEL_STRATEGY_TASK.json are put\n"
      "together by model and strategy.  Episodes are graded anew, without a model; those that the environment broke are\n"
      "left out and counted apart.  Intervals are Wilson's, 95 %, over tasks.",
      options,
      {{"file...", "FILE|FOLDER"}},
      run};
}

}  // namespace localorg::cli
