#include "eval/report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

#include "base/text.h"

namespace localorg::eval {
namespace {

using Row = std::vector<std::string>;

ReportTable table(std::string title, Row header, std::string note = {}) {
  ReportTable out{std::move(title), std::move(header), {}, {}, std::move(note)};
  out.numeric.assign(out.header.size(), true);
  out.numeric.front() = false;
  return out;
}

std::string count(std::size_t number) { return std::to_string(number); }

// What a row over all kinds is called; in scores it is the mean of theirs.
constexpr const char* kAll = "all";

constexpr const char* kFailures = "Broken: episodes that the environment broke. Failed: the agent's own program broke off.";

const std::string& name_of(const KindScore& kind) {
  static const std::string all = kAll;
  return kind.task_type.empty() ? all : kind.task_type;
}

// The kinds and, where there is more than one, the row over all of them.
std::vector<const KindScore*> rows_of(const RunScore& run) {
  std::vector<const KindScore*> rows;
  for (const KindScore& kind : run.kinds) rows.push_back(&kind);
  if (run.kinds.size() != 1) rows.push_back(&run.overall);
  return rows;
}

std::string score_note(const RunScore& run) {
  const bool fuzzy = std::any_of(run.kinds.begin(), run.kinds.end(), [](const KindScore& kind) { return kind.fuzzy; });
  std::string note = "Score: % of tasks whose answer, read out of the reply, is right";
  if (fuzzy) note += "; of questions on knowledge mean F1 x 100";
  note += ". All: the mean of the kinds. Strict: the bare reply is the answer. Recorded: the rewards in the file.";
  if (run.heuristic) note += " Refusals are graded by a list of phrases: a lower bound.";
  if (run.overall.environment_failures > 0) {
    note += " Without the " + count(run.overall.environment_failures) + " of " + count(run.overall.episodes) +
            " episodes that the environment broke; with them as 0 the overall score is " + percent(run.overall.with_failures) +
            ".";
  }
  return note;
}

ReportTable scores_of(const RunScore& run) {
  ReportTable out = table("Scores", {"Task", "Tasks", "Score", "95 %", "Strict", "Recorded"}, score_note(run));
  for (const KindScore* kind : rows_of(run)) {
    out.rows.push_back({name_of(*kind), count(kind->tasks), percent(kind->score), percent_interval(kind->score),
                        percent(kind->strict), percent(kind->recorded)});
  }
  return out;
}

ReportTable halves_of(const RunScore& run) {
  ReportTable out = table("Answerable or not", {"Task", "Answered", "Answerable", "Score", "Answer None", "Score"});
  for (const KindScore* kind : rows_of(run)) {
    out.rows.push_back({name_of(*kind), count(kind->answered) + "/" + count(kind->episodes), count(kind->answerable.tasks),
                        percent(kind->answerable), count(kind->unanswerable.tasks), percent(kind->unanswerable)});
  }
  return out;
}

Row pass_row(const std::string& name, const std::vector<PassPoint>& pass, const std::vector<std::size_t>& ks) {
  Row row = {name};
  for (const std::size_t k : ks) row.push_back(k <= pass.size() ? percent(pass[k - 1].pass) : "-");
  return row;
}

ReportTable pass_table(std::string first, std::size_t most) {
  Row header = {std::move(first)};
  for (const std::size_t k : shown_ks(most)) header.push_back("k=" + count(k));
  return table("pass^k", std::move(header), "All of k trials are right, in %; exact tasks only, over tasks tried k times.");
}

ReportTable passes_of(const RunScore& run) {
  ReportTable out = pass_table("Task", run.overall.pass.size());
  const std::vector<std::size_t> ks = shown_ks(run.overall.pass.size());
  for (const KindScore* kind : rows_of(run)) {
    if (!kind->fuzzy) out.rows.push_back(pass_row(name_of(*kind), kind->pass, ks));
  }
  Row intervals = {"95 %"};
  for (const std::size_t k : ks) intervals.push_back(percent(run.overall.pass[k - 1].pass.interval));
  out.rows.push_back(std::move(intervals));
  return out;
}

Row effort_row(const std::string& name, const KindScore& kind) {
  return {name,
          fixed(kind.turns, 1),
          with_commas(kind.tokens),
          fixed(kind.cost, 4),
          count(kind.environment_failures),
          count(kind.agent_failures)};
}

ReportTable efforts_of(const RunScore& run) {
  ReportTable out = table("Turns, tokens and cost per episode", {"Task", "Turns", "Tokens", "Cost, $", "Broken", "Failed"},
                          kFailures + (" Total cost: $" + fixed(run.total_cost, 4) + "."));
  for (const KindScore* kind : rows_of(run)) out.rows.push_back(effort_row(name_of(*kind), *kind));
  return out;
}

ReportTable ends_of(const RunScore& run) {
  ReportTable out = table("How episodes ended", {"End", "Episodes"});
  for (const auto& [reason, episodes] : run.end_reasons) out.rows.push_back({reason, count(episodes)});
  return out;
}

// The kinds of all runs, in the order of a score's.
std::vector<std::string> kinds_of(const std::vector<RunScore>& runs) {
  std::vector<std::string> kinds;
  for (const TaskKindRow& row : task_kinds()) kinds.emplace_back(row.name);
  std::vector<std::string> more;
  const auto has = [&](const std::string& name) {
    return std::any_of(runs.begin(), runs.end(), [&](const RunScore& run) {
      return std::any_of(run.kinds.begin(), run.kinds.end(), [&](const KindScore& kind) { return kind.task_type == name; });
    });
  };
  for (const RunScore& run : runs) {
    for (const KindScore& kind : run.kinds) more.push_back(kind.task_type);
  }
  std::sort(more.begin(), more.end());
  for (const std::string& name : more) {
    if (std::find(kinds.begin(), kinds.end(), name) == kinds.end()) kinds.push_back(name);
  }
  std::erase_if(kinds, [&](const std::string& name) { return !has(name); });
  return kinds;
}

ReportTable board_of(const std::vector<RunScore>& runs) {
  const std::vector<std::string> kinds = kinds_of(runs);
  Row header = {"Run"};
  std::string note;
  for (const std::string& kind : kinds) {
    header.push_back(short_name_of(kind));
    note += (note.empty() ? "" : ", ") + short_name_of(kind) + " " + kind;
  }
  for (const char* more : {"All", "95 %", "Strict"}) header.emplace_back(more);
  ReportTable out = table("Leaderboard", std::move(header), std::move(note) + ".");
  for (const std::size_t place : ranking_of(runs)) {
    const RunScore& run = runs[place];
    Row row = {run.name};
    for (const std::string& kind : kinds) {
      const auto found = std::find_if(run.kinds.begin(), run.kinds.end(), [&](const auto& k) { return k.task_type == kind; });
      row.push_back(found == run.kinds.end() ? "-" : percent(found->score));
    }
    row.insert(row.end(), {percent(run.overall.score), percent_interval(run.overall.score), percent(run.overall.strict)});
    out.rows.push_back(std::move(row));
  }
  return out;
}

void add_changes(ReportTable& out, const std::vector<Change>& changes, const std::string& what) {
  for (const Change& change : changes)
    out.rows.push_back({count(static_cast<std::size_t>(change.task_id)), change.task_type, what, percent(change.before),
                        percent(change.after)});
}

Row compared_row(const std::string& name, const Compared& compared) {
  return {name,
          count(compared.tasks),
          percent(compared.before),
          percent(compared.after),
          count(compared.gained.size()),
          count(compared.lost.size()),
          count(compared.both_right),
          count(compared.both_wrong),
          compared.p < 0.00005 ? "<0.0001" : fixed(compared.p, 4)};
}

}  // namespace

std::vector<ReportTable> tables_of(const RunScore& run) {
  std::vector<ReportTable> out = {scores_of(run), halves_of(run)};
  if (run.overall.pass.size() > 1) out.push_back(passes_of(run));
  out.push_back(efforts_of(run));
  out.push_back(ends_of(run));
  return out;
}

std::vector<ReportTable> leaderboard_of(const std::vector<RunScore>& runs) {
  std::vector<ReportTable> out = {board_of(runs)};
  std::size_t most = 0;
  for (const RunScore& run : runs) most = std::max(most, run.overall.pass.size());
  if (most > 1) out.push_back(pass_table("Run", most));
  out.push_back(
      table("Turns, tokens and cost per episode", {"Run", "Turns", "Tokens", "Cost, $", "Broken", "Failed"}, kFailures));
  for (const std::size_t place : ranking_of(runs)) {
    const RunScore& run = runs[place];
    if (most > 1) out[1].rows.push_back(pass_row(run.name, run.overall.pass, shown_ks(most)));
    out.back().rows.push_back(effort_row(run.name, run.overall));
  }
  return out;
}

std::vector<ReportTable> tables_of(const Comparison& comparison) {
  ReportTable sums = table("From " + comparison.before_name + " to " + comparison.after_name,
                           {"Tasks", "Both", "Before", "After", "Gained", "Lost", "Both right", "Both wrong", "p"});
  if (comparison.exact.tasks > 0) sums.rows.push_back(compared_row("exact", comparison.exact));
  if (comparison.fuzzy.tasks > 0) sums.rows.push_back(compared_row("F1", comparison.fuzzy));
  sums.note = "p: McNemar's exact test on tasks gained and lost (the sign test where tasks were tried more than once).";
  const std::size_t alone = comparison.only_before + comparison.only_after;
  if (alone > 0)
    sums.note += " In one run only: " + count(comparison.only_before) + " and " + count(comparison.only_after) + ".";
  if (comparison.uncounted > 0) sums.note += " Broken by the environment: " + count(comparison.uncounted) + ".";
  ReportTable tasks = table("Changed tasks", {"Task", "Kind", "Change", "Before", "After"});
  tasks.numeric = {true, false, false, true, true};
  for (const Compared* compared : {&comparison.exact, &comparison.fuzzy}) {
    add_changes(tasks, compared->gained, "gained");
    add_changes(tasks, compared->lost, "lost");
  }
  return {std::move(sums), std::move(tasks)};
}

std::vector<std::size_t> ranking_of(const std::vector<RunScore>& runs) {
  std::vector<std::size_t> places(runs.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t a, std::size_t b) { return runs[a].overall.score.mean > runs[b].overall.score.mean; });
  return places;
}

}  // namespace localorg::eval
