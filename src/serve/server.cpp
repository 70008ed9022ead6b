#include "serve/server.h"

#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "serve/connection.h"
#include "serve/state.h"

namespace localorg::serve {

std::int64_t steady_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

void Registry::end_late(std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    const std::int64_t deadline_ms = entry.deadline_ms;  // its connection may set it to 0 at any moment
    if (deadline_ms != 0 && deadline_ms < now_ms) ::shutdown(entry.socket, SHUT_RDWR);
  }
}

void Registry::end_idle() {
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    if (entry.is_idle) ::shutdown(entry.socket, SHUT_RD);
    if (entry.other >= 0) {  // a tunnel has no requests that could be finished
      ::shutdown(entry.other, SHUT_RDWR);
      ::shutdown(entry.socket, SHUT_RDWR);
    }
  }
}

void Registry::end_longest_idle() {
  const std::lock_guard lock(mutex_);
  const Entry* longest = nullptr;
  for (const Entry& entry : entries_) {
    if (entry.is_idle && (longest == nullptr || entry.deadline_ms < longest->deadline_ms)) longest = &entry;
  }
  if (longest != nullptr) ::shutdown(longest->socket, SHUT_RDWR);
}

void Registry::end_all() {
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    ::shutdown(entry.socket, SHUT_RDWR);
    if (entry.other >= 0) ::shutdown(entry.other, SHUT_RDWR);
  }
}

bool Registry::wait_until_empty(Limits::Time most) {
  std::unique_lock lock(mutex_);
  return empty_.wait_for(lock, most, [&] { return entries_.empty(); });
}

namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kSweep{100};
constexpr std::chrono::milliseconds kPause{50};
constexpr std::chrono::milliseconds kFarewell{1000};
constexpr std::chrono::milliseconds kEnd{60'000};  // nothing that has been told to end takes that long
constexpr std::size_t kLeastThreads = 2;
constexpr std::size_t kMostThreads = 64;

SalesforceError cannot(const std::string& what, const error_code& fault) {
  return error_without_position(ErrorCode::USAGE, what + ": " + fault.message());
}

// As many files as the system lets this process have: a connection is one.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

class RunningServer final : public Server {
 public:
  RunningServer(front::Desk& desk, const ServerOptions& options)
      : state_(desk, options), acceptor_(asio::make_strand(state_.io)) {}
  ~RunningServer() override { stop(); }

  Result<void> listen() {
    LOCALORG_CHECK(load_certificates());
    const ServerOptions& options = state_.options;
    error_code fault;
    tcp::resolver resolver(state_.io);
    const auto places = resolver.resolve(options.host, std::to_string(options.port), tcp::resolver::passive, fault);
    const std::string where = options.host + ":" + std::to_string(options.port);
    if (fault || places.empty()) return cannot("cannot listen at " + where, fault);
    const tcp::endpoint place = *places.begin();
    acceptor_.open(place.protocol(), fault);
    if (!fault) acceptor_.set_option(tcp::acceptor::reuse_address(true), fault);
    if (!fault) acceptor_.bind(place, fault);
    if (!fault) acceptor_.listen(1024, fault);
    if (fault) return cannot("cannot listen at " + where, fault);
    state_.port = acceptor_.local_endpoint().port();
    return {};
  }

  void run() {
    raise_file_limit();
    asio::co_spawn(acceptor_.get_executor(), accept(), asio::detached);
    add_threads(state_.options.threads);
    watch_ = std::thread([this] { watch(); });
  }

  unsigned short port() const override { return state_.port; }

  void stop() override {
    if (state_.is_stopping.exchange(true)) return;
    asio::post(acceptor_.get_executor(), [this] {
      error_code ignored;
      acceptor_.close(ignored);
    });
    state_.connections.end_idle();
    if (!state_.connections.wait_until_empty(state_.options.limits.shutdown)) {
      state_.gives_up = true;
      state_.connections.wait_until_empty(kFarewell);  // their answers say so
      state_.connections.end_all();
      state_.connections.wait_until_empty(kEnd);
    }
    end_watch();
    state_.io.stop();
    for (std::thread& thread : threads_) thread.join();
  }

  std::vector<std::string> refused_hosts() const override {
    const std::lock_guard lock(state_.refused_mutex);
    return {state_.refused.begin(), state_.refused.end()};
  }

 private:
  Result<void> load_certificates() {
    error_code fault;
    asio::ssl::context& tls = state_.tls;
    tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1,
                    fault);
    SSL_CTX_set_mode(tls.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    tls.use_certificate_chain_file(state_.options.certificates.chain, fault);
    if (!fault) tls.use_private_key_file(state_.options.certificates.key, asio::ssl::context::pem, fault);
    if (fault) return cannot(state_.options.certificates.chain, fault);
    return {};
  }

  asio::awaitable<void> pause(std::chrono::milliseconds time) {
    error_code ignored;
    asio::steady_timer timer(state_.io, time);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }

  asio::awaitable<void> accept() {
    while (!state_.is_stopping) {
      error_code fault;
      tcp::socket socket(state_.io);
      co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, fault));
      if (!acceptor_.is_open()) co_return;
      if (fault) {  // out of files, say
        co_await pause(kPause);
        continue;
      }
      while (state_.connections.size() >= state_.options.limits.connections && !state_.is_stopping) {
        state_.connections.end_longest_idle();  // makes room for this one
        co_await pause(kPause);
      }
      socket.set_option(tcp::no_delay(true), fault);
      asio::co_spawn(state_.io, serve_connection(state_, std::move(socket)),
                     [](const std::exception_ptr&) {});  // out of memory, say: it ends this connection alone
    }
  }

  // Ends what is late, and lets nobody wait for a thread that long queries hold.  A thread of its own does it, because those
  // of the pool may all be held.
  void watch() {
    std::unique_lock lock(watch_mutex_);
    std::uint64_t answered = 0;
    while (!watch_ends_.wait_for(lock, kSweep, [this] { return is_watch_over_; })) {
      state_.connections.end_late(steady_ms());
      state_.desk.end_idle_reading();
      const bool is_stuck = state_.working >= threads_.size() && state_.answered == answered;
      if (is_stuck && threads_.size() < kMostThreads) add_threads(threads_.size());
      answered = state_.answered;
    }
  }

  void end_watch() {
    {
      const std::lock_guard lock(watch_mutex_);
      is_watch_over_ = true;
    }
    watch_ends_.notify_all();
    if (watch_.joinable()) watch_.join();
  }

  void add_threads(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this] { state_.io.run(); });
  }

  mutable State state_;
  tcp::acceptor acceptor_;
  std::vector<std::thread> threads_;  // the watch's, once it runs
  std::mutex watch_mutex_;
  std::condition_variable watch_ends_;
  bool is_watch_over_ = false;
  std::thread watch_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(front::Desk& desk, const ServerOptions& options) {
  ServerOptions complete = options;
  if (complete.threads == 0) complete.threads = std::max<std::size_t>(std::thread::hardware_concurrency(), kLeastThreads);
  auto server = std::make_unique<RunningServer>(desk, complete);
  LOCALORG_CHECK(server->listen());
  server->run();
  return Result<std::unique_ptr<Server>>(std::move(server));
}

}  // namespace localorg::serve
