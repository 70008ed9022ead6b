#include "eval/compare.h"

#include <map>

namespace localorg::eval {
namespace {

struct Trials {
  std::string task_type;
  bool fuzzy = false;
  double sum = 0;
  std::size_t count = 0;

  double mean() const { return sum / static_cast<double>(count); }
};

std::map<int, Trials> tasks_of(const RunScore& run) {
  std::map<int, Trials> tasks;
  for (const Graded& graded : run.episodes) {
    Trials& trials = tasks[graded.episode->task_id];
    trials.task_type = graded.episode->task_type;
    trials.fuzzy = graded.fuzzy;
    if (!graded.counts) continue;
    trials.sum += graded.value;
    ++trials.count;
  }
  return tasks;
}

void add(Compared& compared, const Change& change) {
  constexpr double kSame = 1e-9;
  ++compared.tasks;
  compared.before += change.before;
  compared.after += change.after;
  if (change.after > change.before + kSame) {
    compared.gained.push_back(change);
  } else if (change.before > change.after + kSame) {
    compared.lost.push_back(change);
  } else {
    compared.both_right += change.after > 1 - kSame ? 1 : 0;
    compared.both_wrong += change.after < kSame ? 1 : 0;
  }
}

void finish(Compared& compared) {
  if (compared.tasks == 0) return;
  compared.before /= static_cast<double>(compared.tasks);
  compared.after /= static_cast<double>(compared.tasks);
  compared.p = sign_test(compared.gained.size(), compared.lost.size());
}

Json json_of(const std::vector<Change>& changes) {
  Json list = Json::array();
  for (const Change& change : changes) {
    list.push_back(
        {{"task_id", change.task_id}, {"task_type", change.task_type}, {"before", change.before}, {"after", change.after}});
  }
  return list;
}

Json json_of(const Compared& compared) {
  return {{"tasks", compared.tasks},
          {"before", compared.before},
          {"after", compared.after},
          {"both_right", compared.both_right},
          {"both_wrong", compared.both_wrong},
          {"p", compared.p},
          {"gained", json_of(compared.gained)},
          {"lost", json_of(compared.lost)}};
}

}  // namespace

Comparison compare(const RunScore& before, const RunScore& after) {
  Comparison out{before.name, after.name, {}, {}, 0, 0, 0};
  const std::map<int, Trials> old_tasks = tasks_of(before);
  std::map<int, Trials> new_tasks = tasks_of(after);
  for (const auto& [id, trials] : old_tasks) {
    const auto found = new_tasks.find(id);
    if (found == new_tasks.end()) {
      ++out.only_before;
      continue;
    }
    if (trials.count == 0 || found->second.count == 0) {
      ++out.uncounted;
    } else {
      add(trials.fuzzy ? out.fuzzy : out.exact, {id, trials.task_type, trials.mean(), found->second.mean()});
    }
    new_tasks.erase(found);
  }
  out.only_after = new_tasks.size();
  finish(out.exact);
  finish(out.fuzzy);
  return out;
}

Json to_json(const Comparison& comparison) {
  return {{"before", comparison.before_name},   {"after", comparison.after_name},        {"exact", json_of(comparison.exact)},
          {"fuzzy", json_of(comparison.fuzzy)}, {"only_before", comparison.only_before}, {"only_after", comparison.only_after},
          {"uncounted", comparison.uncounted}};
}

}  // namespace localorg::eval
