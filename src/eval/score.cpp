#include "eval/score.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "eval/json_text.h"

namespace localorg::eval {
namespace {

// What a refusal is looked for in: everything the agent wrote, not its last words alone.
std::string all_said(const Episode& episode, const std::string& reply) {
  std::string said = reply;
  for (const Json& message : episode.traj) {
    if (message.is_object() && text_at(message, "role") == "assistant") said += "\n" + text_at(message, "content");
  }
  return said;
}

// The trials of one task that count, and those that do not.
struct Trials {
  std::vector<double> values, strict, recorded;
  std::size_t broken = 0;
  bool answerable = true;
};

double mean(const std::vector<double>& values, std::size_t more_zeros = 0) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size() + more_zeros);
}

using Tasks = std::map<int, Trials>;

Tasks tasks_of(const std::vector<const Graded*>& episodes) {
  Tasks tasks;
  for (const Graded* graded : episodes) {
    Trials& trials = tasks[graded->episode->task_id];
    trials.answerable = graded->answerable;
    if (!graded->counts) {
      ++trials.broken;
      continue;
    }
    trials.values.push_back(graded->value);
    trials.strict.push_back(graded->reward.strict ? 1 : 0);
    trials.recorded.push_back(value_of(graded->episode->reward));
  }
  return tasks;
}

std::vector<PassPoint> pass_of(const Tasks& tasks) {
  std::vector<PassPoint> points;
  for (std::size_t k = 1;; ++k) {
    std::vector<double> values;
    for (const auto& [id, trials] : tasks) {
      if (trials.values.size() < k) continue;
      const auto right = std::count(trials.values.begin(), trials.values.end(), 1.0);
      values.push_back(pass_hat(trials.values.size(), static_cast<std::size_t>(right), k));
    }
    if (values.empty()) return points;
    points.push_back({k, estimate(values)});
  }
}

void add_means(KindScore& score, const Tasks& tasks) {
  std::vector<double> all, strict, recorded, with_failures, answerable, unanswerable;
  for (const auto& [id, trials] : tasks) {
    with_failures.push_back(mean(trials.values, trials.broken));
    if (trials.values.empty()) continue;
    all.push_back(mean(trials.values));
    strict.push_back(mean(trials.strict));
    recorded.push_back(mean(trials.recorded));
    (trials.answerable ? answerable : unanswerable).push_back(all.back());
  }
  score.tasks = tasks.size();
  score.score = estimate(all);
  score.strict = estimate(strict);
  score.recorded = estimate(recorded);
  score.with_failures = estimate(with_failures);
  score.answerable = estimate(answerable);
  score.unanswerable = estimate(unanswerable);
}

void add_counts(KindScore& score, const std::vector<const Graded*>& episodes) {
  std::size_t counting = 0;
  for (const Graded* graded : episodes) {
    const Episode& episode = *graded->episode;
    ++score.episodes;
    score.answered += graded->reply ? 1 : 0;
    score.environment_failures += graded->counts ? 0 : 1;
    score.agent_failures += episode.failure == Failure::agent ? 1 : 0;
    if (!graded->counts) continue;
    ++counting;
    score.differing += std::abs(value_of(episode.reward) - graded->value) > 1e-6 ? 1 : 0;
    score.turns += graded->turns;
    score.tokens += static_cast<double>(graded->tokens);
    score.cost += episode.total_cost;
  }
  if (counting == 0) return;
  for (double* sum : {&score.turns, &score.tokens, &score.cost}) *sum /= static_cast<double>(counting);
}

KindScore score_kind(const std::string& task_type, const std::vector<const Graded*>& episodes) {
  KindScore score;
  score.task_type = task_type;
  score.fuzzy = std::any_of(episodes.begin(), episodes.end(), [](const Graded* one) { return one->fuzzy; });
  const Tasks tasks = tasks_of(episodes);
  add_means(score, tasks);
  add_counts(score, episodes);
  if (!score.fuzzy) score.pass = pass_of(tasks);
  return score;
}

template <typename Member>
Estimate mean_over(const std::vector<KindScore>& kinds, Member member) {
  std::vector<Estimate> means;
  for (const KindScore& kind : kinds) means.push_back(kind.*member);
  return mean_of(means);
}

