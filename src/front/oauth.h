// OAuth 2.0: tokens for passwords, clients, refresh tokens and signed assertions; their revocation (wire.md 3.4).
#pragma once

#include "front/desk.h"

namespace localorg::front {

api::Response answer_token(Desk& desk, const api::Request& request);
api::Response answer_revoke(Desk& desk, const api::Request& request);

}  // namespace localorg::front
