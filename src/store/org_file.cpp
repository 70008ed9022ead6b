#include "store/org_file.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/json.h"
#include "store/layout.h"
#include "store/search_index.h"

namespace localorg::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPartial = ".partial";

SalesforceError unusable(const std::string& path, const std::string& what) {
  return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": " + what);
}

Result<void> write_catalog(Database& database, const org::Catalog& catalog) {
  LOCALORG_TRY(Statement object_row, database.prepare("INSERT INTO localorg_object VALUES (?1, ?2, ?3)"));
  LOCALORG_TRY(Statement field_row, database.prepare("INSERT INTO localorg_field VALUES (?1, ?2, ?3, ?4, ?5)"));
  std::int64_t position = 0;
  for (const org::SObject& object : catalog.objects()) {
    const std::vector<org::Value> object_values = {object.name, position++, object.definition};
    object_row.bind_all(object_values);
    LOCALORG_CHECK(object_row.run());
    for (const org::Field& field : object.fields) {
      const std::vector<org::Value> field_values = {object.name, static_cast<std::int64_t>(field.index), field.name,
                                                    std::string(org::traits(field.type).name), field.definition};
      field_row.bind_all(field_values);
      LOCALORG_CHECK(field_row.run());
    }
  }
  return {};
}

Result<void> write_meta(Database& database, const Meta& meta) {
  LOCALORG_TRY(Statement row, database.prepare("INSERT INTO localorg_meta VALUES (?1, ?2)"));
  for (const auto& [name, value] : meta) {
    row.bind_text(1, name);
    row.bind_text(2, value);
    LOCALORG_CHECK(row.run());
  }
  return {};
}

Result<Meta> read_meta(const Database& database, const std::string& path) {
  auto statement = database.prepare("SELECT name, value FROM localorg_meta");
  if (!statement) {
    const std::string& why = statement.error().message;
    const bool is_sqlite = why.find("no such table") != std::string::npos;
    return unusable(path,
                    is_sqlite ? "not an org file of localorg (make one with `localorg import` or `localorg generate`)" : why);
  }
  Meta meta;
  for (;;) {
    LOCALORG_TRY(const bool row, statement->step());
    if (!row) return meta;
    meta.emplace(statement->text(0), statement->text(1));
  }
}

Result<org::Catalog> read_catalog(const Database& database, const Meta& meta, const std::string& path) {
  const auto definition = meta.find("catalog");
  if (definition == meta.end()) return unusable(path, "the org file has no catalog");
  LOCALORG_TRY(Json json, parse_json(definition->second, path));
  Json objects = Json::array();
  std::map<std::string, std::size_t> place;
  LOCALORG_TRY(Statement object_rows, database.prepare("SELECT name, definition FROM localorg_object ORDER BY position"));
  for (;;) {
    LOCALORG_TRY(const bool row, object_rows.step());
    if (!row) break;
    LOCALORG_TRY(Json object, parse_json(object_rows.text(1), path));
    object["fields"] = Json::array();
    place.emplace(object_rows.text(0), objects.size());
    objects.push_back(std::move(object));
  }
  LOCALORG_TRY(Statement field_rows,
               database.prepare("SELECT object, definition FROM localorg_field ORDER BY object, position"));
  for (;;) {
    LOCALORG_TRY(const bool row, field_rows.step());
    if (!row) break;
    const auto found = place.find(std::string(field_rows.text(0)));
    if (found == place.end()) return unusable(path, "localorg_field names an object that localorg_object lacks");
    LOCALORG_TRY(Json field, parse_json(field_rows.text(1), path));
    objects[found->second]["fields"].push_back(std::move(field));
  }
  json["objects"] = std::move(objects);
  return org::Catalog::from_json(json);
}

Result<Database> open_database(const std::string& path, Access access) {
  switch (access) {
    case Access::file: return Database::open_read_only(path);
    case Access::view: {
      LOCALORG_TRY(const Image image, Database::read_image(path));
      return Database::open_shared(image);
    }
    case Access::image: return Database::load_image(path);
    case Access::write: return Database::open_to_write(path);
  }
  return Database::open_read_only(path);
}

// A file of format 1 lacks the search indexes.  One that is written gets them, for good; one in memory too; to one that is
// only read nothing is added, and a search says so.
Result<void> add_search_indexes(Database& database, const org::Catalog& catalog, Meta& meta) {
  LOCALORG_CHECK(database.execute("BEGIN IMMEDIATE"));
  const auto add = [&]() -> Result<void> {
    for (const std::string& sql : create_search_indexes(catalog)) LOCALORG_CHECK(database.execute(sql));
    meta["format"] = std::to_string(kFormatVersion);
    return database.execute("UPDATE localorg_meta SET value = '" + meta["format"] +
                            "' WHERE name = 'format'; PRAGMA user_version = " + meta["format"]);
  };
  const auto added = add();
  LOCALORG_CHECK(database.execute(added ? "COMMIT" : "ROLLBACK"));
  return added;
}

