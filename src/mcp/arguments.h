// The arguments of the org's own tools: a table of parameters becomes the schema that models see, and checks what they send.
// Inside mcp/ only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace localorg::mcp {

enum class Kind { text, number, flag };

struct Parameter {
  std::string_view name;
  Kind kind = Kind::text;
  std::string_view description;
  bool required = false;
  // Of a number.
  std::int64_t usual = 0, most = 0;  // at least 1
};

// {"type":"object","properties":{...},"required":[...],"additionalProperties":false}
Json schema_of(const std::vector<Parameter>& parameters);
// What is wrong with the arguments; empty: nothing.
std::string fault_in(const std::vector<Parameter>& parameters, const Json& arguments);

// Of arguments that were checked: what was given, or what is usual.
std::string text_of(const Json& arguments, std::string_view name);
std::size_t number_of(const std::vector<Parameter>& parameters, const Json& arguments, std::string_view name);
bool flag_of(const Json& arguments, std::string_view name);

}  // namespace localorg::mcp
