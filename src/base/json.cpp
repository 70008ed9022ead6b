#include "base/json.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/json_bounds.h"
#include "base/text.h"

template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace localorg {
namespace {

// The library quotes what it read last, whatever its bytes.  It says "[json.exception.parse_error.101] parse error at line 1,
// column 5: syntax error ...": what comes after its name and its position, which knows nothing of `first_line`.
std::string sentence_of(std::string_view what) {
  const std::size_t colon = what.find(": ");
  return text::utf8(text::utf16(colon == std::string_view::npos ? what : what.substr(colon + 2)));
}

// "line 3, column 12" of the last of the bytes read before the fault.
std::string place_of(std::string_view text, std::size_t bytes_read, std::size_t first_line) {
  const std::string_view before = text.substr(0, bytes_read == 0 ? 0 : bytes_read - 1);
  const auto line = first_line + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t newline = before.rfind('\n');
  const std::size_t column = newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view name, std::size_t first_line, std::size_t most_nesting) {
  if (most_nesting != kAnyNesting && extent_of_json(text).depth > most_nesting) {
    return error_without_position(ErrorCode::ORG_UNUSABLE,
                                  std::string(name) + ": nested deeper than " + std::to_string(most_nesting) + " levels");
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& e) {
    return error_without_position(ErrorCode::ORG_UNUSABLE,
                                  std::string(name) + ": " + place_of(text, e.byte, first_line) + ": " + sentence_of(e.what()));
  } catch (const Json::exception& e) {
    return error_without_position(ErrorCode::ORG_UNUSABLE, std::string(name) + ": " + e.what());
  }
}

Result<Json> read_json_file(const std::string& path, std::size_t most_nesting) {
  std::ifstream in(path, std::ios::binary);
  in.peek();  // a folder opens like a file and fails at its first byte
  if (!in.is_open() || in.bad()) return error_without_position(ErrorCode::ORG_UNUSABLE, "cannot read " + path);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return parse_json(text, path, 1, most_nesting);
}

}  // namespace localorg