// What is only read becomes a view of a copy that has them.
Result<void> add_search_indexes_to_view(Database& view, const std::string& path, const org::Catalog& catalog, Meta& meta) {
  LOCALORG_TRY(Database copy, Database::load_image(path));
  LOCALORG_CHECK(add_search_indexes(copy, catalog, meta));
  LOCALORG_TRY(const Image image, copy.image());
  LOCALORG_TRY(view, Database::open_shared(image));
  return {};
}

// One file: the journal lives as long as a transaction.  What was answered has reached the disk.
Result<void> prepare_to_write(OpenOrg& org, const std::string& path) {
  org.path = path;
  return org.database.execute("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL");
}

// Moves a whole file to `path`.  A journal that a killed writer has left beside the old file belongs to that one: SQLite would
// take it for one of the new file and destroy that.  So it is applied, and nobody writes the old file while it is replaced.
Result<void> replace_file(const std::string& whole, const std::string& path) {
  std::error_code fault;
  auto old = Database::open_to_write(path);  // fails where there is none
  const auto locked = old ? old->execute("BEGIN IMMEDIATE") : Result<void>();
  if (!locked && locked.error().message.ends_with("database is locked")) return unusable(path, "database is locked");
  fs::remove(path + "-journal", fault);
  if (!fault) fs::rename(whole, path, fault);
  if (fault) return unusable(path, fault.message());
  return {};
}

}  // namespace

OrgWriter::OrgWriter(std::string path, const org::Catalog& catalog, File lock, Database database)
    : path_(std::move(path)), catalog_(&catalog), lock_(std::move(lock)), database_(std::move(database)) {}

OrgWriter::OrgWriter(OrgWriter&& other) noexcept
    : path_(std::move(other.path_)),
      catalog_(other.catalog_),
      lock_(std::move(other.lock_)),
      database_(std::move(other.database_)),
      inserts_(std::move(other.inserts_)),
      inserts_of_deleted_(std::move(other.inserts_of_deleted_)),
      meta_(std::move(other.meta_)),
      finished_(std::exchange(other.finished_, true)) {}

OrgWriter::~OrgWriter() {
  if (finished_) return;
  inserts_.clear();
  inserts_of_deleted_.clear();
  database_.reset();
  std::error_code ignored;
  fs::remove(path_ + kPartial, ignored);
}

// An empty partial file for one writer alone.  Waits while another one writes it, and makes a new one when that one has
// moved it away.  The lock ends with its process: what a killed writer left is taken over.
Result<OrgWriter::File> OrgWriter::lock_partial(const std::string& path) {
  const std::string partial = path + kPartial;
  for (;;) {
    File file(std::fopen(partial.c_str(), "ae"));
    if (!file) return unusable(path, std::strerror(errno));
    const int descriptor = fileno(file.get());
    while (flock(descriptor, LOCK_EX) != 0) {
      if (errno != EINTR) return unusable(path, std::strerror(errno));
    }
    struct stat locked = {};
    struct stat named = {};
    if (fstat(descriptor, &locked) != 0 || stat(partial.c_str(), &named) != 0) continue;
    if (locked.st_ino != named.st_ino || locked.st_dev != named.st_dev) continue;
    if (ftruncate(descriptor, 0) != 0) return unusable(path, std::strerror(errno));
    return file;
  }
}

Result<OrgWriter> OrgWriter::create(const std::string& path, const org::Catalog& catalog) {
  std::error_code fault;
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty() && !fs::is_directory(folder, fault)) return unusable(path, "no such folder: " + folder.string());
  if (fs::is_directory(path, fault)) return unusable(path, "is a folder");
  LOCALORG_TRY(File lock, lock_partial(path));
  LOCALORG_TRY(Database database, Database::open_read_write(path + kPartial));
  OrgWriter writer(path, catalog, std::move(lock), std::move(database));
  // The file is private until finish(): no journal, no waiting for the disk.
  LOCALORG_CHECK(
      writer.database_->execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN"));
  for (const std::string& sql : create_tables(catalog)) LOCALORG_CHECK(writer.database_->execute(sql));
  for (const org::SObject& object : catalog.objects()) {
    if (object.is_virtual()) continue;
    LOCALORG_TRY(Statement insert, writer.database_->prepare(insert_into(object, table_of(object))));
    writer.inserts_.emplace(&object, std::move(insert));
    if (object.find_field("IsDeleted") == nullptr) continue;
    LOCALORG_TRY(Statement insert_deleted, writer.database_->prepare(insert_into(object, deleted_table_of(object))));
    writer.inserts_of_deleted_.emplace(&object, std::move(insert_deleted));
  }
  return writer;
}

