// localorg tool
#include "eval/tools/tool.h"

#include <iostream>

#include "base/json.h"
#include "base/python_text.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/table.h"
#include "cli/terminal.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  add_org_options(out);
  out.add_options()  //
      ("args", po::value<std::string>()->default_value("{}")->value_name("JSON"),
       "the arguments, an object; - reads it from standard input")                                        //
      ("python", po::bool_switch(), "print the result as Python prints it: what agents of CRMArena see")  //
      ("schema", po::bool_switch(), "print descriptions for models, of the function or of all")           //
      ("returns", po::bool_switch(), "schema: with what a function returns, which some models refuse");
  return out;
}

void print_list() {
  Cells cells{{"Function", "Returns", "What it gives"}, {}, {false, false, false}};
  for (const eval::Tool& tool : eval::tools())
    cells.rows.push_back({std::string(tool.name), std::string(tool.returns), std::string(tool.description)});
  print_table(std::cout, cells, terminal_width());
}

void print_schemas(const eval::Tool* only, bool with_returns) {
  if (only != nullptr) {
    std::cout << eval::describe(*only, with_returns).dump(2) << "\n";
    return;
  }
  Json all = Json::array();
  for (const eval::Tool& tool : eval::tools()) all.push_back(eval::describe(tool, with_returns));
  std::cout << all.dump(2) << "\n";
}

Result<const eval::Tool*> tool_of(const po::variables_map& options) {
  if (!options.contains("name")) return static_cast<const eval::Tool*>(nullptr);
  const auto name = options["name"].as<std::string>();
  if (const eval::Tool* tool = eval::find_tool(name)) return tool;
  std::vector<std::string_view> names;
  for (const eval::Tool& tool : eval::tools()) names.push_back(tool.name);
  const std::string_view near = text::nearest(name, names);
  return error_without_position(
      ErrorCode::USAGE, "no function '" + name + "'" + (near.empty() ? "" : "; did you mean " + std::string(near) + "?"));
}

Result<int> call(const po::variables_map& options, const eval::Tool& tool) {
  auto text = options["args"].as<std::string>();
  if (text == "-") text = read_all(std::cin);
  LOCALORG_TRY(const Json arguments, parse_json(text, "--args"));
  LOCALORG_TRY(const org::Clock clock, clock_of(options));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options));
  LOCALORG_TRY(const org::Viewer viewer, viewer_of(options, org));
  api::Session session(org, clock, viewer);
  eval::Toolbox toolbox{session};
  const Json result = eval::call(toolbox, tool.name, arguments);
  if (eval::is_fault(result)) {
    std::cerr << result.get<std::string>() << "\n";
    return int{kFailed};
  }
  if (options["python"].as<bool>()) {
    const std::string shown = text::python_str(result);
    std::cout << (tool.is_counter ? "defaultdict(<class 'int'>, " + shown + ")" : shown) << "\n";
  } else {
    std::cout << result.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
  }
  return int{kFine};
}

Result<int> dispatch(const po::variables_map& options) {
  LOCALORG_TRY(const eval::Tool* const tool, tool_of(options));
  if (options["schema"].as<bool>()) {
    print_schemas(tool, options["returns"].as<bool>());
    return int{kFine};
  }
  if (tool != nullptr) return call(options, *tool);
  print_list();
  return int{kFine};
}

int run(const po::variables_map& options) {
  const auto code = dispatch(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command tool_command() {
  return {"tool",
          "[NAME] [options]",
          "Call a function that CRMArena gives to agents, or list them.",
          "A function gives JSON, or a text that begins with `Error:` or an error code: then the exit code is 1.\n"
          "Without NAME all functions are listed.",
          options,
          {{"name", "FUNCTION"}},
          run};
}

}  // namespace localorg::cli
