// The functions that CRMArena gives to agents, by their names: some compute, the others query the org.
//
//     call(toolbox, "get_issues", {})                    -> [{"Id": "...", "Name": "..."}, ...]
//     call(toolbox, "get_period", {"year": 2021, ...})   -> "Error: ..." where an argument is missing or of a wrong type
//
// What a function gives is what the agent sees, as JSON: faults are texts, "Error: ..." for its arguments and "CODE: message"
// where the org refuses the query.  One table, a row a function: arguments are checked, and descriptions for models made,
// from the same rows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/handle.h"
#include "base/json.h"

namespace localorg::eval {

struct Toolbox {
  api::Session& session;
};

enum class ParameterType {
  text,
  integer,
  texts,    // ["a", "b"]
  records,  // [{key: text, ...}, ...]; `keys` are needed in each
  numbers,  // {"a": 1, "b": 2.5}
};

struct Parameter {
  std::string_view name;
  ParameterType type;
  std::string_view description;
  bool required = true;
  std::vector<std::string_view> keys;  // of records
};

struct Tool {
  std::string_view name, description;
  std::vector<Parameter> parameters;
  std::string_view returns;
  Json (*run)(Toolbox& toolbox, const Json& arguments);  // they have been checked
};

// In the order of the published table; the two free query functions last.
const std::vector<Tool>& tools();
const Tool* find_tool(std::string_view name);
// {"type": "function", "function": {"name", "description", "parameters"}} as model providers take it, and with "returns", which
// some refuse, where asked for.
Json describe(const Tool& tool, bool with_returns = false);

// Checks the arguments and runs the function.
Json call(Toolbox& toolbox, std::string_view name, const Json& arguments);

// The text at a key of a record; empty where it is missing or null.
std::string text_at(const Json& record, std::string_view key);

// Is this what a function gives instead of its result?  No function's result is a text that begins like that.
bool is_fault(const Json& result);

}  // namespace localorg::eval
