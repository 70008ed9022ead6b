// JSON for everything small (catalogs, errors, describe).  Query results are written without it: api/render.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace localorg {

using Json = nlohmann::ordered_json;  // keys keep their order, as Salesforce's answers do

// Parses `text`, or returns ORG_UNUSABLE with `name` and the line and column of the fault.
Result<Json> parse_json(std::string_view text, std::string_view name);
Result<Json> read_json_file(const std::string& path);

}  // namespace localorg
