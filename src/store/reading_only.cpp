#include "store/reading_only.h"

#include <sqlite3.h>

#include <string_view>

namespace localorg::store {
namespace {

thread_local int reading_only = 0;

int authorize(void* /*unused*/, int action, const char* first, const char* second, const char* /*database*/,
              const char* /*trigger*/) {
  if (reading_only == 0) return SQLITE_OK;
  const auto is = [](const char* name, std::string_view other) { return name != nullptr && name == other; };
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION: return is(second, "load_extension") ? SQLITE_DENY : SQLITE_OK;
    // A virtual table that is met for the first time declares its columns; what tells SQLite's schema itself to change is an
    // error of its own.
    case SQLITE_UPDATE: return is(first, "sqlite_master") ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA: return is(first, "data_version") ? SQLITE_OK : SQLITE_DENY;  // FTS5 asks when it opens an index
    default: return SQLITE_DENY;
  }
}

}  // namespace

ReadingOnly::ReadingOnly() { ++reading_only; }
ReadingOnly::~ReadingOnly() { --reading_only; }

void install_authorizer(sqlite3* database) { sqlite3_set_authorizer(database, authorize, nullptr); }

}  // namespace localorg::store
