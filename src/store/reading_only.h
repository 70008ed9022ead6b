// SQLite's authorizer: what a statement may do (sqlite.org/c3ref/set_authorizer.html).
#pragma once

struct sqlite3;

namespace localorg::store {

// While it lives, statements that this thread prepares may read and nothing else: SQLite refuses the rest as "not authorized".
// It stands under queries that clients send, should one ever find a way to say something else in SQL.
class ReadingOnly {
 public:
  ReadingOnly();
  ~ReadingOnly();
  ReadingOnly(const ReadingOnly&) = delete;
  ReadingOnly& operator=(const ReadingOnly&) = delete;
};

// Of each connection, once.
void install_authorizer(sqlite3* database);

}  // namespace localorg::store
