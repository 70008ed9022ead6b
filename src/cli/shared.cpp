#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "dataset/generate.h"
#include "org/datetime.h"
#include "soql/query.h"

namespace localorg::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kDefaultSeed = 1;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// $XDG_DATA_HOME/localorg, by default ~/.local/share/localorg.
fs::path data_folder() {
  const std::string xdg = environment("XDG_DATA_HOME");
  if (!xdg.empty()) return fs::path(xdg) / "localorg";
  return fs::path(environment("HOME")) / ".local" / "share" / "localorg";
}

Result<void> make_default_org(const std::string& path) {
  std::error_code fault;
  fs::create_directories(fs::path(path).parent_path(), fault);
  if (fault) return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": " + fault.message());
  std::cerr << "localorg: making the default org, " << path << "\n";
  LOCALORG_TRY(const org::Catalog catalog, org::Catalog::built_in("crmarena"));
  ProgressBar bar;
  return dataset::generate({.seed = kDefaultSeed}, catalog, path, std::ref(bar));
}

}  // namespace

std::vector<Command> commands() {
  return {query_command(),  search_command(), shell_command(),    explain_command(), describe_command(),   serve_command(),
          exec_command(),   mcp_command(),    env_command(),      user_command(),    log_command(),        generate_command(),
          import_command(), verify_command(), tasks_command(),    run_command(),     score_command(),      episode_command(),
          tool_command(),   reset_command(),  snapshot_command(), restore_command(), completion_command(), man_command()};
}

const std::vector<std::string_view>& exit_words() {
  static const std::vector<std::string_view> words = {"fine", "the query or task failed", "wrong usage",
                                                      "the org file is unusable"};
  return words;
}

void add_org_options(po::options_description& options) {
  options.add_options()                                                                                                    //
      ("org", po::value<std::string>()->value_name("FILE"), "the org file (default: the default org, made on first use)")  //
      ("now", po::value<std::string>()->value_name("DATETIME"), "pin the clock: 2022-08-20T00:00:00Z")                     //
      ("timezone", po::value<std::string>()->value_name("ZONE"), "the running user's time zone (default: the org's)");
}

void add_format_option(po::options_description& options) {
  options.add_options()("format", po::value<std::string>()->default_value("table")->value_name("table|json|csv|jsonl"),
                        "how the answer is printed");
}

Result<Format> format_of(const po::variables_map& options) { return format_named(options["format"].as<std::string>()); }

Result<Format> format_named(std::string_view name) {
  if (name == "table") return Format::table;
  if (name == "json") return Format::json;
  if (name == "csv") return Format::csv;
  if (name == "jsonl") return Format::jsonl;
  return error_without_position(ErrorCode::USAGE, "unknown format '" + std::string(name) + "': table, json, csv or jsonl");
}

std::string state_folder() {
  const std::string xdg = environment("XDG_STATE_HOME");
  if (!xdg.empty()) return (fs::path(xdg) / "localorg").string();
  return environment("XDG_DATA_HOME").empty() && environment("HOME").empty() ? "" : data_folder().string();
}

std::string org_path_of(const po::variables_map& options) {
  if (options.contains("org")) return options["org"].as<std::string>();
  return (data_folder() / "crmarena.org.db").string();
}

std::string data_folder_path() { return data_folder().string(); }

Result<std::string> default_org() {
  const std::string path = (data_folder() / "crmarena.org.db").string();
  if (!fs::exists(path)) LOCALORG_CHECK(make_default_org(path));
  return path;
}

Result<store::OpenOrg> open_org_of(const po::variables_map& options, store::Access access) {
  if (options.contains("org")) return store::open_org(options["org"].as<std::string>(), access);
  LOCALORG_TRY(const std::string path, default_org());
  return store::open_org(path, access);
}

Result<org::Clock> clock_of(const po::variables_map& options) {
  if (!options.contains("now")) return org::Clock();
  return clock_pinned_at(options["now"].as<std::string>());
}

Result<org::Clock> clock_pinned_at(const std::string& datetime) {
  if (const auto ms = org::parse_datetime(datetime)) return org::Clock(*ms);
  if (const auto day = org::parse_date(datetime)) return org::Clock(org::midnight_ms(*day));
  return error_without_position(ErrorCode::USAGE,
                                "the clock takes a dateTime such as 2022-08-20T00:00:00Z, not '" + datetime + "'");
}

Result<org::Viewer> viewer_of(const po::variables_map& options, const store::OpenOrg& org) {
  org::Viewer viewer = soql::viewer_of(org);
  if (options.contains("timezone")) {
    viewer.calendar.time_zone = options["timezone"].as<std::string>();
    if (!org::is_time_zone(viewer.calendar.time_zone)) {
      return error_without_position(ErrorCode::USAGE, "unknown time zone '" + viewer.calendar.time_zone + "'");
    }
  }
  return viewer;
}

std::string read_all(std::istream& in) {
  std::string text;
  std::array<char, 65536> piece{};
  // Where reading fails, at the first byte of a folder for instance, the stream is bad; iterators over it would throw.
  while (in.read(piece.data(), piece.size()) || in.gcount() > 0)
    text.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  return text;
}

Result<std::string> query_text_of(const po::variables_map& options) {
  const bool has_argument = options.contains("soql");
  const bool has_file = options.contains("file");
  if (has_argument == has_file)
    return error_without_position(ErrorCode::USAGE, "give the query as an argument, as - for standard input, or with --file");
  if (!has_file && options["soql"].as<std::string>() != "-") return options["soql"].as<std::string>();
  const std::string path = has_file ? options["file"].as<std::string>() : "standard input";
  std::ifstream file;
  if (has_file) file.open(path, std::ios::binary);
  std::istream& in = has_file ? file : std::cin;
  std::string text = read_all(in);
  if (!in.eof()) return error_without_position(ErrorCode::USAGE, "cannot read " + path);
  return text;
}

Result<org::Catalog> catalog_of(const po::variables_map& options) {
  const auto schema = options["schema"].as<std::string>();
  if (schema.find('/') != std::string::npos) return org::Catalog::read_folder(schema);
  const std::vector<std::string> names = org::Catalog::built_in_names();
  if (std::find(names.begin(), names.end(), schema) == names.end()) {
    return error_without_position(ErrorCode::USAGE,
                                  "unknown schema '" + schema + "': a folder (with a /), or one of " + text::join(names, ", "));
  }
  return org::Catalog::built_in(schema);
}

int report(const SalesforceError& error, std::string_view query) {
  const bool usage = error.errorCode == ErrorCode::USAGE;
  if (usage || error.errorCode == ErrorCode::ORG_UNUSABLE) {
    std::cerr << "localorg: " << error.message << "\n";
    return usage ? kUsage : kOrgUnusable;
  }
  std::cerr << name_of(error.errorCode) << ": " << message_on_wire(error, query) << "\n";
  return kFailed;
}

ProgressBar::ProgressBar() : shown_(::isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() {
  if (dirty_) std::cerr << "\r\033[K" << std::flush;
}

void ProgressBar::operator()(std::string_view what, double done) {
  if (!shown_) return;
  constexpr int kWidth = 30;
  const int filled = std::clamp(static_cast<int>(done * kWidth), 0, kWidth);
  std::cerr << "\r\033[K" << what << "  [" << std::string(static_cast<std::size_t>(filled), '=')
            << std::string(static_cast<std::size_t>(kWidth - filled), ' ') << "] " << static_cast<int>(done * 100) << " %"
            << std::flush;
  dirty_ = true;
}

}  // namespace localorg::cli
