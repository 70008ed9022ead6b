// Who the session is: userinfo and the identity URL (wire.md 3.5, 3.6).
#pragma once

#include "front/desk.h"

namespace localorg::front {

// GET /services/oauth2/userinfo
api::Response answer_userinfo(Desk& desk, const api::Request& request);
// GET /id/00D.../005...
api::Response answer_identity(Desk& desk, const api::Request& request);

std::string identity_url(const Desk& desk, const Session& session, const std::string& origin);

}  // namespace localorg::front
