// The HTTP server: one port for HTTP, HTTPS and CONNECT, told apart by the first byte of a connection (0x16: TLS).  Everything
// that is asked goes to the desk.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "front/desk.h"
#include "serve/certificates.h"
#include "serve/client_limits.h"
#include "serve/log.h"

namespace localorg::serve {

// Hosts that are not ours, asked for with CONNECT.
enum class OtherHosts {
  refused,  // 403: the server is no open proxy
  reached,  // passed through untouched (exec)
  noted,    // 403, and named at the end (exec --offline)
};

// A proxy between this machine and the world, which other hosts are reached through.
struct UpstreamProxy {
  std::string host;
  std::string port;
  std::string authorization;         // Basic ..., or empty
  std::vector<std::string> without;  // hosts and domains reached directly (NO_PROXY)
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  unsigned short port = 0;  // 0: any free one
  Certificates certificates;
  OtherHosts other_hosts = OtherHosts::refused;
  std::optional<UpstreamProxy> upstream = {};
  Limits limits = {};
  std::size_t threads = 0;  // to begin with; 0: as many as the machine has cores, and at least 2
  Log* log = nullptr;
};

class Server {
 public:
  // Listens and answers from now on, on threads of its own.  `desk` and the log outlive it.
  static Result<std::unique_ptr<Server>> start(front::Desk& desk, const ServerOptions& options);
  // As stop().
  virtual ~Server() = default;

  virtual unsigned short port() const = 0;
  // Accepts nothing more, lets running requests finish, closes everything.
  virtual void stop() = 0;
  // Hosts that were asked for and refused, by name (OtherHosts::noted).
  virtual std::vector<std::string> refused_hosts() const = 0;
};

}  // namespace localorg::serve
