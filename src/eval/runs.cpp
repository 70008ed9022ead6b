#include "eval/runs.h"

#include <algorithm>
#include <map>
#include <set>

namespace localorg::eval {
namespace {

std::string_view file_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string stem_of(std::string_view path) {
  const std::string_view file = file_of(path);
  const std::size_t dot = file.rfind('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? file : file.substr(0, dot));
}

std::string joined(const std::string& a, const std::string& b) { return a.empty() || b.empty() ? a + b : a + " " + b; }

std::string name_of(const UpstreamName& name) {
  return joined(joined(name.model, name.strategy), name.interactive == "True" ? "interactive" : "");
}

std::string name_of(const NamedFile& file) {
  if (const auto& header = file.results.header) {
    const std::string name = joined(header->model.empty() ? header->agent : header->model, header->strategy);
    if (!name.empty()) return name;
  }
  return stem_of(file.path);
}

// Further trials of a task are numbered on; then all are in order.
void number_trials(Run& run) {
  std::set<std::pair<int, int>> taken;
  for (Episode& episode : run.episodes) {
    while (!taken.insert({episode.task_id, episode.trial}).second) ++episode.trial;
  }
  std::stable_sort(run.episodes.begin(), run.episodes.end(), [](const Episode& a, const Episode& b) {
    return std::pair(a.task_id, a.trial) < std::pair(b.task_id, b.trial);
  });
}

// Names that occur twice get their file's, and if that is not enough a number.
void tell_apart(std::vector<Run>& runs) {
  std::map<std::string, int> uses;
  for (const Run& run : runs) ++uses[run.name];
  for (Run& run : runs) {
    if (uses[run.name] > 1 && run.name != stem_of(run.files.front())) run.name += " (" + stem_of(run.files.front()) + ")";
  }
  std::set<std::string> taken;
  for (Run& run : runs) {
    const std::string name = run.name;
    for (int i = 2; !taken.insert(run.name).second; ++i) run.name = name + " #" + std::to_string(i);
  }
}

}  // namespace

std::optional<UpstreamName> upstream_name(std::string_view path) {
  std::string stem = stem_of(path);
  if (!stem.starts_with("results_")) return std::nullopt;
  stem.erase(0, 8);
  UpstreamName name;
  if (const std::size_t mode = stem.rfind("_interactive-"); mode != std::string::npos) {
    name.interactive = stem.substr(mode + 13);
    stem.erase(mode);
  }
  for (const std::string strategy : {"tool_call_flex", "tool_call", "react", "act"}) {
    const std::size_t at = stem.find("_" + strategy + "_");
    if (at == std::string::npos) continue;
    name.model = stem.substr(0, at);
    name.strategy = strategy;
    name.task = stem.substr(at + strategy.size() + 2);
    return name;
  }
  return std::nullopt;
}

std::vector<Run> runs_of(std::vector<NamedFile> files) {
  std::vector<Run> runs;
  std::map<std::string, std::size_t> upstream;  // a run's name -> its place
  for (NamedFile& file : files) {
    const auto published = file.results.header ? std::nullopt : upstream_name(file.path);
    const std::string name = published ? name_of(*published) : name_of(file);
    const auto known = upstream.find(name);
    if (!published || known == upstream.end()) {
      if (published) upstream.emplace(name, runs.size());
      runs.push_back({name, {file.path}, std::move(file.results.header), std::move(file.results.episodes)});
      continue;
    }
    Run& run = runs[known->second];
    run.files.push_back(file.path);
    std::move(file.results.episodes.begin(), file.results.episodes.end(), std::back_inserter(run.episodes));
  }
  for (Run& run : runs) number_trials(run);
  tell_apart(runs);
  return runs;
}

}  // namespace localorg::eval
