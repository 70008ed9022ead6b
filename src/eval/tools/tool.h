// The functions that CRMArena gives to agents, by their names: some compute, the others query the org.
//
//     call(toolbox, "get_issues", {})                    -> [{"Id": "...", "Name": "..."}, ...]
//     call(toolbox, "get_period", {"year": 2021, ...})   -> "Error: ..." where an argument is missing or of a wrong type
//
// What a function gives is what the agent sees, as JSON: faults are texts, "Error: ..." for its arguments and "CODE: message"
// where the org refuses the query.  One table, a row a function: arguments are checked, and descriptions for models made,
// from the same rows.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "api/handle.h"
#include "base/json.h"
#include "eval/json_text.h"

namespace localorg::eval {

struct Toolbox {
  api::Session& session;
  // CRMArena's connector fails where a record lacks a field of the first one, as in a search over several objects; the text
  // of the failure is then the result.  Else such records are kept.
  bool fails_on_ragged_records = false;
  // Does the work in place of this toolbox, so that somebody may watch.
  std::function<Json(std::string_view name, const Json& arguments)> relay = {};
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
  bool is_counter = false;                               // in Python the result is a defaultdict of int

  bool is_free_query() const { return name == "issue_soql_query" || name == "issue_sosl_query"; }
};

// In the order of the published table; the two free query functions last.
const std::vector<Tool>& tools();
const Tool* find_tool(std::string_view name);
// {"type": "function", "function": {"name", "description", "parameters"}} as model providers take it, and with "returns", which
// some refuse, where asked for.
Json describe(const Tool& tool, bool with_returns = false);

// Checks the arguments and runs the function.
Json call(Toolbox& toolbox, std::string_view name, const Json& arguments);

// Is this what a function gives instead of its result?  No function's result is a text that begins like that.
bool is_fault(const Json& result);

}  // namespace localorg::eval
