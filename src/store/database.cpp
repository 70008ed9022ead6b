#include "store/database.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <system_error>

#include "store/functions.h"
#include "store/patience.h"
#include "store/reading_only.h"

namespace localorg::store {
namespace {

// How long a connection waits for another process that holds the file: a reader for a commit, a writer for a whole transaction.
constexpr int kReaderWaitsMs = 2'000;
constexpr int kWriterWaitsMs = 10'000;

// How many steps of its machine SQLite makes between two looks at the thread's patience.
constexpr int kStepsBetweenLooks = 5'000;

int look_at_patience(void* /*unused*/) {
  const Patience* patience = Patience::current();
  return patience != nullptr && patience->is_over() ? 1 : 0;
}

// As sqlite3_busy_timeout(), but for a thread that has lost patience.  `most`: one of the two above.
int wait_for_others(void* most, int count) {
  constexpr int kStepMs = 5;
  const Patience* patience = Patience::current();
  if (count * kStepMs >= *static_cast<const int*>(most) || (patience != nullptr && patience->is_over())) return 0;
  sqlite3_sleep(kStepMs);
  return 1;
}

SalesforceError stopped() {
  const Patience* patience = Patience::current();
  if (patience != nullptr && patience->is_over()) return patience->error();
  return error_without_position(ErrorCode::INTERRUPTED, "the query was stopped");
}

// What SQLite says of a file it cannot use, as one error.
SalesforceError unusable(sqlite3* database, const std::string& what) {
  if (database != nullptr && sqlite3_extended_errcode(database) == SQLITE_READONLY_DBMOVED) {
    return error_without_position(ErrorCode::ORG_UNUSABLE,
                                  "the org file was removed or replaced while it was open: nothing is written any more");
  }
  return error_without_position(ErrorCode::ORG_UNUSABLE,
                                what + ": " + (database != nullptr ? sqlite3_errmsg(database) : "out of memory"));
}

// Where a file's header has the versions to write and to read: 2 asks for a write-ahead log, which a database in memory cannot
// have (sqlite.org/fileformat2.html, 1.3.3).
constexpr std::array<std::size_t, 2> kVersions = {18, 19};
constexpr unsigned char kWithoutLog = 1;

void leave_log(unsigned char* bytes, std::size_t size) {
  for (const std::size_t version : kVersions) {
    if (version < size) bytes[version] = std::min(bytes[version], kWithoutLog);
  }
}

bool is_in_wal_mode(const std::string& path) {
  std::array<char, 20> header{};
  std::ifstream in(path, std::ios::binary);
  return in.read(header.data(), header.size()) && header[kVersions.back()] > kWithoutLog;
}

// Is there a log with changes that are not in the file yet?
bool has_log(const std::string& path) {
  std::error_code fault;
  const auto size = std::filesystem::file_size(path + "-wal", fault);
  return !fault && size > 0;
}

// The file as a URI that tells SQLite that nobody writes it (sqlite.org/uri.html).
std::string immutable_uri(const std::string& path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::error_code ignored;
  std::string uri = "file://";
  for (const char c : std::filesystem::absolute(path, ignored).string()) {
    if (c == '%' || c == '?' || c == '#') {
      const auto byte = static_cast<unsigned char>(c);
      uri += '%';
      uri += kHex[byte / 16];
      uri += kHex[byte % 16];
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Statement::bind(int parameter, const org::Value& value) {
  sqlite3_stmt* statement = statement_.get();
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    sqlite3_bind_int64(statement, parameter, *integer);
  } else if (const auto* number = std::get_if<double>(&value)) {
    sqlite3_bind_double(statement, parameter, *number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    bind_text(parameter, *text);
  } else {
    sqlite3_bind_null(statement, parameter);
  }
}

void Statement::bind_text(int parameter, std::string_view text) {
  sqlite3_bind_text(statement_.get(), parameter, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void Statement::bind_all(const std::vector<org::Value>& values) {
  int parameter = 0;
  for (const org::Value& value : values) bind(++parameter, value);
}

Result<bool> Statement::step() {
  switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    case SQLITE_INTERRUPT: return stopped();
    default: return unusable(sqlite3_db_handle(statement_.get()), "SQLite");
  }
}

Result<void> Statement::run() {
  for (;;) {
    const auto row = step();
    if (!row) {
      reset();
      return row.error();
    }
    if (!*row) break;
  }
  reset();
  return {};
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

int Statement::column_count() const { return sqlite3_column_count(statement_.get()); }
std::string_view Statement::column_name(int column) const { return sqlite3_column_name(statement_.get(), column); }
bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
bool Statement::is_text(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_TEXT; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
double Statement::number(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

org::Value Statement::value(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER: return integer(column);
    case SQLITE_FLOAT: return number(column);
    case SQLITE_NULL: return std::monostate{};
    default: return std::string(text(column));
  }
}

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Result<Database> Database::open(const std::string& path, int flags) {
  sqlite3* handle = nullptr;
  const int rc = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);
  if (rc != SQLITE_OK) return unusable(handle, path);
  sqlite3_extended_result_codes(handle, 1);
  const int* most = (flags & SQLITE_OPEN_READONLY) != 0 ? &kReaderWaitsMs : &kWriterWaitsMs;
  sqlite3_busy_handler(handle, wait_for_others, const_cast<int*>(most));
  sqlite3_progress_handler(handle, kStepsBetweenLooks, look_at_patience, nullptr);
  install_authorizer(handle);
  LOCALORG_CHECK(register_functions(database));
  return database;
}

// A killed writer leaves a journal, which only a connection that may write can apply; where the file forbids that, SQLite
// opens it for reading.
Result<Database> Database::open_read_only(const std::string& path) {
  LOCALORG_TRY(Database database, open(path, SQLITE_OPEN_READWRITE));
  sqlite3_busy_handler(database.handle(), wait_for_others, const_cast<int*>(&kReaderWaitsMs));
  LOCALORG_CHECK(database.execute("PRAGMA query_only = 1"));
  return database;
}

Result<Database> Database::open_untouched(const std::string& path) {
  if (!is_in_wal_mode(path) || has_log(path)) return open(path, SQLITE_OPEN_READONLY);
  return open(immutable_uri(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

Result<Database> Database::open_read_write(const std::string& path) {
  return open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

Result<Database> Database::open_in_memory() { return open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE); }

Result<Database> Database::open_to_write(const std::string& path) { return open(path, SQLITE_OPEN_READWRITE); }

Result<Database> Database::load_image(const std::string& path) {
  LOCALORG_TRY(const Database file, open_read_only(path));
  LOCALORG_TRY(Database copy, open_in_memory());
  auto copied = file.copy_to(copy);
  if (!copied) return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": " + copied.error().message);
  return copy;
}

// A reader's lock keeps the file as it is meanwhile: writers wait, or write to the log.
Result<Image> Database::read_image(const std::string& path) {
  LOCALORG_TRY(Database file, open_read_only(path));
  auto locked = file.execute("BEGIN; SELECT COUNT(*) FROM sqlite_schema");
  if (!locked) return unusable(file.handle(), path);
  if (has_log(path)) {
    LOCALORG_TRY(const Database copy, load_image(path));
    return copy.image();
  }
  std::error_code fault;
  const std::size_t size = std::filesystem::file_size(path, fault);
  auto* bytes = new unsigned char[size];
  Image image{.bytes = {bytes, std::default_delete<const unsigned char[]>()}, .size = size};
  std::ifstream in(path, std::ios::binary);
  if (fault || !in.read(reinterpret_cast<char*>(bytes), static_cast<std::streamsize>(size))) {
    return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": cannot be read");
  }
  leave_log(bytes, size);
  return image;
}

Result<Database> Database::open_image(const Image& image) {
  LOCALORG_TRY(Database database, open_in_memory());
  LOCALORG_CHECK(database.take_image(image));
  return database;
}

// Told that it may map files into memory, SQLite reads the pages of the image where they are; else it would copy each into
// a cache of the connection's own (sqlite.org/mmap.html).
Result<Database> Database::open_shared(const Image& image) {
  LOCALORG_TRY(Database database, open_in_memory());
  LOCALORG_CHECK(database.execute("PRAGMA mmap_size = " + std::to_string(image.size)));
  const auto size = static_cast<sqlite3_int64>(image.size);
  auto* bytes = const_cast<unsigned char*>(image.bytes.get());  // SQLITE_DESERIALIZE_READONLY keeps them as they are
  if (sqlite3_deserialize(database.handle(), "main", bytes, size, size, SQLITE_DESERIALIZE_READONLY) != SQLITE_OK) {
    return unusable(database.handle(), "cannot read the org");
  }
  database.shared_ = image;
  return database;
}

Result<Image> Database::image() const {
  if (shared_) return shared_;
  sqlite3_int64 size = 0;
  const bool is_image = sqlite3_serialize(handle(), "main", &size, SQLITE_SERIALIZE_NOCOPY) != nullptr;
  const std::string path = is_image ? "" : sqlite3_db_filename(handle(), "main");  // empty: in memory
  if (!path.empty()) return read_image(path);
  unsigned char* bytes = sqlite3_serialize(handle(), "main", &size, 0);
  if (bytes == nullptr) return unusable(handle(), "cannot copy the org");
  leave_log(bytes, static_cast<std::size_t>(size));
  return Image{.bytes = {bytes, sqlite3_free}, .size = static_cast<std::size_t>(size)};
}

Result<void> Database::take_image(const Image& image) {
  const auto size = static_cast<sqlite3_int64>(image.size);
  auto* bytes = static_cast<unsigned char*>(sqlite3_malloc64(image.size));
  if (bytes == nullptr) return unusable(nullptr, "cannot copy the org");
  std::memcpy(bytes, image.bytes.get(), image.size);
  constexpr unsigned kOwned = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE;
  if (sqlite3_deserialize(handle(), "main", bytes, size, size, kOwned) != SQLITE_OK) {
    return unusable(handle(), "cannot copy the org");
  }
  return {};
}

Result<void> Database::copy_to(Database& other) const {
  const auto fault = [&] { return error_without_position(ErrorCode::ORG_UNUSABLE, sqlite3_errmsg(other.handle())); };
  sqlite3_backup* backup = sqlite3_backup_init(other.handle(), "main", handle(), "main");
  if (backup == nullptr) return fault();
  const int copied = sqlite3_backup_step(backup, -1);  // waits for locks as statements do
  const int finished = sqlite3_backup_finish(backup);  // forgives a locked file, of which nothing was copied
  if (finished != SQLITE_OK) return fault();
  if (copied != SQLITE_DONE) return error_without_position(ErrorCode::ORG_UNUSABLE, sqlite3_errstr(copied));
  return {};
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }
std::int64_t Database::changes() const { return sqlite3_changes64(database_.get()); }

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int rc = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                    &statement, nullptr);
  Statement prepared(statement);
  if (rc != SQLITE_OK) return unusable(database_.get(), "SQLite");
  return prepared;
}

Result<Statement> Database::prepare_read(std::string_view sql) const {
  const ReadingOnly reading_only;
  return prepare(sql);
}

Result<Statement> Database::prepare(const SqlQuery& query) const {
  LOCALORG_TRY(Statement statement, prepare(query.text));
  statement.bind_all(query.parameters);
  return statement;
}

Result<void> Database::execute(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return unusable(database_.get(), "SQLite");
  }
  return {};
}

void Database::interrupt() const { sqlite3_interrupt(database_.get()); }

std::string Database::explain_plan(const SqlQuery& query) const {
  auto statement = prepare("EXPLAIN QUERY PLAN " + query.text);
  if (!statement) return statement.error().message;
  statement->bind_all(query.parameters);
  std::map<std::int64_t, int> depth_of;  // by node; a node comes after its parent
  std::string out;
  while (true) {
    const auto row = statement->step();
    if (!row || !*row) return out;
    const std::int64_t parent = statement->integer(1);
    const int depth = parent == 0 ? 0 : depth_of[parent] + 1;
    depth_of[statement->integer(0)] = depth;
    out += std::string(static_cast<std::size_t>(depth) * 2, ' ') + std::string(statement->text(3)) + "\n";
  }
}

}  // namespace localorg::store
