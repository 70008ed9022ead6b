// What all connections of a server share.  Inside serve/ only: knows Asio.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <condition_variable>
#include <list>
#include <mutex>
#include <set>

#include "serve/server.h"

namespace localorg::serve {

namespace asio = boost::asio;
using Socket = asio::ip::tcp::socket;

// A connection as the server sees it.  Other threads end it by shutting down its socket, under the registry's lock: the
// connection's own reads and writes then fail, and it goes the way of any broken one.
struct Entry {
  int socket = -1;
  int other = -1;                             // the far end of a tunnel
  std::atomic<std::int64_t> deadline_ms = 0;  // by the steady clock
  std::atomic<bool> is_idle = true;           // waits for a request of which nothing has come
};

class Registry {
 public:
  using Place = std::list<Entry>::iterator;

  Place add(int socket) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_.emplace_back();
    entry.socket = socket;
    return std::prev(entries_.end());
  }
  void set_other(Place place, int socket) {
    const std::lock_guard lock(mutex_);
    place->other = socket;
  }
  // Before the sockets are closed.
  void remove(Place place) {
    const std::lock_guard lock(mutex_);
    entries_.erase(place);
    if (entries_.empty()) empty_.notify_all();
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
  }
  void end_late(std::int64_t now_ms);
  // Those that wait for a request; what has arrived of one is still read.
  void end_idle();
  void end_longest_idle();
  void end_all();
  bool wait_until_empty(Limits::Time most);

 private:
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  std::list<Entry> entries_;
};

std::int64_t steady_ms();

struct State {
  State(front::Desk& to, const ServerOptions& given)
      : desk(to), options(given), tls(asio::ssl::context::tls_server), io(static_cast<int>(given.threads)) {}

  front::Desk& desk;
  ServerOptions options;
  asio::ssl::context tls;
  unsigned short port = 0;
  std::atomic<bool> is_stopping = false;
  std::atomic<bool> gives_up = false;       // on requests that still run
  std::atomic<std::size_t> working = 0;     // threads that a request holds
  std::atomic<std::uint64_t> answered = 0;  // such requests, at the desk and in their session
  std::atomic<std::size_t> body_bytes = 0;  // of bodies that are read or served
  Registry connections;
  std::mutex refused_mutex;
  std::set<std::string> refused;  // hosts
  asio::io_context io;            // the last: connections that it still holds end with it, and need the rest
};

}  // namespace localorg::serve
