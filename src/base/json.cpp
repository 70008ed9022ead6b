#include "base/json.h"

#include <fstream>
#include <iterator>

namespace localorg {

Result<Json> parse_json(std::string_view text, std::string_view name) {
  try {
    return Json::parse(text);
  } catch (const Json::exception& e) {
    return error_without_position(ErrorCode::ORG_UNUSABLE, std::string(name) + ": " + e.what());
  }
}

Result<Json> read_json_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  in.peek();  // a folder opens like a file and fails at its first byte
  if (!in.is_open() || in.bad()) return error_without_position(ErrorCode::ORG_UNUSABLE, "cannot read " + path);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return parse_json(text, path);
}

}  // namespace localorg
