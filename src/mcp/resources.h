// The org's schema as resources:
//     localorg://objects            all objects                       application/json
//     localorg://object/Case        one object, as schema.h says      application/json
// The second is also the template localorg://object/{name}, whose name can be completed.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api/handle.h"
#include "mcp/message.h"

namespace localorg::mcp {

// In the order of list_objects; `with_titles`: since 2025-06-18.
std::vector<Json> list_resources(api::Session& org, bool with_titles);
Json list_templates(bool with_titles);
// {"uri","mimeType","text"}; nullopt: there is no such resource.
std::optional<Json> read_resource(api::Session& org, const std::string& uri);
// {"values","total","hasMore"}: object names that begin like the value, in any case; nullopt: `reference` is not the template,
// or the argument not its name.
std::optional<Json> complete_name(api::Session& org, const Json& reference, const Json& argument);

}  // namespace localorg::mcp
