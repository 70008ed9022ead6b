#include "store/user_table.h"

namespace localorg::store {
namespace {

constexpr const char* kCreate =
    "CREATE TABLE IF NOT EXISTS localorg_user (username TEXT PRIMARY KEY COLLATE NOCASE, user_id TEXT NOT NULL, "
    "password_hash TEXT NOT NULL, security_token TEXT NOT NULL, certificate TEXT NOT NULL) WITHOUT ROWID";

Result<bool> has_table(const Database& database) {
  LOCALORG_TRY(Statement row, database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'localorg_user'"));
  return row.step();
}

}  // namespace

Result<std::vector<UserRow>> read_users(const Database& database) {
  std::vector<UserRow> users;
  LOCALORG_TRY(const bool any, has_table(database));
  if (!any) return users;
  LOCALORG_TRY(Statement rows, database.prepare("SELECT username, user_id, password_hash, security_token, certificate FROM "
                                                "localorg_user ORDER BY username"));
  for (;;) {
    LOCALORG_TRY(const bool row, rows.step());
    if (!row) return users;
    const auto column = [&](int number) { return std::string(rows.text(number)); };
    users.push_back({column(0), column(1), column(2), column(3), column(4)});
  }
}

Result<void> write_user(Database& database, const UserRow& user) {
  LOCALORG_CHECK(database.execute(kCreate));
  LOCALORG_TRY(Statement row, database.prepare("INSERT OR REPLACE INTO localorg_user VALUES (?1, ?2, ?3, ?4, ?5)"));
  row.bind_text(1, user.username);
  row.bind_text(2, user.user_id);
  row.bind_text(3, user.password_hash);
  row.bind_text(4, user.security_token);
  row.bind_text(5, user.certificate);
  return row.run();
}

Result<void> replace_users(Database& database, const std::vector<UserRow>& users) {
  LOCALORG_TRY(const bool any, has_table(database));
  if (any) LOCALORG_CHECK(database.execute("DELETE FROM localorg_user"));
  for (const UserRow& user : users) LOCALORG_CHECK(write_user(database, user));
  return {};
}

Result<bool> remove_user(Database& database, const std::string& username) {
  LOCALORG_TRY(const bool any, has_table(database));
  if (!any) return false;
  LOCALORG_TRY(Statement row, database.prepare("DELETE FROM localorg_user WHERE username = ?1 RETURNING 1"));
  row.bind_text(1, username);
  LOCALORG_TRY(const bool found, row.step());
  return found;
}

}  // namespace localorg::store
