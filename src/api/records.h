// Single records for several resources.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "base/result.h"

namespace localorg::api {

// The names of all fields, in order.
std::vector<std::string> all_fields(const org::SObject& object);
// Names as a client gave them, in the catalog's spelling: INVALID_FIELD for one that is none.
Result<std::vector<std::string>> known_fields(const org::SObject& object, const std::vector<std::string>& names);
// ?fields=A,B, with the Id at the end where it is not among them (observed); all fields where there is no such parameter.
Result<std::vector<std::string>> fields_asked(const Call& call, const org::SObject& object);

// {"attributes":{...},...} of a live record, or null.
Result<std::optional<std::string>> record_json(const Call& call, const org::SObject& object, const std::string& id,
                                               const std::vector<std::string>& fields);

// {"id":"001...","success":true,"errors":[]}
Json saved(const std::string& id);

}  // namespace localorg::api
