#include "serve/connection.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <iterator>

#include "base/text.h"
#include "serve/exchange.h"
#include "serve/message.h"
#include "serve/tunnel.h"

namespace localorg::serve {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;
using Parser = http::request_parser<http::string_body>;
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

// Lets the parser go on with what is there.
void parse_some(Connection& connection, Parser& parser, error_code& fault) {
  const std::size_t used = parser.put(connection.buffer.data(), fault);
  connection.buffer.consume(used);
  if (fault == http::error::need_more) fault = {};
}

// What a header says about its body, and to whom it speaks, must be understood by everybody in the same way: who reads the end
// of a body elsewhere takes the rest for a request.  The status to dismiss it with, or nullopt.
std::optional<int> refusal_of(const Parser& parser, const Limits& limits) {
  const auto& message = parser.get();
  if (message.target().size() > limits.target_bytes) return 414;
  const auto codings = message.equal_range(http::field::transfer_encoding);
  if (codings.first != codings.second) {
    const bool is_alone = std::next(codings.first) == codings.second;
    if (!is_alone || message.version() == 10 || !boost::beast::iequals(codings.first->value(), "chunked")) return 400;
  }
  const std::size_t hosts = message.count(http::field::host);
  const bool needs_one = message.version() == 11 && message.method() != http::verb::connect;  // some leave it out there
  if (hosts > 1 || (hosts == 0 && needs_one)) return 400;
  return std::nullopt;
}

int status_of(const Parser& parser, const error_code& fault) {
  if (fault == http::error::header_limit) return parser.get().target().empty() ? 414 : 431;
  if (fault == http::error::body_limit) return 413;
  if (fault == http::error::bad_version) return 505;
  return 400;
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
asio::awaitable<std::optional<int>> read_body(Connection& connection, Stream& stream, Parser& parser) {
  const Limits& limits = connection.state.options.limits;
  const auto begin = steady_ms();
  std::size_t received = 0;
  error_code fault;
  parser.eager(true);
  while (!parser.is_done()) {
    if (connection.buffer.size() > 0) {
      const std::size_t before = connection.buffer.size();
      parse_some(connection, parser, fault);
      if (fault) co_return status_of(parser, fault);
      if (parser.is_done()) break;
      if (connection.buffer.size() < before && connection.buffer.size() > 0) continue;
    }
    // What the parser left is the beginning of a chunk's header, or of trailers.
    if (connection.buffer.size() > limits.header_bytes) co_return 431;
    if (!connection.share.grow_to(parser.get().body().size())) co_return 503;
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
asio::awaitable<std::optional<int>> read_request(Connection& connection, Stream& stream, Parser& parser) {
  const Limits& limits = connection.state.options.limits;
  error_code fault;
  connection.wait_at_most(limits.header);
  for (parse_some(connection, parser, fault); !fault && !parser.is_header_done(); parse_some(connection, parser, fault)) {
    if (!co_await read_more(connection, stream, kPiece)) co_return 0;
  }
  if (fault) co_return status_of(parser, fault);
  if (const auto refusal = refusal_of(parser, limits)) co_return *refusal;
  if (!connection.share.grow_to(parser.content_length().value_or(0))) co_return 503;
  if (!parser.is_done() && boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    if (!co_await write_all(connection, stream, "HTTP/1.1 100 Continue\r\n\r\n")) co_return 0;
  }
  co_return co_await read_body(connection, stream, parser);
}

api::Request request_of(Parser& parser) {
  auto& message = parser.get();
  const auto text_of = [](boost::beast::string_view view) { return std::string(view.data(), view.size()); };
  api::Request request;
  request.method = text_of(message.method_string());
  request.target = text_of(message.target());
  for (const auto& field : message) {
    const auto [place, is_new] = request.headers.emplace(text::lower(text_of(field.name_string())), text_of(field.value()));
    if (!is_new) place->second += ", " + text_of(field.value());
  }
  request.body = std::move(message.body());
  return request;
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
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(state.options.limits.header_bytes));
  parser.body_limit(state.options.limits.body_bytes);
  if (const auto status = co_await read_request(connection, stream, parser)) {
    if (*status != 0) co_await dismiss(connection, stream, bad_message(*status));
    co_return After::close;
  }
  const auto begin = Clock::now();
  const bool is_http_1_0 = parser.get().version() == 10;
  const bool keeps = parser.keep_alive();
  const bool is_connect = parser.get().method() == http::verb::connect;
  api::Request request = request_of(parser);
  if (is_connect) co_return co_await connect_to(connection, stream, request.target);
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
