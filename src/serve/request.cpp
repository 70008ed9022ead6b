#include "serve/request.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <iterator>

#include "base/text.h"
#include "serve/target.h"

namespace localorg::serve {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;
using Parser = http::request_parser<http::string_body>;

int status_of(const Parser& parser, const error_code& fault) {
  if (fault == http::error::header_limit) return parser.get().target().empty() ? 414 : 431;
  if (fault == http::error::body_limit) return 413;
  if (fault == http::error::bad_version) return 505;
  return 400;
}

// What a header says about its body, and to whom it speaks, must be understood by everybody in the same way: who reads the end
// of a body elsewhere takes the rest for a request.  The status to dismiss it with, or 0.
int refusal_of(const Parser& parser, std::size_t target_bytes) {
  const auto& message = parser.get();
  if (message.target().size() > target_bytes) return 414;
  const auto codings = message.equal_range(http::field::transfer_encoding);
  if (codings.first != codings.second) {
    const bool is_alone = std::next(codings.first) == codings.second;
    if (!is_alone || message.version() == 10 || !boost::beast::iequals(codings.first->value(), "chunked")) return 400;
  }
  const std::size_t hosts = message.count(http::field::host);
  const bool needs_one = message.version() == 11 && message.method() != http::verb::connect;  // some leave it out there
  return hosts > 1 || (hosts == 0 && needs_one) ? 400 : 0;
}

// Beast 1.74 holds that a last chunk of which it has seen the first line comes with 5 bytes or more, and aborts where
// assertions are on: it does not get to see fewer, of a body that cannot end before them.
bool is_too_little(const Parser& parser, std::string_view bytes) {
  constexpr std::size_t kLeastLastChunk = 5;  // 0 and two ends of line
  return parser.is_header_done() && parser.chunked() && bytes.starts_with('0') && bytes.size() < kLeastLastChunk;
}

std::string text_of(boost::beast::string_view view) { return {view.data(), view.size()}; }

}  // namespace

struct RequestParser::State {
  Parser parser;
};

RequestParser::RequestParser(const Limits& limits) : target_bytes_(limits.target_bytes), state_(std::make_unique<State>()) {
  state_->parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  state_->parser.body_limit(limits.body_bytes);
}

RequestParser::~RequestParser() = default;

std::size_t RequestParser::put(std::string_view bytes) {
  Parser& parser = state_->parser;
  if (is_too_little(parser, bytes)) return 0;
  error_code fault;
  const bool was_header_done = parser.is_header_done();
  const std::size_t used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), fault);
  if (fault && fault != http::error::need_more) {
    fault_ = status_of(parser, fault);
  } else if (!was_header_done && parser.is_header_done()) {
    fault_ = refusal_of(parser, target_bytes_);
    parser.eager(true);
  }
  return used;
}

bool RequestParser::is_header_done() const { return state_->parser.is_header_done(); }

bool RequestParser::is_done() const { return state_->parser.is_done(); }

bool RequestParser::expects_continue() const {
  return boost::beast::iequals(state_->parser.get()[http::field::expect], "100-continue");
}

std::size_t RequestParser::content_length() const {
  return static_cast<std::size_t>(state_->parser.content_length().value_or(0));
}

std::size_t RequestParser::body_size() const { return state_->parser.get().body().size(); }

bool RequestParser::is_connect() const { return state_->parser.get().method() == http::verb::connect; }

bool RequestParser::is_http_1_0() const { return state_->parser.get().version() == 10; }

bool RequestParser::keeps_alive() const { return state_->parser.keep_alive(); }

api::Request RequestParser::take() {
  auto& message = state_->parser.get();
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

std::optional<std::string> settle_target(api::Request& request, const Entrance& entrance) {
  Target target = parse_target(request.target);
  const auto host = request.headers.find("host");
  std::string authority = target.authority;
  if (authority.empty()) authority = host == request.headers.end() ? entrance.authority : host->second;
  const Authority parts = parse_authority(authority);
  if (parts.host.empty()) return "";
  const bool is_ours = is_loopback(parts.host) || is_salesforce(parts.host) || parts.port == entrance.port;
  if (!target.authority.empty() && !is_ours) return parts.host;
  request.origin = (entrance.is_secure ? "https://" : "http://") + authority;
  request.target = std::move(target.path);
  return std::nullopt;
}

}  // namespace localorg::serve
