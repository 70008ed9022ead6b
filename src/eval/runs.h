// Runs: the episodes of one agent, from one results file or from several.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eval/result.h"

namespace localorg::eval {

// What upstream writes into a file's name:  results_gpt-4o_react_handle_time.json, ..._interactive-True.json
struct UpstreamName {
  std::string model, strategy, task;
  std::string interactive;  // True, False, or empty: not said
};
// nullopt for a name of another form.  `path` may have folders before it; a model's name may hold underscores.
std::optional<UpstreamName> upstream_name(std::string_view path);

struct Run {
  std::string name;  // unlike that of every other run beside it
  std::vector<std::string> files;
  std::optional<RunHeader> header;
  std::vector<Episode> episodes;  // by task, then by trial; no two with the same of both
};

struct NamedFile {
  std::string path;
  ResultFile results;
};

// Puts files together to runs, in the order of their first files: files of upstream's names with the same model, strategy and
// mode are one run; every other file is a run by itself, named after its header (model or agent, strategy) or else its file.
// A record whose task and trial came before in the run becomes a further trial of that task: that is how upstream's runs are
// repeated, in files of the same name in several folders.
std::vector<Run> runs_of(std::vector<NamedFile> files);

}  // namespace localorg::eval
