// Going back: POST /localorg/reset, /localorg/snapshot and /localorg/restore {"name":...} for the session's org.  localorg's
// own resources, which no Salesforce org has.
#pragma once

#include "api/handle.h"

namespace localorg::front {

// Success is 200 {"name":...,"changed":...}; a name that there is not is 400 in the shape of REST errors.
api::Response answer_state(api::Session& session, const api::Request& request);

}  // namespace localorg::front
