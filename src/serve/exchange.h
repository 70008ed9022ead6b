// A connection's state, and what is asked on it without regard to how its bytes travel.  Inside serve/ only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "serve/state.h"
#include "serve/target.h"

namespace localorg::serve {

// Its place among the connections, for as long as it lives.
class Presence {
 public:
  Presence(Registry& registry, int socket) : registry_(registry), place_(registry.add(socket)) {}
  ~Presence() { registry_.remove(place_); }
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;
  Entry* operator->() { return &*place_; }
  Registry::Place place() const { return place_; }

 private:
  Registry& registry_;
  Registry::Place place_;
};

// What the bodies of one connection take of the bytes that all may take together.
class Share {
 public:
  explicit Share(State& state) : state_(state) {}
  ~Share() { state_.body_bytes -= bytes_; }
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;
  // False: there is no room for so many.
  bool grow_to(std::size_t bytes) {
    if (bytes <= bytes_) return true;
    const std::size_t more = bytes - bytes_;
    bytes_ = bytes;
    return (state_.body_bytes += more) <= state_.options.limits.all_bodies;
  }
  void give_back() { state_.body_bytes -= std::exchange(bytes_, 0); }

 private:
  State& state_;
  std::size_t bytes_ = 0;
};

struct Connection {
  Connection(State& of, Socket from) : state(of), socket(std::move(from)), presence(state.connections, socket.native_handle()) {
    boost::system::error_code ignored;
    const auto peer = socket.remote_endpoint(ignored);
    client = peer.address().to_string() + ":" + std::to_string(peer.port());
    const auto here = socket.local_endpoint(ignored);
    const std::string address = here.address().to_string();
    own_authority = (here.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(here.port());
  }

  void wait_at_most(Limits::Time time) { presence->deadline_ms = steady_ms() + time.count(); }
  std::string buffered() const { return {static_cast<const char*>(buffer.data().data()), buffer.size()}; }

  State& state;
  Socket socket;
  Presence presence;  // goes before the socket
  boost::beast::flat_buffer buffer;
  Share share{state};
  std::string client;
  std::string own_authority;
  Authority wanted = {};  // of a CONNECT that was accepted
};

struct Answered {
  api::Response response;
  std::string session;  // its label
};

// What the desk answers, in the session's turn, or why it is not asked.  Settles the request's target, origin and encoding.
asio::awaitable<Answered> answer(Connection& connection, api::Request& request, bool is_secure);

// One line of plain text.
api::Response words(int status, std::string body);
// 403, noted if the server notes such hosts.
api::Response not_our_host(Connection& connection, const std::string& host);

}  // namespace localorg::serve
