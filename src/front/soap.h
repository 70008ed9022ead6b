// SOAP as clients log in with it: login, logout, getUserInfo (wire.md 3.2, 3.3).
#pragma once

#include "front/desk.h"

namespace localorg::front {

// POST /services/Soap/u/59.0 (partner) or /c/59.0 (enterprise), with or without an org id behind it.
api::Response answer_soap(Desk& desk, const api::Request& request);

}  // namespace localorg::front
