#include "api/resources.h"

namespace localorg::api {

Response handle_bulk_one(Session& /*session*/, const Request& /*request*/) { return not_found(); }

}  // namespace localorg::api
