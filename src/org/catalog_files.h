// The files of an org's folder, put together as one JSON object: org.json with its objects, each with all of its fields.
//
//     orgs/bikehire/org.json   extends crmarena
//     orgs/crmarena/...        objects and system fields    ->  {"name": "bikehire", ..., "objects": [{"fields": [...]}, ...]}
//     orgs/bikehire/objects/   what is different, and what is new
#pragma once

#include <functional>
#include <string>

#include "base/json_fwd.h"
#include "base/result.h"

namespace localorg::org {

using ReadJson = std::function<Result<Json>(const std::string& path)>;

// `read_file` reads the folder's own files; an org that is extended is one of those that come with the program.  Fails with
// ORG_UNUSABLE for files that are missing or not as data/orgs/README.md has them.
Result<Json> read_catalog_files(const std::string& folder, const ReadJson& read_file);

// A file of data/, as it was compiled in: "orgs/crmarena/org.json".
Result<Json> read_built_in_file(const std::string& path);

}  // namespace localorg::org
