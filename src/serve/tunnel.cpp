#include "serve/tunnel.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <memory>

namespace localorg::serve {
namespace {

using boost::system::error_code;

bool goes_directly(const UpstreamProxy& proxy, std::string_view host) {
  if (is_loopback(host)) return true;
  for (const std::string& name : proxy.without) {
    const std::string_view domain = std::string_view(name).substr(name.starts_with('.') ? 1 : 0);
    if (name == "*" || host == domain) return true;
    if (host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.') return true;
  }
  return false;
}

asio::awaitable<Socket> connect(State& state, std::string host, std::string port) {
  error_code fault;
  Socket socket(state.io);
  asio::ip::tcp::resolver resolver(state.io);
  const auto places = co_await resolver.async_resolve(host, port, asio::redirect_error(asio::use_awaitable, fault));
  if (fault) co_return socket;
  co_await asio::async_connect(socket, places, asio::redirect_error(asio::use_awaitable, fault));
  if (fault) {
    error_code ignored;
    socket.close(ignored);
  } else {
    socket.set_option(asio::ip::tcp::no_delay(true), fault);
  }
  co_return socket;
}

// Asks the upstream proxy for the host; false: it refused.  Nothing comes from the far end before the client has spoken, so the
// answer's end is the end of what has arrived.
asio::awaitable<bool> ask_upstream(Socket& socket, const UpstreamProxy& proxy, std::string where) {
  error_code fault;
  std::string request = "CONNECT " + where + " HTTP/1.1\r\nHost: " + where + "\r\n";
  if (!proxy.authorization.empty()) request += "Proxy-Authorization: " + proxy.authorization + "\r\n";
  request += "\r\n";
  co_await asio::async_write(socket, asio::buffer(request), asio::redirect_error(asio::use_awaitable, fault));
  if (fault) co_return false;
  std::string answer;
  co_await asio::async_read_until(socket, asio::dynamic_buffer(answer, 16384), "\r\n\r\n",
                                  asio::redirect_error(asio::use_awaitable, fault));
  co_return !fault && answer.starts_with("HTTP/1.") && answer.size() > 12 && answer.compare(9, 1, "2") == 0;
}

struct Pipe {
  Pipe(Socket& from, Socket& to) : a(from), b(to), both_done(from.get_executor()) {
    both_done.expires_at(asio::steady_timer::time_point::max());
  }
  Socket& a;
  Socket& b;
  asio::steady_timer both_done;
  std::atomic<int> running = 2;
};

asio::awaitable<void> pump(Socket& from, Socket& to, std::string first) {
  error_code fault;
  if (!first.empty()) co_await asio::async_write(to, asio::buffer(first), asio::redirect_error(asio::use_awaitable, fault));
  std::vector<char> piece(16384);
  while (!fault) {
    const std::size_t size =
        co_await from.async_read_some(asio::buffer(piece), asio::redirect_error(asio::use_awaitable, fault));
    if (size == 0) continue;
    error_code write_fault;
    co_await asio::async_write(to, asio::buffer(piece.data(), size), asio::redirect_error(asio::use_awaitable, write_fault));
    if (write_fault) fault = write_fault;
  }
  error_code ignored;
  to.shutdown(Socket::shutdown_send, ignored);
}

}  // namespace

asio::awaitable<Socket> reach(State& state, Authority authority) {
  const std::string port = authority.port.empty() ? "443" : authority.port;
  const auto& upstream = state.options.upstream;
  if (!upstream || goes_directly(*upstream, authority.host)) {
    co_return co_await connect(state, authority.host, port);
  }
  Socket socket = co_await connect(state, upstream->host, upstream->port);
  if (socket.is_open()) {
    const bool is_address = authority.host.find(':') != std::string::npos;
    const std::string host = is_address ? "[" + authority.host + "]" : authority.host;
    const bool is_reached = co_await ask_upstream(socket, *upstream, host + ":" + port);
    error_code ignored;
    if (!is_reached) socket.close(ignored);
  }
  co_return socket;
}

asio::awaitable<void> tunnel(Registry& registry, Registry::Place place, Socket& client, Socket far, std::string first) {
  registry.set_other(place, far.native_handle());
  // The two directions run as coroutines of their own on the client's strand; the last one to end wakes this one.
  Pipe pipe(client, far);
  const auto run = [&pipe](Socket& from, Socket& to, std::string begin) -> asio::awaitable<void> {
    co_await pump(from, to, std::move(begin));
    if (--pipe.running == 0) pipe.both_done.cancel();
  };
  const auto executor = co_await asio::this_coro::executor;
  asio::co_spawn(executor, run(client, far, std::move(first)), asio::detached);
  asio::co_spawn(executor, run(far, client, ""), asio::detached);
  error_code ignored;
  co_await pipe.both_done.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  registry.set_other(place, -1);
}

}  // namespace localorg::serve
