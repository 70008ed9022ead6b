#include "floor.h"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>

namespace localorg::bench {
namespace {

[[noreturn]] void die(const char* what) {
  std::fprintf(stderr, "floor: %s\n", what);
  std::exit(1);
}

void append_string(std::string& out, const char* text, std::size_t size) {
  out += '"';
  std::size_t from = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text + from, i - from);
    char escape[8];
    const int length = c == '"' || c == '\\' ? std::snprintf(escape, sizeof escape, "\\%c", c)
                                             : std::snprintf(escape, sizeof escape, "\\u%04x", c);
    out.append(escape, static_cast<std::size_t>(length));
    from = i + 1;
  }
  out.append(text + from, size - from);
  out += '"';
}

}  // namespace

Floor::Floor(const std::string& path) {
  sqlite3* file = nullptr;
  if (sqlite3_open_v2(path.c_str(), &file, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) die(path.c_str());
  if (sqlite3_open(":memory:", &database_) != SQLITE_OK) die("memory");
  sqlite3_backup* backup = sqlite3_backup_init(database_, "main", file, "main");
  if (backup == nullptr || sqlite3_backup_step(backup, -1) != SQLITE_DONE) die(path.c_str());
  sqlite3_backup_finish(backup);
  sqlite3_close(file);
}

Floor::~Floor() { sqlite3_close_v2(database_); }

sqlite3_stmt* Floor::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
    die(sqlite3_errmsg(database_));
  return statement;
}

std::size_t Floor::run(sqlite3_stmt* statement) {
  out_.clear();
  out_ += R"({"totalSize":0,"done":true,"records":[)";
  const int columns = sqlite3_column_count(statement);
  bool first = true;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    if (!first) out_ += ',';
    first = false;
    out_ += R"({"attributes":{"type":"Record__c","url":"/services/data/v64.0/sobjects/Record__c/000000000000000AAA"})";
    for (int i = 0; i < columns; ++i) {
      out_ += ",\"";
      out_ += sqlite3_column_name(statement, i);
      out_ += "\":";
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
      if (text == nullptr) {
        out_ += "null";
      } else if (sqlite3_column_type(statement, i) == SQLITE_TEXT) {
        append_string(out_, text, size);
      } else {
        out_.append(text, size);
      }
    }
    out_ += '}';
  }
  out_ += "]}";
  sqlite3_reset(statement);
  return out_.size();
}

}  // namespace localorg::bench
