// Describe: the catalog as REST shows it (wire.md 4.5).
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "org/catalog.h"

namespace localorg::api {

// {"encoding":"UTF-8","maxBatchSize":200,"sobjects":[...]}
Json describe_global(const org::Catalog& catalog, std::string_view version);
// What describe_global() has of one object.
Json describe_summary(const org::SObject& object, std::string_view version);
// Everything of one object: fields, child relationships, record types.
Json describe_object(const org::SObject& object, std::string_view version);

}  // namespace localorg::api