Result<void> OrgWriter::add(const org::Record& record) {
  const org::Field* deleted = record.object->find_field("IsDeleted");
  const bool is_deleted = deleted != nullptr && record.values[deleted->index] == org::Value{std::int64_t{1}};
  Statement& insert = is_deleted ? inserts_of_deleted_.at(record.object) : inserts_.at(record.object);
  insert.bind_all(record.values);
  return insert.run();
}

// The records that the catalog itself has: $orgId is the fact of that name.  Without a fact for its Id there is no record, and
// an object that has records already needs none.
Result<void> OrgWriter::add_fixed_records() {
  for (const org::SObject& object : catalog_->objects()) {
    if (object.records.empty()) continue;
    LOCALORG_TRY(Statement some, database_->prepare("SELECT 1 FROM " + table_of(object) + " LIMIT 1"));
    LOCALORG_TRY(const bool has_records, some.step());
    if (has_records) continue;
    some.reset();
    for (const auto& values : object.records) {
      org::Record record(object);
      std::vector<bool> given(object.fields.size());
      for (const auto& [name, text] : values) {
        const org::Field& field = *object.find_field(name);
        const auto fact = text.starts_with('$') ? meta_.find(text.substr(1)) : meta_.end();
        const std::string value = !text.starts_with('$') ? text : fact == meta_.end() ? std::string() : fact->second;
        LOCALORG_TRY(record.values[field.index], org::value_from_text(field, value));
        given[field.index] = true;
      }
      org::complete(record, given);
      if (!org::is_null(record["Id"])) LOCALORG_CHECK(add(record));
    }
  }
  return {};
}

Result<void> OrgWriter::finish() {
  LOCALORG_CHECK(add_fixed_records());
  inserts_.clear();
  inserts_of_deleted_.clear();
  meta_["format"] = std::to_string(kFormatVersion);
  meta_["catalog"] = catalog_->definition();
  LOCALORG_CHECK(write_catalog(*database_, *catalog_));
  LOCALORG_CHECK(write_meta(*database_, meta_));
  for (const std::string& sql : create_indexes(*catalog_)) LOCALORG_CHECK(database_->execute(sql));
  for (const std::string& sql : create_search_indexes(*catalog_)) LOCALORG_CHECK(database_->execute(sql));
  LOCALORG_CHECK(
      database_->execute("COMMIT; ANALYZE; PRAGMA locking_mode = NORMAL; PRAGMA synchronous = FULL; "
                         "PRAGMA user_version = " +
                         std::to_string(kFormatVersion)));
  database_.reset();
  LOCALORG_CHECK(replace_file(path_ + kPartial, path_));
  finished_ = true;
  return {};
}

Result<OpenOrg> open_org(const std::string& path, Access access) {
  std::error_code fault;
  if (!fs::exists(path, fault)) return unusable(path, "no such file");
  if (fs::is_directory(path, fault)) return unusable(path, "is a folder, not an org file");
  LOCALORG_TRY(Database database, open_database(path, access));
  LOCALORG_TRY(Meta meta, read_meta(database, path));
  const std::string format = meta["format"];
  int version = 0;
  const auto [end, wrong] = std::from_chars(format.data(), format.data() + format.size(), version);
  if (wrong != std::errc{} || *end != '\0' || version < 1) {
    return unusable(path, "the org file has the unknown format '" + format + "'");
  }
  if (version > kFormatVersion) {
    return unusable(path, "made by a newer localorg (format " + format + "; this program reads up to " +
                              std::to_string(kFormatVersion) + ")");
  }
  LOCALORG_TRY(org::Catalog catalog, read_catalog(database, meta, path));
  if (version < kFormatWithSearch && access != Access::file) {
    LOCALORG_CHECK(access == Access::view ? add_search_indexes_to_view(database, path, catalog, meta)
                                          : add_search_indexes(database, catalog, meta));
  }
  OpenOrg org{std::make_shared<const org::Catalog>(std::move(catalog)), std::move(meta), std::move(database), access};
  if (access == Access::write) LOCALORG_CHECK(prepare_to_write(org, path));
  return org;
}

Result<OpenOrg> open_again(const OpenOrg& known, const std::string& path, Access access) {
  LOCALORG_TRY(Database database, open_database(path, access));
  OpenOrg org{known.catalog, known.meta, std::move(database), access};
  if (access == Access::write) LOCALORG_CHECK(prepare_to_write(org, path));
  return org;
}

Result<OpenOrg> view_of(const OpenOrg& org, const Image& image) {
  LOCALORG_TRY(Database database, Database::open_shared(image));
  return OpenOrg{org.catalog, org.meta, std::move(database), Access::file};
}

Result<Image> image_of(const OpenOrg& org) { return org.database.image(); }

Result<OpenOrg> copy_of(const OpenOrg& org, const Image& image) {
  LOCALORG_TRY(Database database, Database::open_image(image));
  OpenOrg copy{org.catalog, org.meta, std::move(database), Access::image};
  copy.snapshots.pristine = image;
  copy.snapshots.is_kept = true;
  return copy;
}

}  // namespace localorg::store
