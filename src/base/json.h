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

// Parses `text`, or returns ORG_UNUSABLE with `name` and the line and column (in bytes, from 1) of the fault:
//     Case.json: line 3, column 12: syntax error while parsing object ...
// Where `text` is a part of a file, `first_line` says where it starts there.
Result<Json> parse_json(std::string_view text, std::string_view name, std::size_t first_line = 1);
Result<Json> read_json_file(const std::string& path);

}  // namespace localorg
