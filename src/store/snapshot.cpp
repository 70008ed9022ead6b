#include "store/snapshot.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "store/user_table.h"

namespace localorg::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPristine = "pristine";
constexpr std::size_t kMaxName = 64;

SalesforceError usage(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

std::string folder_of(const OpenOrg& org) { return org.path + ".snapshots"; }
std::string file_of(const OpenOrg& org, std::string_view name) { return folder_of(org) + "/" + std::string(name) + ".db"; }

Result<void> check_name(const std::string& name) {
  const bool is_plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
  });
  if (!is_plain || name.empty() || name.size() > kMaxName || name.front() == '.' || name == kPristine)
    return usage("'" + name + "' names no snapshot: letters, digits, '-', '_' and '.', up to 64, and not 'pristine'");
  return {};
}

// Through a connection of its own: one that writes cannot be copied.  What it has written is not in the file yet.
Result<void> copy_file(const std::string& path, const std::string& copy_path) {
  LOCALORG_TRY(const Database file, Database::open_read_only(path));
  LOCALORG_TRY(Database copy, Database::open_read_write(copy_path));
  return file.copy_to(copy);
}

// Writes the org's state to a file, which appears whole or not at all.
Result<void> save(const OpenOrg& org, std::string_view name) {
  std::error_code fault;
  fs::create_directories(folder_of(org), fault);
  const std::string partial = file_of(org, name) + ".partial";
  if (!fault) fs::remove(partial, fault);
  if (!fault) {
    const auto copied = copy_file(org.path, partial);
    std::error_code ignored;
    if (!copied) fs::remove(partial, ignored);
    LOCALORG_CHECK(copied);
  }
  if (!fault) fs::rename(partial, file_of(org, name), fault);
  if (fault) return error_without_position(ErrorCode::ORG_UNUSABLE, file_of(org, name) + ": " + fault.message());
  return {};
}

// Both states must be of one catalog: whoever has the org open goes on with theirs.
Result<std::string> catalog_in(const Database& database) {
  LOCALORG_TRY(Statement statement,
               database.prepare("SELECT group_concat(definition) FROM (SELECT definition FROM localorg_field ORDER BY object, "
                                "position)"));
  LOCALORG_TRY(const bool row, statement.step());
  return row ? std::string(statement.text(0)) : std::string();
}

// In one transaction, so that no fault leaves the users of the one with the records of the other.
Result<void> copy_but_users(const Database& saved, Database& org) {
  LOCALORG_TRY(const auto users, read_users(org));
  LOCALORG_TRY(const auto saved_users, read_users(saved));
  if (users.empty() && saved_users.empty()) return saved.copy_to(org);
  LOCALORG_TRY(Database state, Database::open_in_memory());
  LOCALORG_CHECK(saved.copy_to(state));
  LOCALORG_CHECK(replace_users(state, users));
  return state.copy_to(org);
}

Result<void> load(OpenOrg& org, std::string_view name) {
  LOCALORG_TRY(const Database saved, Database::open_read_only(file_of(org, name)));
  LOCALORG_TRY(const std::string here, catalog_in(org.database));
  LOCALORG_TRY(const std::string there, catalog_in(saved));
  if (here != there)
    return error_without_position(ErrorCode::ORG_UNUSABLE, file_of(org, name) + ": a snapshot of an org with another schema");
  LOCALORG_CHECK(copy_but_users(saved, org.database));
  org.snapshots.is_kept = false;  // what was restored may be the first state
  return {};
}

Result<bool> is_written(const OpenOrg& org) {
  LOCALORG_TRY(Statement statement, org.database.prepare("SELECT 1 FROM localorg_meta WHERE name = 'written'"));
  return statement.step();
}

}  // namespace

Result<void> snapshot(OpenOrg& org, const std::string& name) {
  LOCALORG_CHECK(check_name(name));
  if (!org.path.empty()) return save(org, name);
  LOCALORG_TRY(org.snapshots.named[name], org.database.image());
  return {};
}

Result<void> restore(OpenOrg& org, const std::string& name) {
  LOCALORG_CHECK(check_name(name));
  const auto names = snapshot_names(org);
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    return usage("no snapshot '" + name + "'" + (names.empty() ? "" : "; there is " + text::join(names, ", ")));
  }
  if (!org.path.empty()) return load(org, name);
  return org.database.take_image(org.snapshots.named.at(name));
}

std::vector<std::string> snapshot_names(const OpenOrg& org) {
  std::vector<std::string> names;
  if (org.path.empty()) {
    for (const auto& [name, image] : org.snapshots.named) names.push_back(name);
    return names;
  }
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_of(org), none)) {
    if (entry.path().extension() == ".db" && entry.path().stem() != kPristine) names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<bool> reset(OpenOrg& org) {
  if (org.path.empty()) {
    if (!org.snapshots.pristine) return false;
    LOCALORG_CHECK(org.database.take_image(org.snapshots.pristine));
    return true;
  }
  LOCALORG_TRY(const bool written, is_written(org));
  if (!written) return false;
  std::error_code fault;
  if (!fs::exists(file_of(org, kPristine), fault)) {
    return error_without_position(ErrorCode::ORG_UNUSABLE,
                                  org.path + ": was written, and " + file_of(org, kPristine) + " is gone: make the org anew");
  }
  LOCALORG_CHECK(load(org, kPristine));
  return true;
}

Result<void> keep_pristine(OpenOrg& org) {
  if (org.path.empty()) {
    if (!org.snapshots.is_kept) {
      LOCALORG_TRY(org.snapshots.pristine, org.database.image());
      org.snapshots.is_kept = true;
    }
    return {};
  }
  if (org.snapshots.is_kept) return {};
  LOCALORG_TRY(const bool written, is_written(org));
  if (!written) {
    LOCALORG_CHECK(save(org, kPristine));
    LOCALORG_CHECK(org.database.execute("INSERT INTO localorg_meta VALUES ('written', '1')"));
    return {};  // known to be kept when this transaction is: the next one asks again
  }
  org.snapshots.is_kept = true;
  return {};
}

}  // namespace localorg::store
