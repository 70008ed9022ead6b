// The users that may log in to an org, in a table of the org file of their own: localorg_user.  Passwords are hashes that
// somebody else makes and checks.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace localorg::store {

struct UserRow {
  std::string username;        // as typed; compared without regard to case
  std::string user_id;         // the User record
  std::string password_hash;   // empty: no password opens it
  std::string security_token;  // the hash of password and token run together; empty: no token
  std::string certificate;     // PEM, for JWT bearer; empty: none
};

// By user name.  An org without the table has no users.
Result<std::vector<UserRow>> read_users(const Database& database);
// Adds or replaces, making the table if need be.
Result<void> write_user(Database& database, const UserRow& user);
// These and no others.
Result<void> replace_users(Database& database, const std::vector<UserRow>& users);
// Was there one?
Result<bool> remove_user(Database& database, const std::string& username);

}  // namespace localorg::store
