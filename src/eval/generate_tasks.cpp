#include "eval/generate_tasks.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "eval/coverage.h"
#include "eval/draw.h"

namespace localorg::eval {
namespace {

using dataset::Latent;
using dataset::Random;

Draw draw_of(TaskKind kind) {
  switch (kind) {
    case TaskKind::handle_time:
    case TaskKind::transfer_count: return draw_about_agents;
    case TaskKind::monthly_trend_analysis:
    case TaskKind::top_issue_identification: return draw_about_product;
    case TaskKind::best_region_identification: return draw_about_regions;
    case TaskKind::case_routing: return draw_routing;
    case TaskKind::knowledge_qa: return draw_knowledge;
    case TaskKind::named_entity_disambiguation: return draw_entity;
    case TaskKind::policy_violation_identification: return draw_violation;
  }
  return draw_routing;
}

// What says whether a question has an answer that everybody can find.
struct Judges {
  Toolbox toolbox;
  Coverage coverage;
};

// The tasks of one kind: as many as wanted with an answer, and as many without.
class Collector {
 public:
  Collector(const Sources& sources, Judges& judges, TaskKind kind, const TaskOptions& options)
      : sources_(sources),
        judges_(judges),
        kind_(kind),
        random_(options.seed, row_of(kind).name),
        tries_left_(options.per_task * kTries) {
    constexpr int kNonePerMille = 300;
    nones_ = row_of(kind).may_be_none ? options.per_task * kNonePerMille / 1000 : 0;
    answers_ = options.per_task - nones_;
  }

  Result<std::vector<Task>> collect() {
    while (nones_ + answers_ > 0 && tries_left_-- > 0) {
      const bool none = random_.below(static_cast<std::uint64_t>(nones_ + answers_)) < static_cast<std::uint64_t>(nones_);
      auto draft = draw_of(kind_)(sources_, kind_, none, random_);
      if (draft && !asked_.contains(draft->key)) LOCALORG_CHECK(judge(*draft));
    }
    return std::move(tasks_);
  }
  int missing() const { return nones_ + answers_; }

 private:
  static constexpr int kTries = 300;

  // Keeps the draft if the org gives one answer, of the sort that is still wanted.
  Result<void> judge(Draft& draft) {
    LOCALORG_TRY(const Question question, read_question(draft.task));
    LOCALORG_TRY(Truth truth, sources_.route.truth(draft.task, question));
    if (truth.winners.size() != 1) return {};
    int& wanted = truth.winners[0] ? answers_ : nones_;
    if (wanted == 0) return {};
    draft.task.answers = truth.winners;
    if (!draft.names_product && truth.first_step.size() > 1) return {};
    LOCALORG_TRY(const bool can_be_found, can_be_found_by_tools(draft.task, question, truth));
    if (!can_be_found) return {};
    --wanted;
    asked_.insert(draft.key);
    draft.task.source["answer"].push_back(truth.winners[0] ? Json(*truth.winners[0]) : Json(nullptr));
    tasks_.push_back(std::move(draft.task));
    return {};
  }

  // Does the org hold what the answer hangs on, and do the tool functions come to some answer?  Whether it is the same is for
  // `tasks check` to say: a difference is a fault of ours, not of the question.
  Result<bool> can_be_found_by_tools(const Task& task, const Question& question, const Truth& truth) {
    const bool first_step_decides = kind_ == TaskKind::case_routing && truth.first_step.size() == 1;
    LOCALORG_TRY(const auto gap, judges_.coverage.gap(sources_.route, question));
    LOCALORG_TRY(const int undated, judges_.coverage.undated_cases(sources_.route, question));
    if (!first_step_decides && (gap || undated > 0)) return false;
    return truth_by_tools(judges_.toolbox, task, question).has_value();
  }

  const Sources& sources_;
  Judges& judges_;
  TaskKind kind_;
  Random random_;
  int tries_left_, nones_ = 0, answers_ = 0;
  std::set<std::string> asked_;
  std::vector<Task> tasks_;
};

Result<std::vector<TaskKind>> kinds_of(const TaskOptions& options, const Latent* latent) {
  std::vector<TaskKind> kinds;
  for (const TaskKindRow& row : task_kinds()) {
    const bool named = std::find(options.kinds.begin(), options.kinds.end(), row.kind) != options.kinds.end();
    if (named && row.needs_latent && latent == nullptr) {
      return error_without_position(
          ErrorCode::USAGE,
          std::string(row.name) + " needs the .latent.json file that `localorg generate` writes next to an org");
    }
    if (named || (options.kinds.empty() && (latent != nullptr || !row.needs_latent))) kinds.push_back(row.kind);
  }
  return kinds;
}

}  // namespace

Result<TaskSet> generate_tasks(const store::OpenOrg& org, const Latent* latent, const TaskOptions& options,
                               const dataset::Progress& progress) {
  LOCALORG_TRY(const std::vector<TaskKind> kinds, kinds_of(options, latent));
  LOCALORG_TRY(const Wording wording, Wording::read());
  SqlRoute route(org);
  LOCALORG_TRY(const Sources sources, read_sources(route, wording, latent));
  LOCALORG_TRY(Coverage coverage, Coverage::of(route));
  api::Session session(org, org::Clock());
  Judges judges{{session}, std::move(coverage)};
  TaskSet set;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const std::string name(row_of(kinds[i]).name);
    if (progress) progress(name, static_cast<double>(i) / static_cast<double>(kinds.size()));
    Collector collector(sources, judges, kinds[i], options);
    LOCALORG_TRY(std::vector<Task> tasks, collector.collect());
    if (collector.missing() > 0) {
      set.notes.push_back(name + ": " + std::to_string(tasks.size()) + " of " + std::to_string(options.per_task) +
                          "; the org gives no more that differ and have one answer");
    }
    for (Task& task : tasks) {
      task.idx = static_cast<int>(set.tasks.size());
      set.tasks.push_back(std::move(task));
    }
  }
  if (options.kinds.empty() && latent == nullptr) {
    set.notes.emplace_back(
        "no .latent.json file next to the org: no tasks about articles, conversations and customers' words for products");
  }
  return set;
}

Result<std::optional<Latent>> latent_of_org(const store::OpenOrg& org, const std::string& org_path) {
  const std::string path = dataset::latent_path(org_path);
  const auto fact = [&](const char* name) {
    const auto found = org.meta.find(name);
    return found == org.meta.end() ? std::string() : found->second;
  };
  if (fact("source") != "generate" || !std::filesystem::exists(path)) return std::optional<Latent>();
  LOCALORG_TRY(Latent latent, dataset::read_latent(path));
  if (fact("seed") == std::to_string(latent.seed) && fact("scale") == latent.scale.text() && fact("bank") == latent.bank)
    return std::optional(std::move(latent));
  return error_without_position(ErrorCode::ORG_UNUSABLE, path + " belongs to another org (seed, scale or bank differ)");
}

}  // namespace localorg::eval
