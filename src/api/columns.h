// query?columns=true: what the columns of a query's answer are, instead of its records (wire.md 4.3).
#pragma once

#include <string>

#include "api/handle.h"
#include "base/json.h"
#include "base/result.h"

namespace localorg::api {

Result<Json> column_metadata(Session& session, const std::string& text);

}  // namespace localorg::api
