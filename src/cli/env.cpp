// localorg env: what exec sets, for a server that runs already
#include <iostream>

#include "base/json.h"
#include "cli/command.h"
#include "cli/serving.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                                                   //
      ("port", po::value<unsigned>()->default_value(8443)->value_name("N"), "the port of the server")                 //
      ("format", po::value<std::string>()->default_value("sh")->value_name("sh|fish|json"), "how they are printed");  //
  add_serving_options(out);
  return out;
}

// 'text', for any shell.
std::string in_quotes(const std::string& text, bool is_fish) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += is_fish ? "\\'" : "'\\''";
    } else if (c == '\\' && is_fish) {
      out += "\\\\";
    } else {
      out += c;
    }
  }
  return out + "'";
}

Result<int> env(const po::variables_map& options) {
  const auto format = options["format"].as<std::string>();
  if (format != "sh" && format != "fish" && format != "json") {
    return error_without_position(ErrorCode::USAGE, "unknown format '" + format + "': sh, fish or json");
  }
  LOCALORG_TRY(const std::unique_ptr<Serving> serving, open_serving(options, serve::LogFormat::off, true));
  const auto port = static_cast<unsigned short>(options["port"].as<unsigned>());
  Json json = Json::object();
  for (const auto& [name, value] : environment_for(*serving->desk, serving->certificates, port)) {
    if (format == "sh") std::cout << "export " << name << "=" << in_quotes(value, false) << "\n";
    if (format == "fish") std::cout << "set -gx " << name << " " << in_quotes(value, true) << "\n";
    json[name] = value;
  }
  if (format == "json") std::cout << json.dump(2) << "\n";
  return kFine;
}

int run(const po::variables_map& options) {
  const auto code = env(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command env_command() {
  return {"env",
          "[options]",
          "Print what leads a shell's clients to the server.",
          "The variables that `localorg exec` sets, for a server that runs already: eval \"$(localorg env)\".  Give the\n"
          "same --org, --token and --port as to `localorg serve`.",
          options,
          {},
          run};
}

}  // namespace localorg::cli