// pass^k over the kinds that have it for this k.
std::vector<PassPoint> pass_over(const std::vector<KindScore>& kinds) {
  std::vector<PassPoint> points;
  for (std::size_t k = 1;; ++k) {
    std::vector<Estimate> means;
    for (const KindScore& kind : kinds) {
      if (kind.pass.size() >= k) means.push_back(kind.pass[k - 1].pass);
    }
    if (means.empty()) return points;
    points.push_back({k, mean_of(means)});
  }
}

KindScore score_all(const std::vector<KindScore>& kinds, const std::vector<const Graded*>& episodes) {
  KindScore all;
  add_counts(all, episodes);
  for (const KindScore& kind : kinds) all.tasks += kind.tasks;
  all.score = mean_over(kinds, &KindScore::score);
  all.strict = mean_over(kinds, &KindScore::strict);
  all.recorded = mean_over(kinds, &KindScore::recorded);
  all.with_failures = mean_over(kinds, &KindScore::with_failures);
  all.answerable = mean_over(kinds, &KindScore::answerable);
  all.unanswerable = mean_over(kinds, &KindScore::unanswerable);
  all.pass = pass_over(kinds);
  return all;
}

std::size_t place_of(const std::string& task_type) {
  const auto kind = task_kind_named(task_type);
  return kind ? static_cast<std::size_t>(*kind) : task_kinds().size();
}

std::string end_of(const Episode& episode) {
  if (episode.failure == Failure::environment) return "environment failure";
  if (episode.failure == Failure::agent) return "agent failure";
  return episode.end_reason.message.empty() ? "not recorded" : episode.end_reason.message;
}

std::vector<std::pair<std::string, std::size_t>> end_reasons_of(const Run& run) {
  std::map<std::string, std::size_t> counts;
  for (const Episode& episode : run.episodes) ++counts[end_of(episode)];
  std::vector<std::pair<std::string, std::size_t>> reasons(counts.begin(), counts.end());
  std::stable_sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return reasons;
}

}  // namespace

Graded grade(const Episode& episode) {
  Graded graded;
  graded.episode = &episode;
  graded.counts = episode.failure != Failure::environment;
  graded.answerable = std::any_of(episode.gt_answers.begin(), episode.gt_answers.end(),
                                  [](const Answer& gold) { return gold && *gold != "None"; });
  graded.reply = reply_of(episode);
  std::string said = graded.reply.value_or("");
  if (metric_of(episode.task_type) == "privacy_rejection" || episode.reward_metric == "privacy_rejection") {
    said = all_said(episode, said);
    graded.answerable = true;
  }
  graded.reward = reward_of(episode.task_type, episode.reward_metric, episode.gt_answers, said);
  graded.fuzzy = graded.reward.reward.is_object();
  graded.value = episode.failure ? 0 : value_of(graded.reward.reward);
  graded.turns = turns_of(episode);
  const auto& tokens = episode.usage.total_tokens;
  graded.tokens = std::accumulate(tokens.begin(), tokens.end(), std::int64_t{0});
  return graded;
}

RunScore score(const Run& run) {
  RunScore out;
  out.name = run.name;
  out.episodes.reserve(run.episodes.size());
  std::map<std::pair<std::size_t, std::string>, std::vector<const Graded*>> kinds;
  std::vector<const Graded*> all;
  std::map<int, std::size_t> trials;
  for (const Episode& episode : run.episodes) {
    out.episodes.push_back(grade(episode));
    const Graded& graded = out.episodes.back();
    kinds[{place_of(episode.task_type), episode.task_type}].push_back(&graded);
    all.push_back(&graded);
    out.trials = std::max(out.trials, ++trials[episode.task_id]);
    out.total_cost += episode.total_cost;
    out.heuristic = out.heuristic || graded.reward.heuristic;
  }
  for (const auto& [kind, episodes] : kinds) out.kinds.push_back(score_kind(kind.second, episodes));
  out.overall = score_all(out.kinds, all);
  out.end_reasons = end_reasons_of(run);
  return out;
}

}  // namespace localorg::eval
