#include "mcp/http_headers.h"

#include <algorithm>

#include "base/text.h"

namespace localorg::mcp {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::optional<std::string> from_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xff);
  }
  return out;
}

std::string_view media_type(std::string_view item) { return text::trim(item.substr(0, std::min(item.find(';'), item.size()))); }

Fault mismatch(const std::string& header, const std::string& body) {
  return {.code = Code::header_mismatch, .message = "Header mismatch: " + header + " must be " + body};
}

}  // namespace

std::string_view header_of(const api::Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view{} : text::trim(found->second);
}

bool is_own_origin(std::string_view origin) {
  if (origin.empty()) return true;
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  origin.remove_prefix(scheme + 3);
  const std::size_t bracket = origin.find(']');
  const std::size_t end = origin.starts_with('[') && bracket != std::string_view::npos ? bracket + 1 : origin.find(':');
  const std::string host = text::lower(origin.substr(0, std::min(end, origin.size())));
  const bool is_address = host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host == "[::1]" || is_address;
}

bool takes_json(std::string_view accept) {
  if (accept.empty()) return true;
  const auto items = text::split(accept, ',');
  return std::any_of(items.begin(), items.end(), [](std::string_view item) {
    const std::string type = text::lower(media_type(item));
    return type == "application/json" || type == "application/*" || type == "*/*";
  });
}

bool is_json(std::string_view content_type) { return text::lower(media_type(content_type)) == "application/json"; }

std::optional<std::string> decoded_value(std::string_view value) {
  constexpr std::string_view kBegin = "=?base64?", kEnd = "?=";
  if (!value.starts_with(kBegin) || !value.ends_with(kEnd) || value.size() < kBegin.size() + kEnd.size()) {
    return std::string(value);
  }
  return from_base64(value.substr(kBegin.size(), value.size() - kBegin.size() - kEnd.size()));
}

std::optional<Fault> mismatch_in(const api::Request& request, const Message& message, std::string_view version) {
  if (header_of(request, "mcp-protocol-version") != version) return mismatch("MCP-Protocol-Version", std::string(version));
  if (header_of(request, "mcp-method") != message.method) return mismatch("Mcp-Method", message.method);
  const bool has_name = message.method == "tools/call", has_uri = message.method == "resources/read";
  if (!has_name && !has_uri) return std::nullopt;
  const std::string named = text_at(message.params, has_name ? "name" : "uri");
  if (decoded_value(header_of(request, "mcp-name")) != named) return mismatch("Mcp-Name", named);
  return std::nullopt;
}

}  // namespace localorg::mcp
