#include "api/composite_reference.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace localorg::api {
namespace {

SalesforceError no_value(const std::string& path, const std::string& in) {
  return error_without_position(ErrorCode::PROCESSING_HALTED,
                                "Invalid reference specified. No value for " + path + " found in " + in);  // assumed
}

// One step of a path, `records[0]`: a member, then elements.
const Json* step_into(const Json* value, std::string_view step) {
  const std::size_t bracket = std::min(step.find('['), step.size());
  const std::string_view name = step.substr(0, bracket);
  if (!name.empty()) {
    if (!value->is_object() || !value->contains(std::string(name))) return nullptr;
    value = &(*value)[std::string(name)];
  }
  for (step.remove_prefix(bracket); step.starts_with('['); step.remove_prefix(std::min(step.find(']') + 1, step.size()))) {
    std::size_t index = 0;
    const auto read = std::from_chars(step.data() + 1, step.data() + step.size(), index);
    if (read.ec != std::errc{} || read.ptr == step.data() + step.size() || *read.ptr != ']') return nullptr;
    if (!value->is_array() || index >= value->size()) return nullptr;
    value = &(*value)[index];
  }
  return value;
}

Result<std::string> value_of(const std::string& path, const Answers& answers) {
  const std::size_t dot = std::min(path.find_first_of(".["), path.size());
  const std::string name = path.substr(0, dot);
  const auto found = answers.find(name);
  if (found == answers.end()) return no_value(path, name);
  const Json* value = &found->second;
  std::string_view rest = std::string_view(path).substr(dot);
  if (rest.starts_with('.')) rest.remove_prefix(1);
  if (!rest.empty()) {
    for (const std::string_view step : text::split(rest, '.')) {
      value = step_into(value, step);
      if (value == nullptr) return no_value(path, name);
    }
  }
  if (value->is_null() || value->is_structured()) return no_value(path, name);
  return value->is_string() ? value->get<std::string>() : value->dump();
}

}  // namespace

Result<std::string> resolve(const std::string& text, const Answers& answers) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t open = text.find("@{"); open != std::string::npos; open = text.find("@{", at)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) break;
    LOCALORG_TRY(const std::string value, value_of(text.substr(open + 2, close - open - 2), answers));
    out += text.substr(at, open - at) + value;
    at = close + 1;
  }
  return out + text.substr(at);
}

Result<Json> resolve(const Json& json, const Answers& answers) {
  if (json.is_string()) {
    LOCALORG_TRY(std::string text, resolve(json.get<std::string>(), answers));
    return Json(std::move(text));
  }
  if (!json.is_structured()) return json;
  Json out = json;
  for (Json& value : out) {
    LOCALORG_TRY(value, resolve(value, answers));
  }
  return out;
}

}  // namespace localorg::api
