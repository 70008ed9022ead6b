// What serve, exec and env share: the orgs that are served, the server's options, the environment that leads clients there.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "front/desk.h"
#include "serve/server.h"

namespace localorg::cli {

// --org --now --timezone --token --isolated --read-only --record
void add_serving_options(po::options_description& options);

// The orgs of --org (NAME=FILE or FILE, several), the log, and the desk in front of them.
struct Serving {
  std::deque<store::OpenOrg> orgs;  // one connection of the desk's own to each
  std::unique_ptr<front::Desk> desk;
  std::unique_ptr<serve::Log> log;
  serve::Certificates certificates;
};
// `always_default_user`: whether or not the org has users of its own.
Result<std::unique_ptr<Serving>> open_serving(const po::variables_map& options, serve::LogFormat format,
                                              bool always_default_user);

// $XDG_DATA_HOME/localorg/server: certificates and this user's secret.
std::string server_folder();

// Names and values, in order.
using Environment = std::vector<std::pair<std::string, std::string>>;
// What leads any client of Salesforce to the server at `port`.
Environment environment_for(const front::Desk& desk, const serve::Certificates& certificates, unsigned short port);

}  // namespace localorg::cli
