// localorg episode
#include <iostream>

#include "cli/command.h"
#include "cli/task_options.h"
#include "eval/lines.h"
#include "eval/service.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  add_org_options(out);
  add_task_options(out);
  add_protocol_options(out);
  return out;
}

Result<int> serve_lines(const po::variables_map& options) {
  LOCALORG_TRY(const eval::EnvironmentOptions environment, environment_options_of(options));
  LOCALORG_TRY(const auto now, pinned_now_of(options));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options, store::Access::view));
  LOCALORG_TRY(const std::vector<eval::Task> tasks, tasks_of(options, org));
  LOCALORG_TRY(const eval::Prompts prompts, eval::Prompts::read(*org.catalog));
  eval::EpisodeService service(org, prompts, tasks, {environment, now});
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    std::cout << eval::line_of(service.answer(line)) << std::flush;
  }
  return int{kFine};
}

int run(const po::variables_map& options) {
  const auto code = serve_lines(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command episode_command() {
  return {
      "episode",
      "[options]",
      "Put tasks to an agent over standard input and output.",
      "A line of JSON in, a line of JSON out: {\"reset\": 650} begins the episode of a task, {\"execute\": \"SELECT ...\"},\n"
      "{\"call\": \"get_issues\", \"arguments\": {}} and {\"respond\": \"...\"} are turns.  Ends with its input.",
      options,
      {},
      run};
}

}  // namespace localorg::cli
