// A tool as MCP shows it: a row with a name, what models are told of it, and a function over the client's session of the org.
//
//     {"soql_query", "SOQL query", "Runs a SOQL query ...", {"type":"object", ...}, ..., run}
//
// Tools of others (eval's for CRMArena) come in the same form: who starts a server hands over all its tools as data.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/handle.h"
#include "base/json.h"

namespace localorg::mcp {

struct ToolAnswer {
  std::vector<std::string> texts;
  Json structured = nullptr;  // an object as the tool's output_schema says; null: none
  bool is_error = false;      // the texts say what is wrong, for the model to read
};

struct Tool {
  std::string name;
  std::string title;
  std::string description;
  Json input_schema;             // of type object
  Json output_schema = nullptr;  // null: none
  std::function<ToolAnswer(api::Session& org, const Json& arguments)> run;
  bool only_reads = true;  // no record changes
};

// An answer for programs (structured) and as text for models.  Notes, the sentences on what was cut, are a key of the one and a
// second text of the other.
ToolAnswer answered(Json structured, const std::vector<std::string>& notes);
// A tool's answer that says what is wrong: in its arguments, or "CODE: message" of the org.
ToolAnswer failed(std::string text);
// As the protocol writes them.
Json describe(const Tool& tool, bool with_structured);
Json result_of(const ToolAnswer& answer, bool with_structured);

}  // namespace localorg::mcp
