#include "mcp/arguments.h"

#include <algorithm>

#include "mcp/message.h"

namespace localorg::mcp {
namespace {

Json property_of(const Parameter& parameter) {
  switch (parameter.kind) {
    case Kind::text: return {{"type", "string"}, {"description", parameter.description}};
    case Kind::flag: return {{"type", "boolean"}, {"default", false}, {"description", parameter.description}};
    case Kind::number: break;
  }
  return {{"type", "integer"},
          {"minimum", 1},
          {"maximum", parameter.most},
          {"default", parameter.usual},
          {"description", parameter.description}};
}

std::string fault_in(const Parameter& parameter, const Json& value) {
  const std::string name(parameter.name);
  switch (parameter.kind) {
    case Kind::text: return value.is_string() ? "" : name + " must be a text";
    case Kind::flag: return value.is_boolean() ? "" : name + " must be true or false";
    case Kind::number: break;
  }
  const std::string range = name + " must be a whole number from 1 to " + std::to_string(parameter.most);
  if (!value.is_number_integer()) return range;
  const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(parameter.most)
                                               : value.get<std::int64_t>() <= parameter.most;
  return fits && value > 0 ? "" : range;
}

const Parameter* find(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& p) { return p.name == name; });
  return found == parameters.end() ? nullptr : &*found;
}

}  // namespace

Json schema_of(const std::vector<Parameter>& parameters) {
  Json properties = Json::object(), required = Json::array();
  for (const Parameter& parameter : parameters) {
    properties[std::string(parameter.name)] = property_of(parameter);
    if (parameter.required) required.push_back(parameter.name);
  }
  Json out = {{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) out["required"] = std::move(required);
  out["additionalProperties"] = false;
  return out;
}

std::string fault_in(const std::vector<Parameter>& parameters, const Json& arguments) {
  for (const Parameter& parameter : parameters) {
    const auto found = arguments.find(std::string(parameter.name));
    const bool is_given = found != arguments.end() && !found->is_null();
    if (!is_given && parameter.required) return "missing argument '" + std::string(parameter.name) + "'";
    if (!is_given) continue;
    if (std::string fault = fault_in(parameter, *found); !fault.empty()) return fault;
  }
  for (const auto& [name, value] : arguments.items()) {
    if (find(parameters, name) == nullptr) return "unexpected argument '" + name + "'";
  }
  return "";
}

std::string text_of(const Json& arguments, std::string_view name) { return text_at(arguments, name); }

std::size_t number_of(const std::vector<Parameter>& parameters, const Json& arguments, std::string_view name) {
  const auto found = arguments.find(std::string(name));
  if (found != arguments.end() && found->is_number_integer()) return found->get<std::size_t>();
  return static_cast<std::size_t>(find(parameters, name)->usual);
}

bool flag_of(const Json& arguments, std::string_view name) {
  const auto found = arguments.find(std::string(name));
  return found != arguments.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace localorg::mcp
