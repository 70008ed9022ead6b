// localorg mcp
#include <atomic>
#include <chrono>
#include <csignal>
#include <iostream>
#include <sstream>

#include "cli/toolsets.h"
#include "mcp/session.h"
#include "mcp/standard_io.h"
#include "store/patience.h"

namespace localorg::cli {
namespace {

constexpr std::chrono::seconds kQueryTime{120};  // as the server gives a query; then QUERY_TIMEOUT

po::options_description options() {
  po::options_description out("Options");
  add_org_options(out);
  add_toolset_option(out);
  return out;
}

Result<int> speak(const po::variables_map& options) {
  LOCALORG_TRY(const mcp::Settings settings, mcp_settings(options));
  LOCALORG_TRY(const org::Clock clock, clock_of(options));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options));
  LOCALORG_TRY(const org::Viewer viewer, viewer_of(options, org));
  api::Session records(org, clock, viewer);
  mcp::Session session(settings, records);
  std::signal(SIGPIPE, SIG_IGN);  // a client that has gone is the end of the output
  const std::atomic<bool> stop = false;
  mcp::serve_lines(std::cin, std::cout, [&](std::string_view line) {
    const store::Patience patience(kQueryTime, stop);
    return session.answer(line);
  });
  // What it left behind goes nowhere, and is no failure.
  static std::stringbuf nowhere;
  if (!std::cout) std::cout.rdbuf(&nowhere);
  return int{kFine};
}

int run(const po::variables_map& options) {
  const auto code = speak(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command mcp_command() {
  return {"mcp",
          "[options]",
          "Speak MCP on standard input and output.",
          "For programs that give tools to a model: the org's objects, SOQL and SOSL as tools, its schema as resources.\n"
          "All tools read; nothing is changed.  Ends with its input.  `localorg serve` speaks the same at /mcp.",
          options,
          {},
          run};
}

}  // namespace localorg::cli
