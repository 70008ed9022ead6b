// Other hosts, reached for a client that asked with CONNECT (exec).  Inside serve/ only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "serve/state.h"
#include "serve/target.h"

namespace localorg::serve {

// A connection to the host, through the upstream proxy if there is one; not open: it cannot be reached.
asio::awaitable<Socket> reach(State& state, Authority authority);
// Bytes in both directions until both have ended.  `first`: what the client has sent already.
asio::awaitable<void> tunnel(Registry& registry, Registry::Place place, Socket& client, Socket far, std::string first);

}  // namespace localorg::serve
