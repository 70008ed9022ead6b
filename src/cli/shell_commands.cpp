// The shell's own commands, a row each.
#include <algorithm>
#include <array>
#include <iostream>

#include "base/text.h"
#include "cli/answer.h"
#include "cli/schema.h"
#include "cli/shell.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "org/datetime.h"

namespace localorg::cli {
namespace {

SalesforceError usage(std::string message) { return error_without_position(ErrorCode::USAGE, std::move(message)); }

// on, off, or nothing: the state is shown.
Result<void> switch_or_show(bool& setting, std::string_view what, std::string_view argument) {
  if (argument.empty()) {
    std::cout << what << " is " << (setting ? "on" : "off") << "\n";
    return {};
  }
  const bool on = text::equal_ignoring_case(argument, "on");
  if (!on && !text::equal_ignoring_case(argument, "off")) return usage("." + std::string(what) + " takes on or off");
  setting = on;
  return {};
}

Result<void> explain(Shell& shell, std::string_view argument) {
  const bool is_query = argument.find(' ') != std::string_view::npos;
  if (!is_query) return switch_or_show(shell.explains, "explain", argument);
  explain_query(shell, std::string(argument));
  return {};
}

Result<void> mode(Shell& shell, std::string_view argument) {
  if (argument.empty()) return usage(".mode takes table, json, csv or jsonl");
  LOCALORG_TRY(shell.format, format_named(text::lower(argument)));
  return {};
}

Result<void> now(Shell& shell, std::string_view argument) {
  if (argument.empty()) {
    std::cout << org::format_datetime(shell.clock.now_ms())
              << (shell.clock.is_pinned() ? " (pinned)\n" : " (the machine's clock)\n");
    return {};
  }
  if (text::equal_ignoring_case(argument, "off")) {
    shell.clock = org::Clock();
  } else {
    LOCALORG_TRY(shell.clock, clock_pinned_at(std::string(argument)));
  }
  shell.session.emplace(shell.org, shell.clock, shell.viewer);
  return {};
}

Result<void> objects(Shell& shell, std::string_view /*argument*/) {
  print_table(std::cout, cells_of(*shell.org.catalog), terminal_width());
  return {};
}

Result<void> schema(Shell& shell, std::string_view argument) {
  if (argument.empty()) return usage(".schema takes an object; .objects lists them");
  const org::SObject* object = find_or_report(*shell.org.catalog, argument);
  shell.failed |= object == nullptr;
  if (object == nullptr) return {};
  print_table(std::cout, cells_of(*object), terminal_width());
  std::cout << kFieldLegend;
  if (object->child_relationships.empty()) return {};
  std::vector<std::string> children;
  for (const org::ChildRelationship& child : object->child_relationships)
    children.push_back(child.name + " (" + child.child->name + ")");
  std::cout << "Child relationships: " << text::join(children, ", ") << "\n";
  return {};
}

Result<void> timing(Shell& shell, std::string_view argument) { return switch_or_show(shell.times, "timing", argument); }

Result<void> quit(Shell& shell, std::string_view /*argument*/) {
  shell.ended = true;
  return {};
}

Result<void> help(Shell& shell, std::string_view argument);

constexpr auto kCommands = std::to_array<ShellCommand>({
    {".help", "", "this list", Takes::nothing, help},
    {".objects", "", "the org's objects", Takes::nothing, objects},
    {".schema", "OBJECT", "an object's fields and child relationships", Takes::object, schema},
    {".mode", "table|json|csv|jsonl", "how answers are printed", Takes::format, mode},
    {".explain", "on|off|QUERY", "show how each query, or this one, is run", Takes::query_or_on_or_off, explain},
    {".timing", "on|off", "show how long each query takes", Takes::on_or_off, timing},
    {".now", "DATETIME|off", "pin the clock that TODAY and its like read", Takes::datetime_or_off, now},
    {".quit", "", "leave; so do .exit and Ctrl-D", Takes::nothing, quit},
});

Result<void> help(Shell& /*shell*/, std::string_view /*argument*/) {
  Cells cells{{"Command", "Argument", "What it does"}, {}, {false, false, false}};
  for (const ShellCommand& command : kCommands) {
    cells.rows.push_back({std::string(command.name), std::string(command.arguments), std::string(command.summary)});
  }
  print_table(std::cout, cells, terminal_width());
  std::cout << "\nA query ends with a ; at the end of a line, or with an empty line.\n"
               "TAB completes, Ctrl-R searches earlier lines, Ctrl-C abandons a line or stops a query.\n";
  return {};
}

}  // namespace

const ShellCommand* find_command(std::string_view name) {
  if (text::equal_ignoring_case(name, ".exit")) name = ".quit";
  const auto* found = std::find_if(kCommands.begin(), kCommands.end(),
                                   [&](const ShellCommand& c) { return text::equal_ignoring_case(c.name, name); });
  return found == kCommands.end() ? nullptr : found;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const ShellCommand& command : kCommands) names.emplace_back(command.name);
  return names;
}

void run_command(Shell& shell, std::string_view input) {
  const std::string_view name = input.substr(0, input.find_first_of(" \t"));
  const std::string_view argument = text::trim(input.substr(name.size()));
  const ShellCommand* command = find_command(name);
  if (command == nullptr) {
    std::cerr << "localorg: no command " << name << "; .help lists them\n";
    const std::vector<std::string> names = command_names();
    print_suggestion(text::nearest(name, {names.begin(), names.end()}));
    shell.failed = true;
    return;
  }
  const auto done = command->run(shell, argument);
  if (done) return;
  report(done.error());
  shell.failed = true;
}

}  // namespace localorg::cli
