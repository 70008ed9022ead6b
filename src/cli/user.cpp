// localorg user: who may log in to an org
#include <fstream>
#include <iostream>

#include "cli/command.h"
#include "front/person.h"
#include "front/secrets.h"
#include "org/id.h"
#include "store/user_table.h"

namespace localorg::cli {
namespace {

constexpr std::size_t kPasswordLetters = 16;

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                                                        //
      ("org", po::value<std::string>()->value_name("FILE"), "the org file (default: the default org, made on first use)")  //
      ("password-file", po::value<std::string>()->value_name("FILE"),
       "add: the password, the first line of FILE, or of standard input for -; without it one is made and printed")  //
      ("security-token", po::value<std::string>()->value_name("TOKEN"),
       "add: what clients may append to the password")  //
      ("user-id", po::value<std::string>()->value_name("ID"),
       "add: the User record (default: the one with that Username, else the org's running user)")  //
      ("certificate", po::value<std::string>()->value_name("FILE"),
       "add: a certificate or public key in PEM that signs the user's JWT bearer assertions (RS256)");
  return out;
}

Result<std::string> read_text(const std::string& path) {
  if (path == "-") return read_all(std::cin);
  std::ifstream in(path, std::ios::binary);
  if (!in) return error_without_position(ErrorCode::USAGE, "cannot read " + path);
  return read_all(in);
}

Result<std::string> password_of(const po::variables_map& options) {
  LOCALORG_TRY(const std::string text, read_text(options["password-file"].as<std::string>()));
  std::string line = text.substr(0, text.find_first_of("\r\n"));
  if (line.empty()) return error_without_position(ErrorCode::USAGE, "the password is empty");
  return line;
}

Result<std::string> user_id_for(const po::variables_map& options, const store::OpenOrg& org, const std::string& name) {
  if (!options.contains("user-id")) {
    const std::string found = front::user_id_of(org, name);
    return found.empty() ? front::running_user_of(org) : found;
  }
  const auto given = options["user-id"].as<std::string>();
  const auto id = org::normalize_id(given);
  if (!id || !id->starts_with("005")) return error_without_position(ErrorCode::USAGE, "'" + given + "' is no Id of a User");
  return *id;
}

Result<int> add(const po::variables_map& options, store::OpenOrg& org, const std::string& name) {
  store::UserRow user{.username = name};
  LOCALORG_TRY(user.user_id, user_id_for(options, org, name));
  const bool is_given = options.contains("password-file");
  std::string password = front::as_letters(front::random_bytes(32), kPasswordLetters);
  if (is_given) {
    LOCALORG_TRY(password, password_of(options));
  }
  user.password_hash = front::hash_password(password);
  if (options.contains("security-token")) {
    user.security_token = front::hash_password(password + options["security-token"].as<std::string>());
  }
  if (options.contains("certificate")) {
    LOCALORG_TRY(user.certificate, read_text(options["certificate"].as<std::string>()));
  }
  LOCALORG_CHECK(store::write_user(org.database, user));
  std::cout << "added " << name << " (" << user.user_id << ")\n";
  if (!is_given) std::cout << "password " << password << "\n";
  return kFine;
}

Result<int> list(const po::variables_map& /*options*/, store::OpenOrg& org, const std::string& /*name*/) {
  LOCALORG_TRY(const auto users, store::read_users(org.database));
  for (const store::UserRow& user : users) std::cout << user.username << "  " << user.user_id << "\n";
  if (users.empty()) std::cout << "no users of its own: `localorg serve` prints the one that it makes\n";
  return kFine;
}

Result<int> remove(const po::variables_map& /*options*/, store::OpenOrg& org, const std::string& name) {
  LOCALORG_TRY(const bool found, store::remove_user(org.database, name));
  if (!found) return error_without_position(ErrorCode::USAGE, "no user '" + name + "'");
  std::cout << "removed " << name << "\n";
  return kFine;
}

struct ActionRow {
  std::string_view name;
  bool needs_name;
  Result<int> (*run)(const po::variables_map&, store::OpenOrg&, const std::string& name);
};

constexpr ActionRow kActions[] = {{"add", true, add}, {"list", false, list}, {"remove", true, remove}};

Result<int> user(const po::variables_map& options) {
  const std::string wanted = options.contains("action") ? options["action"].as<std::string>() : "";
  const std::string name = options.contains("name") ? options["name"].as<std::string>() : "";
  for (const ActionRow& action : kActions) {
    if (action.name != wanted) continue;
    if (action.needs_name == name.empty()) {
      return error_without_position(ErrorCode::USAGE,
                                    "user " + wanted + (name.empty() ? ": say which user" : " takes no name"));
    }
    std::string path;
    if (options.contains("org")) {
      path = options["org"].as<std::string>();
    } else {
      LOCALORG_TRY(path, default_org());
    }
    LOCALORG_TRY(store::OpenOrg org, store::open_org(path, store::Access::write));
    return action.run(options, org, name);
  }
  return error_without_position(ErrorCode::USAGE, "user add NAME, user list or user remove NAME");
}

int run(const po::variables_map& options) {
  const auto code = user(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command user_command() {
  return {"user",
          "add NAME | list | remove NAME",
          "Say who may log in to the org.",
          "Users lie in the org file, their passwords as salted hashes.  An org without users of its own lets in one that\n"
          "`localorg serve` makes and prints.",
          options,
          {{"action", "add|list|remove"}, {"name", "NAME"}},
          run};
}

}  // namespace localorg::cli
