// What a client may take of the server: bytes, connections, time.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "base/result.h"

namespace localorg::serve {

struct Limits {
  using Time = std::chrono::milliseconds;

  std::size_t connections = 4096;          // beyond: the one idle for longest is closed
  std::size_t header_bytes = 64 * 1024;    // of a whole header; beyond: 431, or 414 if it is the URL
  std::size_t target_bytes = 16 * 1024;    // beyond: 414 (documented)
  std::size_t body_bytes = 100'000'000;    // beyond: 413
  std::size_t all_bodies = 1'000'000'000;  // of all requests at once, as announced or as they came; beyond: 503
  Time header{30'000};                     // from its first byte to its last
  Time body{30'000};                       // without any progress; on the whole, a millisecond more for each byte
  Time answer{60'000};                     // without any progress
  Time idle{600'000};                      // between requests
  Time query{120'000};                     // of a GET in the org; beyond: QUERY_TIMEOUT (documented)
  Time shutdown{10'000};                   // for requests that run when the server is stopped
};

// NAME=NUMBER, with a name of limit_names().
Result<void> set_limit(Limits& limits, const std::string& text);
// "connections, header-bytes, ..., idle-ms, ..."
std::string limit_names();

}  // namespace localorg::serve
