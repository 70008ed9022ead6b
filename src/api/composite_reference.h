// What a composite request may take from the answers before it: @{newAccount.id}, @{found.records[0].Name}.
#pragma once

#include <map>
#include <string>

#include "base/json.h"
#include "base/result.h"

namespace localorg::api {

// The bodies of the answers so far, by referenceId.
using Answers = std::map<std::string, Json>;

// Replaces every reference in a text, and in all texts of a JSON value: PROCESSING_HALTED where there is no such value.
Result<std::string> resolve(const std::string& text, const Answers& answers);
Result<Json> resolve(const Json& json, const Answers& answers);

}  // namespace localorg::api
