// localorg completion
#include <algorithm>
#include <array>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/completion_scripts.h"

namespace localorg::cli {

std::string in_single_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

namespace {

struct Shell {
  std::string_view name;
  std::string (*script)();
};

constexpr auto kShells = std::to_array<Shell>({{"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}});

std::string shell_names(std::string_view separator) {
  std::vector<std::string> names;
  for (const Shell& shell : kShells) names.emplace_back(shell.name);
  return text::join(names, separator);
}

int run(const po::variables_map& options) {
  const std::string wanted = options.contains("shell") ? options["shell"].as<std::string>() : "";
  const auto* shell = std::find_if(kShells.begin(), kShells.end(), [&](const Shell& one) { return one.name == wanted; });
  if (shell == kShells.end()) {
    return report(error_without_position(ErrorCode::USAGE, "completion takes the shell's name: " + shell_names(", ")));
  }
  std::cout << shell->script();
  return kFine;
}

}  // namespace

Command completion_command() {
  return {"completion",
          "bash|zsh|fish",
          "Print a script that completes localorg's commands and options in a shell.",
          "For one shell:  bash: eval \"$(localorg completion bash)\"    fish: localorg completion fish | source\n"
          "zsh: localorg completion zsh > FOLDER/_localorg, in a folder of $fpath.  Installed packages have all three.",
          [] { return po::options_description("Options"); },
          {{"shell", shell_names("|")}},
          run};
}

}  // namespace localorg::cli
