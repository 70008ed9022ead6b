// HTTP/1.1 messages: what becomes of a request's body, and api::Response to bytes (bytes to api::Request: request.h).  Inside
// serve/ only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/handle.h"

namespace localorg::serve {

// The page of a fault below HTTP, as the org's web server writes it (documented for 414, assumed for its kin):
//     <h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>
api::Response bad_message(int status);

// Undoes Content-Encoding; an answer, when it cannot.
std::optional<api::Response> decode_body(api::Request& request, std::size_t limit);

// How an answer is sent.
struct Framing {
  bool head_only = false;  // HEAD
  bool closes = false;     // the connection, after it
  bool http_1_0 = false;   // a client that must be told that it stays open
  bool takes_gzip = false;
};
// Header and body; the body is compressed where that pays.  `bytes`: of the body as sent.
std::string message_of(const api::Response& response, const Framing& framing, std::size_t& bytes);

bool takes_gzip(const api::Request& request);

}  // namespace localorg::serve
