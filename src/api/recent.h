// The records that a session got or wrote, the last one first.
#pragma once

#include "api/call.h"

namespace localorg::api {

// [{"attributes":{...},"Id":"001...","Name":"Acme"}], of one object or, where it is null, of all.
Json recent_items(const Call& call, const org::SObject* object);

}  // namespace localorg::api
