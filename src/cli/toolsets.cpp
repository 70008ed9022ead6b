#include "cli/toolsets.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "eval/tools/tool.h"
#include "mcp/org_tools.h"

namespace localorg::cli {
namespace {

mcp::ToolAnswer answer_of(api::Session& org, const std::string& name, const Json& arguments) {
  eval::Toolbox toolbox{org};
  const Json result = eval::call(toolbox, name, arguments);
  const bool is_fault = eval::is_fault(result);
  std::string text = is_fault ? result.get<std::string>() : result.dump(-1, ' ', false, Json::error_handler_t::replace);
  return {.texts = {std::move(text)}, .is_error = is_fault};
}

// get_agents_with_max_cases -> Get agents with max cases
std::string title_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return text::upper(name.substr(0, 1)) + name.substr(1);
}

std::vector<mcp::Tool> crmarena_tools() {
  std::vector<mcp::Tool> out;
  for (const eval::Tool& tool : eval::tools()) {
    const std::string name(tool.name);
    out.push_back({.name = name,
                   .title = title_of(name),
                   .description = std::string(tool.description) + " Returns " + std::string(tool.returns) + ".",
                   .input_schema = eval::describe(tool)["function"]["parameters"],
                   .run = [name](api::Session& org, const Json& arguments) { return answer_of(org, name, arguments); }});
  }
  return out;
}

struct Toolset {
  std::string_view name;
  std::vector<mcp::Tool> (*tools)();
};

constexpr auto kToolsets = std::to_array<Toolset>({{"crmarena", crmarena_tools}});

std::string names(std::string_view separator) {
  std::string out;
  for (const Toolset& toolset : kToolsets) out += std::string(toolset.name) + std::string(separator);
  return out + "all";
}

}  // namespace

void add_toolset_option(po::options_description& options) {
  options.add_options()("toolset", po::value<std::vector<std::string>>()->value_name(names("|")),
                        "MCP: more tools than the org's own, may be given several times");
}

Result<mcp::Settings> mcp_settings(const po::variables_map& options) {
  mcp::Settings settings{.version = LOCALORG_VERSION, .tools = mcp::org_tools()};
  std::vector<std::string> wanted;
  if (options.contains("toolset")) wanted = options["toolset"].as<std::vector<std::string>>();
  for (const std::string& name : wanted) {
    const bool is_known = name == "all" || std::any_of(kToolsets.begin(), kToolsets.end(),
                                                       [&](const Toolset& toolset) { return toolset.name == name; });
    if (!is_known) return error_without_position(ErrorCode::USAGE, "unknown toolset '" + name + "': " + names(", "));
  }
  const auto is_wanted = [&](std::string_view name) { return std::find(wanted.begin(), wanted.end(), name) != wanted.end(); };
  for (const Toolset& toolset : kToolsets) {
    if (!is_wanted("all") && !is_wanted(toolset.name)) continue;
    for (mcp::Tool& tool : toolset.tools()) settings.tools.push_back(std::move(tool));
  }
  return settings;
}

}  // namespace localorg::cli
