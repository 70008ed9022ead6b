// The floor under a query: hand-written SQL, prepared once, its rows written as a JSON body of Salesforce's shape into one
// buffer.  Nothing of localorg in it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace localorg::bench {

class Floor {
 public:
  // A copy in memory of the SQLite file at `path`.
  explicit Floor(const std::string& path);
  ~Floor();
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;

  sqlite3_stmt* prepare(const std::string& sql);
  // Runs the statement and returns the length of the body.
  std::size_t run(sqlite3_stmt* statement);

 private:
  sqlite3* database_ = nullptr;
  std::string out_;
};

}  // namespace localorg::bench
