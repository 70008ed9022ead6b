// The interactive shell: what it holds while it runs, and what its parts do with it.
//     shell.cpp             lines in, answers out
//     shell_input.cpp       lines become queries and commands
//     shell_commands.cpp    .help and the others, as a table
//     shell_completion.cpp  what TAB proposes
//     line_editor.cpp       the terminal; history.cpp the file of earlier lines
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/handle.h"
#include "cli/command.h"
#include "cli/line_editor.h"

namespace localorg::cli {

struct Shell {
  store::OpenOrg org;
  org::Viewer viewer;
  std::string path;  // of the org file
  org::Clock clock;
  std::optional<api::Session> session;  // never empty; made anew when the clock changes
  Format format = Format::table;
  bool explains = false;  // before each answer
  bool times = false;     // after each answer
  bool ended = false;     // .quit
  bool failed = false;    // a query or command did
};

// Runs a query and prints its answer, or what is wrong with it.
void run_query(Shell& shell, const std::string& query);
// False: there was something wrong.
bool explain_query(Shell& shell, const std::string& query);

// ---- shell_commands.cpp

// Runs `.mode json` and its like.
void run_command(Shell& shell, std::string_view input);

// What a command takes, as far as it can be completed.
enum class Takes { nothing, object, format, on_or_off, query_or_on_or_off, datetime_or_off };

struct ShellCommand {
  std::string_view name;       // with its full stop
  std::string_view arguments;  // as .help shows them
  std::string_view summary;
  Takes takes;
  Result<void> (*run)(Shell& shell, std::string_view argument);
};

// Null: no such command.
const ShellCommand* find_command(std::string_view name);
std::vector<std::string> command_names();

// ---- shell_completion.cpp

// `pending`: the earlier lines of the query whose next line is `line`.
LineCompletion complete_line(const org::Catalog& catalog, std::string_view pending, std::string_view line, std::size_t cursor);

}  // namespace localorg::cli
