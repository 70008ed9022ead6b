// The search resources: search and parameterizedSearch (wire.md 4.4).
#pragma once

#include <string>

#include "api/call.h"
#include "base/json.h"
#include "base/result.h"

namespace localorg::api {

// {"searchRecords":[...]} of a SOSL text.
Result<std::string> search_body(Session& session, const std::string& text, const std::string& version);

// The SOSL that a parameterized search stands for: of the parameters of a GET, and of the body of a POST.  Words are searched
// as they stand: of the reserved characters only quotes, wildcards and parentheses mean something.
Result<std::string> search_of_parameters(const std::map<std::string, std::string>& parameters);
Result<std::string> search_of_json(const Json& body);

// /services/data/v59.0/search?q=...
std::string search_target(std::string_view sosl, std::string_view version = "59.0");

}  // namespace localorg::api
