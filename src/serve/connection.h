// One client's connection: TLS or not, its requests, its tunnels.  Inside serve/ only.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "serve/state.h"

namespace localorg::serve {

// Until the client goes, breaks a limit, or the server stops.
asio::awaitable<void> serve_connection(State& state, Socket socket);

}  // namespace localorg::serve
