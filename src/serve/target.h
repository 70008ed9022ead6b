// Request targets and host names, before anybody looks at what they mean (wire.md 2.2, 2.3).  Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace localorg::serve {

struct Authority {
  std::string host;  // in lower case, IPv6 without its brackets
  std::string port;  // empty: not said
};

// host, host:port, [::1]:port.  Anything else is no authority: an empty host.
Authority parse_authority(std::string_view text);

bool is_loopback(std::string_view host);
// *.salesforce.com, *.force.com: what this server stands for.
bool is_salesforce(std::string_view host);

struct Target {
  std::string path;       // and query: /services/data/v59.0/query?q=...
  std::string authority;  // of an absolute target; empty: there was none
};

// http://host//services//data/ -> /services/data/, with a first step that ends in .salesforce.com taken
// away (a simple-salesforce `domain` with a slash in it leads there).
Target parse_target(std::string_view target);

// The target as logs may show it: what is secret in its query is left out, and so is what would break a line.
std::string without_secrets(std::string_view target);

}  // namespace localorg::serve
