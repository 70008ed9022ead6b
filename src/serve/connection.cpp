#include "serve/connection.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>

#include "serve/exchange.h"
#include "serve/message.h"
#include "serve/request.h"
#include "serve/tunnel.h"

namespace localorg::serve {
namespace {

using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr char kTlsHandshake = 0x16;
constexpr std::size_t kPiece = 8 * 1024;
constexpr std::size_t kPieceOfBody = 64 * 1024;
constexpr std::size_t kPieceOfAnswer = 256 * 1024;
constexpr std::size_t kMostIgnored = 1024 * 1024;  // of what a refused client still sends
constexpr std::chrono::seconds kFarewell{2};

auto into(error_code& fault) { return asio::redirect_error(asio::use_awaitable, fault); }

enum class After { next_request, close, start_anew, tunnel };

// Reads more; false: there is no more.
template <typename Stream>
asio::awaitable<bool> read_more(Connection& connection, Stream& stream, std::size_t most) {
  error_code fault;
  const std::size_t size = co_await stream.async_read_some(connection.buffer.prepare(most), into(fault));
  connection.buffer.commit(size);
  co_return !fault;
}

// Lets the parser go on with what is there; false: it needs more.
bool parse_some(Connection& connection, RequestParser& parser) {
  const std::size_t used = parser.put({static_cast<const char*>(connection.buffer.data().data()), connection.buffer.size()});
  connection.buffer.consume(used);
  return used > 0;
}

template <typename Stream>
asio::awaitable<bool> write_all(Connection& connection, Stream& stream, std::string_view text) {
  error_code fault;
  while (!text.empty() && !fault) {
    connection.wait_at_most(connection.state.options.limits.answer);
    const std::string_view piece = text.substr(0, kPieceOfAnswer);
    co_await asio::async_write(stream, asio::buffer(piece.data(), piece.size()), into(fault));
    text.remove_prefix(piece.size());
  }
  co_return !fault;
}

// An answer after which the connection ends, to a client that may still be sending: it is listened to for a moment, because
// closing at once would destroy the answer on its way.
template <typename Stream>
asio::awaitable<void> dismiss(Connection& connection, Stream& stream, const api::Response& response) {
  std::size_t bytes = 0;
  const std::string message = message_of(response, {.closes = true}, bytes);
  if (connection.state.options.log != nullptr && connection.state.options.log->is_on()) {
    connection.state.options.log->write({.response = &response, .client = connection.client, .bytes = bytes});
  }
  if (!co_await write_all(connection, stream, message)) co_return;
  error_code ignored;
  if constexpr (std::is_same_v<Stream, Socket>) connection.socket.shutdown(Socket::shutdown_send, ignored);
  connection.wait_at_most(kFarewell);
  std::size_t ignored_bytes = 0;
  while (ignored_bytes < kMostIgnored) {
    connection.buffer.consume(connection.buffer.size());
    if (!co_await read_more(connection, stream, kPieceOfBody)) break;
    ignored_bytes += connection.buffer.size();
  }
}

// As read_request().
template <typename Stream>
asio::awaitable<std::optional<int>> read_body(Connection& connection, Stream& stream, RequestParser& parser) {
  const Limits& limits = connection.state.options.limits;
  const auto begin = steady_ms();
  std::size_t received = 0;
  while (!parser.is_done()) {
    if (connection.buffer.size() > 0) {
      const bool took_some = parse_some(connection, parser);
      if (parser.fault() != 0) co_return parser.fault();
      if (parser.is_done()) break;
      if (took_some && connection.buffer.size() > 0) continue;
    }
    // What the parser left is the beginning of a chunk's header, or of trailers.
    if (connection.buffer.size() > limits.header_bytes) co_return 431;
    if (!connection.share.grow_to(parser.body_size())) co_return 503;
    connection.wait_at_most(limits.body);
    const auto last = begin + limits.body.count() + static_cast<std::int64_t>(received);
    if (connection.presence->deadline_ms > last) connection.presence->deadline_ms = last;
    const std::size_t left = connection.buffer.size();
    if (!co_await read_more(connection, stream, kPieceOfBody)) co_return 0;
    received += connection.buffer.size() - left;
  }
  co_return std::nullopt;
}

// Header, then body.  nullopt: a whole request is there.  0: the client is gone.  Else the status to dismiss it with.
template <typename Stream>
asio::awaitable<std::optional<int>> read_request(Connection& connection, Stream& stream, RequestParser& parser) {
  const Limits& limits = connection.state.options.limits;
  connection.wait_at_most(limits.header);
  for (bool needs_more = !parse_some(connection, parser); parser.fault() == 0 && !parser.is_header_done();
       needs_more = !parse_some(connection, parser)) {
    if (needs_more && !co_await read_more(connection, stream, kPiece)) co_return 0;
  }
  if (parser.fault() != 0) co_return parser.fault();
  if (!connection.share.grow_to(parser.content_length())) co_return 503;
  if (!parser.is_done() && parser.expects_continue()) {
    if (!co_await write_all(connection, stream, "HTTP/1.1 100 Continue\r\n\r\n")) co_return 0;
  }
  co_return co_await read_body(connection, stream, parser);
}

// CONNECT: to us, to somebody else, or refused.
template <typename Stream>
asio::awaitable<After> connect_to(Connection& connection, Stream& stream, std::string_view target) {
  const State& state = connection.state;
  const Authority wanted = parse_authority(target);
  if (wanted.host.empty()) {
    co_await dismiss(connection, stream, bad_message(400));
    co_return After::close;
  }
  if constexpr (!std::is_same_v<Stream, Socket>) {
    co_await dismiss(connection, stream, words(403, "CONNECT is answered on plain connections alone"));
    co_return After::close;
  } else {
    const bool is_loopback_host = is_loopback(wanted.host);
    const bool reaches_others = state.options.other_hosts != OtherHosts::refused;
    const bool is_us =
        is_salesforce(wanted.host) || (is_loopback_host && (!reaches_others || wanted.port == std::to_string(state.port)));
    if (is_us) {
      const bool is_sent = co_await write_all(connection, stream, "HTTP/1.1 200 Connection established\r\n\r\n");
      co_return is_sent ? After::start_anew : After::close;
    }
    if (state.options.other_hosts == OtherHosts::reached || (reaches_others && is_loopback_host)) {
      connection.wanted = wanted;
      co_return After::tunnel;
    }
    co_await dismiss(connection, stream, not_our_host(connection, wanted.host));
    co_return After::close;
  }
}

template <typename Stream>
asio::awaitable<After> one_request(Connection& connection, Stream& stream, bool is_secure) {
  const State& state = connection.state;
  RequestParser parser(state.options.limits);
  if (const auto status = co_await read_request(connection, stream, parser)) {
    if (*status != 0) co_await dismiss(connection, stream, bad_message(*status));
    co_return After::close;
  }
  const auto begin = Clock::now();
  const bool is_http_1_0 = parser.is_http_1_0();
  const bool keeps = parser.keeps_alive();
  api::Request request = parser.take();
  if (parser.is_connect()) co_return co_await connect_to(connection, stream, request.target);
  connection.presence->deadline_ms = 0;  // the answer takes the time it takes
  const bool gzip = takes_gzip(request);
  const bool is_head = request.method == "HEAD";
  const Answered answered = co_await answer(connection, request, is_secure);
  const bool closes = !keeps || state.is_stopping;
  std::size_t bytes = 0;
  const Framing framing{.head_only = is_head, .closes = closes, .http_1_0 = is_http_1_0, .takes_gzip = gzip};
  const std::string message = message_of(answered.response, framing, bytes);
  const bool is_sent = co_await write_all(connection, stream, message);
  if (state.options.log != nullptr && state.options.log->is_on()) {
    const auto time = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
    state.options.log->write({&request, &answered.response, connection.client, answered.session, bytes, time.count()});
  }
  co_return is_sent && !closes ? After::next_request : After::close;
}

template <typename Stream>
asio::awaitable<After> converse(Connection& connection, Stream& stream, bool is_secure) {
  for (;;) {
    if (connection.buffer.size() == 0) {
      if (connection.buffer.capacity() > kPieceOfBody) connection.buffer = boost::beast::flat_buffer();
      connection.wait_at_most(connection.state.options.limits.idle);
      connection.presence->is_idle = true;
      if (connection.state.is_stopping) co_return After::close;
      if (!co_await read_more(connection, stream, kPiece)) co_return After::close;
      connection.presence->is_idle = false;
    }
    const After after = co_await one_request(connection, stream, is_secure);
    connection.share.give_back();
    if (after != After::next_request) co_return after;
  }
}

asio::awaitable<void> converse_in_tls(Connection& connection) {
  error_code fault;
  asio::ssl::stream<Socket&> stream(connection.socket, connection.state.tls);
  connection.wait_at_most(connection.state.options.limits.header);
  const std::string begun = connection.buffered();
  const std::size_t used = co_await stream.async_handshake(asio::ssl::stream_base::server, asio::buffer(begun), into(fault));
  connection.buffer.consume(used);
  if (fault) co_return;
  co_await converse(connection, stream, true);
  connection.wait_at_most(kFarewell);
  co_await stream.async_shutdown(into(fault));
}

asio::awaitable<void> reach_and_tunnel(Connection& connection) {
  connection.wait_at_most(connection.state.options.limits.header);
  Socket far = co_await reach(connection.state, connection.wanted);
  if (!far.is_open()) {
    co_await dismiss(connection, connection.socket, words(502, "localorg cannot reach " + connection.wanted.host));
    co_return;
  }
  if (!co_await write_all(connection, connection.socket, "HTTP/1.1 200 Connection established\r\n\r\n")) co_return;
  connection.presence->deadline_ms = 0;  // a tunnel may be silent for as long as it likes
  const auto strand = asio::make_strand(connection.state.io);
  co_await asio::co_spawn(strand,
                          tunnel(connection.state.connections, connection.presence.place(), connection.socket, std::move(far),
                                 connection.buffered()),
                          asio::use_awaitable);
}

}  // namespace

asio::awaitable<void> serve_connection(State& state, Socket socket) {
  Connection connection(state, std::move(socket));
  for (;;) {
    if (connection.buffer.size() == 0) {
      connection.wait_at_most(state.options.limits.idle);
      if (!co_await read_more(connection, connection.socket, kPiece)) co_return;
      connection.presence->is_idle = false;
    }
    if (*static_cast<const char*>(connection.buffer.data().data()) == kTlsHandshake) {
      co_await converse_in_tls(connection);
      co_return;
    }
    const After after = co_await converse(connection, connection.socket, false);
    if (after == After::tunnel) co_await reach_and_tunnel(connection);
    if (after != After::start_anew) co_return;
  }
}

}  // namespace localorg::serve
