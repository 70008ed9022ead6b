#include "eval/check.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "eval/coverage.h"
#include "eval/truth.h"

namespace localorg::eval {
namespace {

constexpr unsigned kMostThreads = 8;

std::string listed(const std::vector<Answer>& answers) {
  std::string out;
  for (const Answer& answer : answers) out += (out.empty() ? "" : ", ") + shown(answer);
  return out.empty() ? "nothing" : out;
}

// One answer each, the same as expected.
bool agrees(const std::vector<Answer>& found, const std::vector<Answer>& expected) {
  return found.size() == 1 && expected.size() == 1 && found == expected;
}

std::string difference(const Finding& finding) {
  const auto& odd = agrees(finding.tools, finding.expected) ? finding.sql : finding.tools;
  const char* route = agrees(finding.tools, finding.expected) ? "SQL" : "the tools";
  if (odd.empty()) return std::string(route) + ": the org does not say so";
  return std::string(route) + (odd.size() > 1 ? " tie: " : ": ") + listed(odd) + ", not " + listed(finding.expected);
}

struct Checker {
  Toolbox toolbox;
  SqlRoute route;
  Coverage coverage;

  Finding check(const Task& task) {
    Finding finding{.idx = task.idx, .task = task.task, .expected = task.answers};
    const auto question = read_question(task);
    const auto done = question ? compute(task, *question, finding) : Result<void>(question.error());
    if (!done) {
      finding.verdict = Verdict::undecidable;
      finding.reason = done.error().message;
    }
    return finding;
  }

  Result<void> compute(const Task& task, const Question& question, Finding& finding) {
    LOCALORG_TRY(const Truth by_sql, route.truth(task, question));
    finding.sql = by_sql.winners;
    LOCALORG_TRY(const Truth by_tools, truth_by_tools(toolbox, task, question));
    finding.tools = by_tools.winners;
    const bool right = agrees(finding.tools, finding.expected) && agrees(finding.sql, finding.expected);
    if (question.kind == TaskKind::case_routing) return judge_routing(by_sql, by_tools, question, right, finding);
    LOCALORG_TRY(const auto gap, coverage.gap(route, question));
    LOCALORG_TRY(const int undated, coverage.undated_cases(route, question));
    if (gap) {
      set(finding, Verdict::undecidable, *gap);
    } else if (!right && undated > 0) {
      set(finding, Verdict::undecidable, "cases of the product have no date");
    } else {
      set(finding, right ? Verdict::right : Verdict::wrong, right ? "" : difference(finding));
    }
    return {};
  }

  // The first step needs no product.  Where it leaves one agent, that is the answer.
  Result<void> judge_routing(const Truth& by_sql, const Truth& by_tools, const Question& question, bool right,
                             Finding& finding) {
    const auto among = [&](const std::vector<std::string>& agents) {
      return finding.expected.size() == 1 && finding.expected[0] &&
             std::find(agents.begin(), agents.end(), *finding.expected[0]) != agents.end();
    };
    finding.first_step_right = among(by_sql.first_step) && among(by_tools.first_step);
    std::optional<std::string> gap;
    if (finding.first_step_right && by_sql.first_step.size() > 1) {
      LOCALORG_TRY(gap, coverage.gap(route, question));
    }
    if (gap) {
      set(finding, Verdict::undecidable, "right in the first step, which leaves several agents; then " + *gap);
    } else {
      set(finding, right ? Verdict::right : Verdict::wrong, right ? "" : difference(finding));
    }
    return {};
  }

  static void set(Finding& finding, Verdict verdict, std::string reason) {
    finding.verdict = verdict;
    finding.reason = std::move(reason);
  }
};

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::right: return "right";
    case Verdict::wrong: return "wrong";
    case Verdict::undecidable: return "undecidable";
  }
  return "";
}

Result<std::vector<Finding>> check(const store::OpenOrg& org, const std::vector<Task>& tasks) {
  LOCALORG_TRY(const store::Image image, store::image_of(org));
  std::vector<Finding> findings(tasks.size());
  std::atomic<std::size_t> next = 0;
  const auto check_some = [&]() -> Result<void> {
    LOCALORG_TRY(const store::OpenOrg view, store::view_of(org, image));
    api::Session session(view, org::Clock());
    SqlRoute route(view);
    LOCALORG_TRY(Coverage coverage, Coverage::of(route));
    Checker checker{{session}, std::move(route), std::move(coverage)};
    for (std::size_t i = next++; i < tasks.size(); i = next++) findings[i] = checker.check(tasks[i]);
    return {};
  };
  std::vector<Result<void>> done(std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads));
  {
    std::vector<std::jthread> threads;
    for (Result<void>& one : done) threads.emplace_back([&one, &check_some] { one = check_some(); });
  }
  for (Result<void>& one : done) LOCALORG_CHECK(one);
  return findings;
}

}  // namespace localorg::eval
