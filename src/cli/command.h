// Subcommands: one file each.  main() finds the command by name, reads its options and runs it.
#pragma once

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "org/calendar.h"
#include "org/clock.h"
#include "store/org_file.h"

namespace localorg::cli {

namespace po = boost::program_options;

// Exit codes of every command.
enum Exit : int {
  kFine = 0,
  kFailed = 1,       // the query or task failed
  kUsage = 2,        // wrong options or arguments
  kOrgUnusable = 3,  // the org file, or a file to import, cannot be used
};

// The same in words, in their order: "fine", ...
const std::vector<std::string_view>& exit_words();

// An argument without a dash.
struct Positional {
  std::string_view name;  // of its option; ends in ... where there may be any number, which come as a vector of strings
  std::string value;      // what it may be, as value_name() says it of options (option_table.h)
};

struct Command {
  std::string_view name;
  std::string_view arguments;  // as shown in the usage line
  std::string_view summary;    // one line
  std::string_view details;    // what --help adds
  po::options_description (*options)();
  std::vector<Positional> positional;  // in order; of the last alone there may be any number
  int (*run)(const po::variables_map& options);
  // What stands behind `--` goes here, as a vector of strings; empty: `--` only ends the options.
  std::string_view rest = {};
};

Command completion_command();
Command describe_command();
Command env_command();
Command episode_command();
Command exec_command();
Command explain_command();
Command generate_command();
Command import_command();
Command log_command();
Command man_command();
Command mcp_command();
Command query_command();
Command reset_command();
Command restore_command();
Command run_command();
Command score_command();
Command search_command();
Command serve_command();
Command shell_command();
Command snapshot_command();
Command tasks_command();
Command tool_command();
Command user_command();
Command verify_command();

// All of them, in the order of the help.
std::vector<Command> commands();

// ---- What several commands share (shared.cpp)

// --org --now --timezone
void add_org_options(po::options_description& options);
// --format; `formats` for the help text.
void add_format_option(po::options_description& options);

enum class Format { table, json, csv, jsonl };
Result<Format> format_of(const po::variables_map& options);
Result<Format> format_named(std::string_view name);

// The org named by --org; without it the default org, made on first use.  Errors are ready to be printed.
Result<store::OpenOrg> open_org_of(const po::variables_map& options, store::Access access = store::Access::file);
std::string org_path_of(const po::variables_map& options);
// The path of the default org, which is made if it is not there yet.
Result<std::string> default_org();
// $XDG_DATA_HOME/localorg, by default ~/.local/share/localorg.
std::string data_folder_path();
Result<org::Clock> clock_of(const po::variables_map& options);
Result<org::Clock> clock_pinned_at(const std::string& datetime);
// $XDG_STATE_HOME/localorg, or the folder of the default org; empty: there is none.
std::string state_folder();
Result<org::Viewer> viewer_of(const po::variables_map& options, const store::OpenOrg& org);
// The query: the argument, standard input for `-`, or the file of --file.
Result<std::string> query_text_of(const po::variables_map& options);
std::string read_all(std::istream& in);

// The --schema of generate and import: a built-in org's name or a folder.
Result<org::Catalog> catalog_of(const po::variables_map& options);

// Prints `CODE: message` for Salesforce's errors and `localorg: message` for ours on standard error; the exit code.
int report(const SalesforceError& error, std::string_view query = {});

// Draws "what  [=====     ] 50 %" on standard error if that is a terminal, and wipes it at the end.
class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  void operator()(std::string_view what, double done);

 private:
  bool shown_;
  bool dirty_ = false;
};

}  // namespace localorg::cli
