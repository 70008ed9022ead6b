// Questions to the org in process: a resource of its REST API, and its answer as JSON or as the error it gives.  Inside mcp/
// only.
#pragma once

#include <map>
#include <string>
#include <variant>

#include "api/handle.h"
#include "base/json.h"

namespace localorg::mcp {

inline constexpr const char* kBase = "/services/data/v59.0";

// What the org refuses: "CODE: message", its own words.
struct OrgError {
  std::string text;
};
using OrgAnswer = std::variant<Json, OrgError>;

// GET of a target behind the version: "/query?q=...".
OrgAnswer get(api::Session& org, const std::string& target, const std::map<std::string, std::string>& headers = {});

}  // namespace localorg::mcp
