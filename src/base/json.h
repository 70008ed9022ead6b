// JSON for everything small (catalogs, errors, describe).  Query results are written without it: api/render.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/json_fwd.h"
#include "base/result.h"

extern template class nlohmann::basic_json<nlohmann::ordered_map>;  // compiled once, in json.cpp

namespace localorg {

// How deep brackets may stand in each other: whoever copies, compares or prints a value recurses, so it is measured before it
// is parsed (json_bounds.h).
inline constexpr std::size_t kMostNesting = 500;
inline constexpr std::size_t kAnyNesting = static_cast<std::size_t>(-1);  // for those who only look at the outermost levels

// Parses `text`, or returns ORG_UNUSABLE with `name` and the line and column (in bytes, from 1) of the fault:
//     Case.json: line 3, column 12: syntax error while parsing object ...
//     Case.json: nested deeper than 500 levels
// Where `text` is a part of a file, `first_line` says where it starts there.
Result<Json> parse_json(std::string_view text, std::string_view name, std::size_t first_line = 1,
                        std::size_t most_nesting = kMostNesting);
Result<Json> read_json_file(const std::string& path, std::size_t most_nesting = kMostNesting);

}  // namespace localorg
