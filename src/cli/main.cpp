// localorg: finds the subcommand, reads its options, runs it.
#include <algorithm>
#include <csignal>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/option_table.h"

namespace localorg::cli {
namespace {

constexpr const char* kVersion = LOCALORG_VERSION;

void print_usage(std::ostream& out) {
  out << "localorg " << kVersion
      << ": a Salesforce org on your own machine.\n\nUsage: localorg <command> [options]\n\nCommands:\n";
  for (const Command& command : commands()) {
    out << "  " << command.name << std::string(12 - command.name.size(), ' ') << command.summary << "\n";
  }
  out << "\n`localorg <command> --help` explains a command.\n"
         "\nExit codes:";
  for (std::size_t code = 0; code < exit_words().size(); ++code) {
    out << (code == 0 ? " " : ", ") << code << " " << exit_words()[code];
  }
  out << ".\n";
}

void print_help(const Command& command, const po::options_description& options) {
  std::cout << "Usage: localorg " << command.name << " " << command.arguments << "\n\n" << command.summary << "\n";
  if (!command.details.empty()) std::cout << "\n" << command.details << "\n";
  std::cout << "\n" << options;
}

int run(const Command& command, std::vector<std::string> arguments) {
  std::vector<std::string> rest;
  if (const auto mark = std::find(arguments.begin(), arguments.end(), "--"); !command.rest.empty() && mark != arguments.end()) {
    rest.assign(mark + 1, arguments.end());
    arguments.erase(mark, arguments.end());
  }
  const po::options_description visible = all_options(command);
  po::options_description all;
  all.add(visible);
  po::positional_options_description positional;
  for (const Positional& place : command.positional) {
    const bool many = takes_many(place);
    const std::string bare(place.name.substr(0, place.name.size() - (many ? 3 : 0)));
    if (many) {
      all.add_options()(bare.c_str(), po::value<std::vector<std::string>>());
    } else {
      all.add_options()(bare.c_str(), po::value<std::string>());
    }
    positional.add(bare.c_str(), many ? -1 : 1);
  }
  po::variables_map options;
  try {
    const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(arguments).options(all).positional(positional).style(style).run(), options);
    if (options.contains("help")) {
      print_help(command, visible);
      return kFine;
    }
    po::notify(options);
    if (!command.rest.empty()) options.insert({std::string(command.rest), po::variable_value(boost::any(rest), false)});
  } catch (const po::error& e) {
    std::cerr << "localorg " << command.name << ": " << e.what() << "\n`localorg " << command.name << " --help` explains it.\n";
    return kUsage;
  }
  return command.run(options);
}

int main(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    print_usage(std::cerr);
    return kUsage;
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    print_usage(std::cout);
    return kFine;
  }
  if (name == "--version") {
    std::cout << "localorg " << kVersion << "\n";
    return kFine;
  }
  const std::vector<Command> all = commands();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Command& command) { return command.name == name; });
  if (found == all.end()) {
    std::vector<std::string_view> names;
    for (const Command& command : all) names.push_back(command.name);
    const std::string_view near = text::nearest(name, names);
    std::cerr << "localorg: no command '" << name << "'" << (near.empty() ? "" : "; did you mean " + std::string(near) + "?")
              << "\n`localorg --help` lists the commands.\n";
    return kUsage;
  }
  return run(*found, {arguments.begin() + 1, arguments.end()});
}

}  // namespace
}  // namespace localorg::cli

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const int code = localorg::cli::main({argv + 1, argv + argc});
  if (std::cout.flush()) return code;
  std::cerr << "localorg: cannot write to standard output\n";
  return code == 0 ? 1 : code;
}
