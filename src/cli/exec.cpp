// localorg exec: a command whose clients of Salesforce find the org
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/serving.h"
#include "cli/signals.h"
#include "front/secrets.h"
#include "serve/target.h"

namespace localorg::cli {
namespace {

constexpr int kNotFound = 127;
constexpr int kNotExecutable = 126;
constexpr int kBySignal = 128;

constexpr std::initializer_list<int> kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGCHLD};

po::options_description options() {
  po::options_description out("Options");
  out.add_options()("offline", po::bool_switch(),
                    "refuse hosts that are not Salesforce's, and name them on standard error at the end");
  add_serving_options(out);
  return out;
}

std::string variable(const char* name) {
  const char* value = ::getenv(name);
  return value == nullptr ? "" : value;
}

std::string first_of(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (std::string value = variable(name); !value.empty()) return value;
  }
  return "";
}

// The proxy that this environment goes through already: http://user:password@host:port.
std::optional<serve::UpstreamProxy> upstream_proxy() {
  const std::string given = first_of({"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"});
  std::string_view url = given;
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  serve::UpstreamProxy proxy;
  if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) {
    proxy.authorization = "Basic " + front::base64(api::url_decode(url.substr(0, at)));
    url.remove_prefix(at + 1);
  }
  const serve::Authority where = serve::parse_authority(url.substr(0, url.find('/')));
  if (where.host.empty()) return std::nullopt;
  proxy.host = where.host;
  proxy.port = where.port.empty() ? "80" : where.port;
  const std::string direct = first_of({"NO_PROXY", "no_proxy"});
  for (const std::string_view name : text::split(direct, ',')) {
    if (!text::trim(name).empty()) proxy.without.push_back(text::lower(text::trim(name)));
  }
  return proxy;
}

// This process's environment with `changes` in it.
std::vector<std::string> merged(const Environment& changes) {
  std::vector<std::string> out;
  for (const auto& [name, value] : changes) out.push_back(name + "=" + value);
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    const bool is_changed =
        std::any_of(changes.begin(), changes.end(), [&](const auto& change) { return change.first == name; });
    if (!is_changed) out.emplace_back(text);
  }
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// Starts the command with the signals as they were before we blocked ours; 0 or errno.
int spawn(std::vector<std::string> command, std::vector<std::string> environment, const sigset_t& mask, pid_t& child) {
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &mask);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  const std::vector<char*> arguments = pointers(command);
  const std::vector<char*> variables = pointers(environment);
  const int fault = posix_spawnp(&child, arguments[0], nullptr, &attributes, arguments.data(), variables.data());
  posix_spawnattr_destroy(&attributes);
  return fault;
}

// Until the command has ended; its exit code as a shell has it.  Signals that were sent to us are passed on; those of the
// terminal reach the command by themselves.
int wait_for(pid_t child) {
  for (;;) {
    const siginfo_t signal = next_signal(kSignals);
    if (signal.si_signo != SIGCHLD) {
      if (signal.si_code != SI_KERNEL) ::kill(child, signal.si_signo);
      continue;
    }
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) != child) continue;
    if (WIFEXITED(status)) return WEXITSTATUS(status);
    if (WIFSIGNALED(status)) return kBySignal + WTERMSIG(status);
  }
}

Result<int> exec(const po::variables_map& options) {
  const auto command = options["command"].as<std::vector<std::string>>();
  if (command.empty()) return error_without_position(ErrorCode::USAGE, "exec: say which command, after --");
  LOCALORG_TRY(const std::unique_ptr<Serving> serving, open_serving(options, serve::LogFormat::off, true));
  const sigset_t mask = block_signals(kSignals);
  std::signal(SIGPIPE, SIG_IGN);
  serve::ServerOptions server_options;
  server_options.certificates = serving->certificates;
  server_options.log = serving->log.get();
  const bool is_offline = options["offline"].as<bool>();
  server_options.other_hosts = is_offline ? serve::OtherHosts::noted : serve::OtherHosts::reached;
  server_options.upstream = upstream_proxy();
  LOCALORG_TRY(const std::unique_ptr<serve::Server> server, serve::Server::start(*serving->desk, server_options));
  const Environment environment = environment_for(*serving->desk, serving->certificates, server->port());
  pid_t child = 0;
  if (const int fault = spawn(command, merged(environment), mask, child); fault != 0) {
    std::cerr << "localorg: " << command.front() << ": " << std::strerror(fault) << "\n";
    return fault == ENOENT ? kNotFound : kNotExecutable;
  }
  const int code = wait_for(child);
  server->stop();
  for (const std::string& host : server->refused_hosts()) std::cerr << "localorg: refused, being offline: " << host << "\n";
  return code;
}

int run(const po::variables_map& options) {
  const auto code = exec(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command exec_command() {
  return {"exec",
          "[options] -- COMMAND [argument ...]",
          "Run a command whose Salesforce is the org.",
          "Starts the server on a free port and the command with HTTPS_PROXY, REQUESTS_CA_BUNDLE, NODE_EXTRA_CA_CERTS,\n"
          "SF_TARGET_ORG, SALESFORCE_USERNAME and their kin set (`localorg env` shows all), so that any client that\n"
          "goes to Salesforce reaches the org.  Other hosts pass through untouched.  Ends with the command's exit\n"
          "code, or 128 and the number of the signal that ended it; 127: there is no such command.",
          options,
          {},
          run,
          "command"};
}

}  // namespace localorg::cli
