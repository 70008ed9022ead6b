#include "front/person.h"

#include <array>
#include <utility>

#include "org/id.h"
#include "store/layout.h"

namespace localorg::front {
namespace {

using Column = std::pair<const char*, std::string Person::*>;

constexpr std::array<Column, 13> kColumns = {{
    {"Username", &Person::username},
    {"FirstName", &Person::first_name},
    {"LastName", &Person::last_name},
    {"Name", &Person::name},
    {"Email", &Person::email},
    {"Alias", &Person::alias},
    {"TimeZoneSidKey", &Person::time_zone},
    {"LocaleSidKey", &Person::locale},
    {"LanguageLocaleKey", &Person::language},
    {"ProfileId", &Person::profile_id},
    {"UserRoleId", &Person::role_id},
    {"UserType", &Person::user_type},
    {"LastModifiedDate", &Person::modified},
}};

std::string meta_of(const store::OpenOrg& org, const std::string& name, std::string otherwise) {
  const auto found = org.meta.find(name);
  return found == org.meta.end() || found->second.empty() ? std::move(otherwise) : found->second;
}

// SELECT "Username", ... FROM "User" WHERE "Id" = ?1; columns that the org lacks are not asked for.
void read_record(const store::OpenOrg& org, const org::SObject& user, Person& person) {
  std::string sql;
  std::vector<std::string Person::*> into;
  for (const auto& [name, member] : kColumns) {
    const org::Field* field = user.find_field(name);
    if (field == nullptr) continue;
    sql += (sql.empty() ? "SELECT " : ", ") + store::column_of(*field);
    into.push_back(member);
  }
  if (into.empty()) return;
  auto row = org.database.prepare(sql + " FROM " + store::table_of(user) + " WHERE " + std::string(store::kIdColumn) + " = ?1");
  if (!row) return;
  row->bind_text(1, person.user_id);
  const auto found = row->step();
  if (!found || !*found) return;
  for (std::size_t i = 0; i < into.size(); ++i) person.*into[i] = std::string(row->text(static_cast<int>(i)));
}

void set_if_empty(std::string& value, const std::string& otherwise) {
  if (value.empty()) value = otherwise;
}

}  // namespace

Person person_of(const store::OpenOrg& org, const std::string& user_id, const std::string& username) {
  Person person;
  person.user_id = user_id;
  const org::SObject* user = org.catalog->find("User");
  if (user != nullptr && !user->is_virtual()) read_record(org, *user, person);
  if (!username.empty()) person.username = username;
  set_if_empty(person.username, "user@localorg");
  set_if_empty(person.last_name, "User");
  set_if_empty(person.name, person.first_name.empty() ? person.last_name : person.first_name + " " + person.last_name);
  set_if_empty(person.email, person.username);
  set_if_empty(person.alias, "user");
  set_if_empty(person.time_zone, meta_of(org, "timeZoneSidKey", "GMT"));
  set_if_empty(person.locale, meta_of(org, "localeSidKey", "en_US"));
  set_if_empty(person.language, "en_US");
  set_if_empty(person.profile_id, org::make_id("00e", "Lo0", 1));
  set_if_empty(person.user_type, "Standard");
  set_if_empty(person.modified, "2020-01-01T00:00:00.000+0000");
  return person;
}

std::string user_id_of(const store::OpenOrg& org, const std::string& username) {
  const org::SObject* user = org.catalog->find("User");
  const org::Field* name = user == nullptr || user->is_virtual() ? nullptr : user->find_field("Username");
  if (name == nullptr) return "";
  auto row = org.database.prepare("SELECT " + std::string(store::kIdColumn) + " FROM " + store::table_of(*user) + " WHERE " +
                                  store::column_of(*name) + " = ?1 COLLATE NOCASE");
  if (!row) return "";
  row->bind_text(1, username);
  const auto found = row->step();
  return found && *found ? std::string(row->text(0)) : "";
}

std::string org_id_of(const store::OpenOrg& org) { return meta_of(org, "orgId", org::make_id("00D", "Lo0", 1)); }

std::string org_name_of(const store::OpenOrg& org) { return meta_of(org, "orgName", org.catalog->fact("label")); }

std::string running_user_of(const store::OpenOrg& org) { return meta_of(org, "runningUserId", org::make_id("005", "Lo0", 1)); }

}  // namespace localorg::front
