// localorg reset, snapshot, restore
#include "store/snapshot.h"

#include <iostream>

#include "base/text.h"
#include "cli/command.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  out.add_options()("org", po::value<std::string>()->value_name("FILE"), "the org file (default: the default org)");
  return out;
}

Result<store::OpenOrg> open_to_write(const po::variables_map& options) {
  LOCALORG_TRY(const store::OpenOrg made, open_org_of(options));  // the default org is made on first use
  return store::open_org(org_path_of(options), store::Access::write);
}

Result<int> reset(const po::variables_map& options) {
  LOCALORG_TRY(store::OpenOrg org, open_to_write(options));
  LOCALORG_TRY(const bool was_written, store::reset(org));
  std::cout << org.path << (was_written ? ": as it was made.\n" : ": was not written since it was made.\n");
  return int{kFine};
}

// Without a name: the names there are.
Result<int> list(const po::variables_map& options) {
  LOCALORG_TRY(const store::OpenOrg org, open_to_write(options));
  for (const std::string& name : store::snapshot_names(org)) std::cout << name << "\n";
  return int{kFine};
}

Result<int> snapshot(const po::variables_map& options) {
  if (!options.contains("name")) return list(options);
  LOCALORG_TRY(store::OpenOrg org, open_to_write(options));
  LOCALORG_CHECK(store::snapshot(org, options["name"].as<std::string>()));
  return int{kFine};
}

Result<int> restore(const po::variables_map& options) {
  if (!options.contains("name"))
    return error_without_position(ErrorCode::USAGE, "which snapshot? `localorg snapshot` lists them");
  LOCALORG_TRY(store::OpenOrg org, open_to_write(options));
  LOCALORG_CHECK(store::restore(org, options["name"].as<std::string>()));
  return int{kFine};
}

template <Result<int> (*command)(const po::variables_map&)>
int run(const po::variables_map& options) {
  const auto code = command(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command reset_command() {
  return {"reset",
          "[options]",
          "Take an org back to the state in which it was made.",
          "That state is kept beside the file, in FILE.snapshots/, from the first write on.",
          options,
          {},
          run<reset>};
}

Command snapshot_command() {
  return {"snapshot",
          "[options] [NAME]",
          "Keep the state of an org under a name; list the names.",
          "It is kept beside the file, in FILE.snapshots/.  The same name again takes the place of the old state.",
          options,
          {{"name", "NAME"}},
          run<snapshot>};
}

Command restore_command() {
  return {"restore",          "[options] NAME", "Take an org back to a state that `snapshot` kept.", "", options,
          {{"name", "NAME"}}, run<restore>};
}

}  // namespace localorg::cli
