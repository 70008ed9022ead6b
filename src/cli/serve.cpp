// localorg serve
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

#include "base/json.h"
#include "cli/command.h"
#include "cli/serving.h"
#include "cli/signals.h"
#include "cli/task_options.h"
#include "cli/toolsets.h"
#include "eval/episodes.h"
#include "mcp/http.h"
#include "serve/target.h"

namespace localorg::cli {
namespace {

constexpr unsigned kDefaultPort = 8443;

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                                                  //
      ("port", po::value<unsigned>()->default_value(kDefaultPort)->value_name("N"), "the port; 0 takes a free one")  //
      ("host", po::value<std::string>()->default_value("127.0.0.1")->value_name("ADDRESS"),
       "the address to listen at; beyond loopback other machines reach the org, too")  //
      ("ready-file", po::value<std::string>()->value_name("FILE"),
       "written when the server answers: a JSON object with url, port, token, ca and the user")  //
      ("log", po::value<std::string>()->default_value("text")->value_name("text|json|off"),
       "the access log on standard error")  //
      ("limit", po::value<std::vector<std::string>>()->value_name("LIMIT=NUMBER"),
       ("what clients may take, several times: " + serve::limit_names()).c_str())  //
      ("tasks", po::value<std::string>()->value_name("FILE"),
       "put these tasks to agents at /episodes (see `localorg episode`)");
  add_serving_options(out);
  add_toolset_option(out);
  return out;
}

Result<serve::LogFormat> log_format_of(const std::string& name) {
  if (name == "text") return serve::LogFormat::text;
  if (name == "json") return serve::LogFormat::json;
  if (name == "off") return serve::LogFormat::off;
  return error_without_position(ErrorCode::USAGE, "unknown log format '" + name + "': text, json or off");
}

// Tasks at /episodes, on the first org as it is now.
Result<void> mount_episodes(const po::variables_map& options, Serving& serving, bool token_needed) {
  if (!options.contains("tasks")) return {};
  LOCALORG_TRY(std::vector<eval::Task> tasks, read_tasks_file(options["tasks"].as<std::string>()));
  LOCALORG_TRY(const auto now, pinned_now_of(options));
  LOCALORG_TRY(std::unique_ptr<eval::Episodes> opened, eval::Episodes::open(serving.orgs.front(), std::move(tasks), {{}, now}));
  const std::shared_ptr<eval::Episodes> episodes = std::move(opened);
  serving.desk->mount(
      {.path = "/episodes", .admit = [&desk = *serving.desk, episodes, token_needed](const api::Request& request) {
         const auto client = client_of(desk, request, token_needed);
         return front::Admission(client ? episodes->answer(request) : mcp::not_let_in());
       }});
  return {};
}

// Whole or not there: whoever waits for it may read it at once.  It has the token and passwords: nobody else may.
Result<void> write_ready_file(const std::string& path, const Json& content) {
  const std::string partial = path + ".partial";
  std::remove(partial.c_str());
  if (const int file = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600); file >= 0) ::close(file);
  std::ofstream out(partial);
  out << content.dump(2) << "\n";
  out.close();
  if (!out || std::rename(partial.c_str(), path.c_str()) != 0) {
    return error_without_position(ErrorCode::USAGE, "cannot write " + path);
  }
  return {};
}

Json ready(const front::Desk& desk, const serve::Certificates& certificates, const serve::Server& server) {
  const std::string port = std::to_string(server.port());
  Json orgs = Json::array();
  for (std::size_t i = 0; i < desk.org_count(); ++i) {
    const front::Credentials known = desk.credentials(i);
    Json org = {{"name", known.org_name}, {"token", known.token}};
    if (!desk.has_users(i)) {
      org["username"] = known.username;
      org["password"] = known.password;
      org["securityToken"] = known.security_token;
    }
    orgs.push_back(std::move(org));
  }
  return {{"url", "http://localhost:" + port},
          {"mcp", "http://localhost:" + port + "/mcp"},
          {"port", server.port()},
          {"ca", certificates.ca},
          {"bundle", certificates.bundle},
          {"token", desk.credentials().token},
          {"orgs", std::move(orgs)},
          {"pid", ::getpid()}};
}

void print_banner(const Json& facts) {
  std::cout << "localorg serves " << facts["url"].get<std::string>() << " (and https, and CONNECT)\n";
  for (const Json& org : facts["orgs"]) {
    std::cout << "\n  org             " << org["name"].get<std::string>() << "\n  token           "
              << org["token"].get<std::string>() << "\n";
    if (!org.contains("username")) continue;
    std::cout << "  user            " << org["username"].get<std::string>() << "\n  password        "
              << org["password"].get<std::string>() << "\n  security token  " << org["securityToken"].get<std::string>()
              << "\n";
  }
  std::cout << "\n  MCP             " << facts["mcp"].get<std::string>() << "\n  CA certificate  "
            << facts["ca"].get<std::string>() << "\n\nCtrl-C stops it.\n"
            << std::flush;
}

Result<int> serve_org(const po::variables_map& options) {
  const auto port = options["port"].as<unsigned>();
  if (port > 65535) return error_without_position(ErrorCode::USAGE, "--port: " + std::to_string(port) + " is no port");
  LOCALORG_TRY(const serve::LogFormat format, log_format_of(options["log"].as<std::string>()));
  LOCALORG_TRY(mcp::Settings mcp_tools, mcp_settings(options));
  LOCALORG_TRY(const std::unique_ptr<Serving> serving, open_serving(options, format, false));
  const auto host = options["host"].as<std::string>();
  const bool token_needed = !serve::is_loopback(host) || options.contains("token");
  serving->desk->mount(mcp_mount(*serving->desk, std::move(mcp_tools), token_needed));
  LOCALORG_CHECK(mount_episodes(options, *serving, token_needed));
  if (!serve::is_loopback(host)) {
    std::cerr << "localorg: warning: " << host << " is not loopback: whoever reaches this machine reaches the org\n";
  }
  block_signals({SIGINT, SIGTERM, SIGHUP});
  std::signal(SIGPIPE, SIG_IGN);
  serve::ServerOptions server_options{.host = host, .port = static_cast<unsigned short>(port)};
  if (options.contains("limit")) {
    for (const std::string& limit : options["limit"].as<std::vector<std::string>>()) {
      LOCALORG_CHECK(serve::set_limit(server_options.limits, limit));
    }
  }
  server_options.certificates = serving->certificates;
  server_options.log = serving->log.get();
  LOCALORG_TRY(const std::unique_ptr<serve::Server> server, serve::Server::start(*serving->desk, server_options));
  const Json facts = ready(*serving->desk, serving->certificates, *server);
  if (options.contains("ready-file")) LOCALORG_CHECK(write_ready_file(options["ready-file"].as<std::string>(), facts));
  print_banner(facts);
  next_signal({SIGINT, SIGTERM, SIGHUP});
  server->stop();
  return kFine;
}

int run(const po::variables_map& options) {
  const auto code = serve_org(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command serve_command() {
  return {"serve",
          "[options]",
          "Serve the org as Salesforce does: REST, SOAP login, OAuth; and MCP at /mcp.",
          "One port speaks HTTP and HTTPS and answers CONNECT for *.salesforce.com and *.force.com.  Standard output\n"
          "says where, with the token and the user that let clients in.  SIGINT and SIGTERM stop it: requests that\n"
          "run are finished.",
          options,
          {},
          run};
}

}  // namespace localorg::cli
