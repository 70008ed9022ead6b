// Bytes to requests: HTTP/1.1 as Beast's parser reads it, without a socket.  Inside serve/ only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/handle.h"
#include "serve/client_limits.h"

namespace localorg::serve {

// Reads one request, piece by piece:
//     put("GET / HT") -> 8      put("TP/1.1\r\nHost: localhost\r\n\r\nGET") -> 27; is_done(), and "GET" belongs to the next one
// Where a piece ends makes no difference to what is read.  What is wrong with a header may be seen only when it is all there.
class RequestParser {
 public:
  explicit RequestParser(const Limits& limits);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  // Goes on with `bytes` and says how many of them it took.  What it left must come again, with more behind it: lines of a
  // header are taken whole.  After the header it stops once, so that the caller can answer `Expect`.
  std::size_t put(std::string_view bytes);

  // 0, or the status to dismiss the client with; nothing can be put then.
  int fault() const { return fault_; }
  bool is_header_done() const;
  bool is_done() const;

  // Of a header that is done.
  bool expects_continue() const;
  std::size_t content_length() const;  // 0: it says none
  bool is_connect() const;
  bool is_http_1_0() const;
  bool keeps_alive() const;  // the connection, after the answer

  std::size_t body_size() const;  // so far

  // Of a request that is done.  Headers of one name become one, parted by commas.
  api::Request take();

 private:
  struct State;
  std::size_t target_bytes_;
  int fault_ = 0;
  std::unique_ptr<State> state_;
};

// How a client reached the server.
struct Entrance {
  std::string authority;  // of the socket: for a request without Host
  std::string port;
  bool is_secure = false;
};

// Takes the request's target apart: its path stays, its scheme and host go to the origin.  nullopt, or the host that the
// request is meant for where it is not this one; empty: what it names is no host.
std::optional<std::string> settle_target(api::Request& request, const Entrance& entrance);

}  // namespace localorg::serve
