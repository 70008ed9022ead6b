#include "serve/message.h"

#include <boost/beast/http/status.hpp>

#include "base/text.h"
#include "serve/gzip.h"

namespace localorg::serve {
namespace {

constexpr std::size_t kWorthCompressing = 16 * 1024;

std::string reason_of(int status) {
  const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  return std::string(reason.data(), reason.size());
}

std::string_view header_of(const api::Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace

api::Response bad_message(int status) {
  const std::string reason = status == 414 ? "URI Too Long" : reason_of(status);
  return {.status = status,
          .content_type = "text/html;charset=iso-8859-1",
          .body = "<h1>Bad Message " + std::to_string(status) + "</h1><pre>reason: " + reason + "</pre>"};
}

std::optional<api::Response> decode_body(api::Request& request, std::size_t limit) {
  const std::string encoding = text::lower(text::trim(header_of(request, "content-encoding")));
  if (encoding.empty() || encoding == "identity") return std::nullopt;
  if (encoding != "gzip" && encoding != "x-gzip") {
    return api::Response{.status = 415,
                         .body = R"([{"message":"The content encoding is not supported: gzip or none","errorCode":)"
                                 R"("UNSUPPORTED_MEDIA_TYPE"}])"};
  }
  auto body = gunzip(request.body, limit);
  if (!body) return bad_message(400);
  request.body = *std::move(body);
  request.headers.erase("content-encoding");
  return std::nullopt;
}

bool takes_gzip(const api::Request& request) {
  for (const std::string_view item : text::split(header_of(request, "accept-encoding"), ',')) {
    const std::vector<std::string_view> parts = text::split(item, ';');
    const bool is_refused = parts.size() > 1 && text::trim(parts[1]).starts_with("q=0") &&
                            text::trim(parts[1]).find_first_of("123456789") == std::string_view::npos;
    if (text::equal_ignoring_case(text::trim(parts[0]), "gzip")) return !is_refused;
  }
  return false;
}

std::string message_of(const api::Response& response, const Framing& framing, std::size_t& bytes) {
  std::string compressed;
  const bool is_gzip = framing.takes_gzip && response.body.size() >= kWorthCompressing;
  if (is_gzip) compressed = gzip(response.body);
  const std::string& body = is_gzip ? compressed : response.body;
  std::string out;
  out.reserve(256 + body.size());
  out += "HTTP/1.1 " + std::to_string(response.status) + " " + reason_of(response.status) + "\r\n";
  if (!response.content_type.empty() && response.status != 204) out += "Content-Type: " + response.content_type + "\r\n";
  for (const auto& [name, value] : response.headers) out += name + ": " + value + "\r\n";
  out += "Vary: Accept-Encoding\r\n";
  if (is_gzip) out += "Content-Encoding: gzip\r\n";
  if (response.status != 204) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  if (framing.closes) out += "Connection: close\r\n";
  if (framing.http_1_0 && !framing.closes) out += "Connection: keep-alive\r\n";
  out += "\r\n";
  bytes = 0;
  if (framing.head_only || response.status == 204) return out;
  bytes = body.size();
  out += body;
  return out;
}

}  // namespace localorg::serve
