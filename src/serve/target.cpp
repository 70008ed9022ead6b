#include "serve/target.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace localorg::serve {
namespace {

constexpr std::array<std::string_view, 9> kSecrets = {"oauth_token", "access_token",  "token", "password",  "client_secret",
                                                      "assertion",   "refresh_token", "sid",   "session_id"};

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_host(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
  });
}

bool is_address(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

bool ends_with_domain(std::string_view host, std::string_view domain) {
  return host.size() > domain.size() + 1 && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.';
}

// Every run of slashes becomes one.
std::string collapse(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c != '/' || !out.ends_with('/')) out += c;
  }
  return out;
}

}  // namespace

Authority parse_authority(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || !is_address(text.substr(1, end - 1))) return {};
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && (rest[0] != ':' || !is_port(rest.substr(1)))) return {};
    return {text::lower(text.substr(1, end - 1)), std::string(rest.empty() ? rest : rest.substr(1))};
  }
  const std::size_t colon = std::min(text.find(':'), text.size());
  if (!is_host(text.substr(0, colon))) return {};
  if (colon < text.size() && !is_port(text.substr(colon + 1))) return {};
  return {text::lower(text.substr(0, colon)), std::string(text.substr(std::min(colon + 1, text.size())))};
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_salesforce(std::string_view host) {
  return ends_with_domain(host, "salesforce.com") || ends_with_domain(host, "force.com");
}

Target parse_target(std::string_view target) {
  Target out;
  const std::size_t scheme = target.find("://");
  if (!target.starts_with('/') && scheme != std::string_view::npos && scheme < target.find('?')) {
    const std::size_t begin = scheme + 3;
    const std::size_t end = std::min(target.find_first_of("/?", begin), target.size());
    out.authority = std::string(target.substr(begin, end - begin));
    target.remove_prefix(end);
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  out.path = collapse("/" + std::string(target.substr(0, mark)));
  const std::size_t second = out.path.find('/', 1);
  if (second != std::string::npos && out.path.substr(0, second).ends_with(".salesforce.com")) out.path.erase(0, second);
  out.path += target.substr(mark);
  return out;
}

std::string without_secrets(std::string_view target) {
  const std::size_t mark = std::min(target.find('?'), target.size());
  std::string out(target.substr(0, mark));
  char before = '?';
  if (mark < target.size()) {
    for (const std::string_view pair : text::split(target.substr(mark + 1), '&')) {
      const std::string name = text::lower(pair.substr(0, std::min(pair.find('='), pair.size())));
      const bool is_secret = std::find(kSecrets.begin(), kSecrets.end(), name) != kSecrets.end();
      out += before;
      out += is_secret ? name + "=..." : std::string(pair);
      before = '&';
    }
  }
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; }, '.');
  return out;
}

}  // namespace localorg::serve
