#include "base/json_bounds.h"

#include <algorithm>

namespace localorg {

JsonExtent extent_of_json(std::string_view text) {
  JsonExtent extent;
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\') {
      ++i;
      continue;
    }
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if (c == '{' || c == '[') extent.depth = std::max(extent.depth, ++depth);
    if ((c == '}' || c == ']') && depth > 0) --depth;
    if (c == '{' || c == '[' || c == ',') ++extent.values;
  }
  ++extent.values;
  return extent;
}

Result<Json> parse_bounded_json(std::string_view text, std::string_view name) {
  const JsonExtent extent = extent_of_json(text);
  if (extent.depth > kMostJsonDepth)
    return error_without_position(ErrorCode::ORG_UNUSABLE, std::string(name) + ": nested too deeply");
  if (extent.values > kMostJsonValues)
    return error_without_position(ErrorCode::ORG_UNUSABLE, std::string(name) + ": more than a million values");
  return parse_json(text, name);
}

}  // namespace localorg
