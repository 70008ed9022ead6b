// SQLite: connections and statements.  The only header that stands for sqlite3.h, which stays in store/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "org/record.h"
#include "store/sql.h"

struct sqlite3;
struct sqlite3_stmt;

namespace localorg::store {

// A whole database as the bytes of its file, shared by whoever reads them.
struct Image {
  std::shared_ptr<const unsigned char> bytes;
  std::size_t size = 0;

  explicit operator bool() const { return bytes != nullptr; }
};

// A prepared statement.  Belongs to the Database that made it and must not outlive it.
class Statement {
 public:
  Statement() = default;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  // Parameters count from 1.  Text and values must live until the next reset.
  void bind(int parameter, const org::Value& value);
  void bind_text(int parameter, std::string_view text);
  void bind_all(const std::vector<org::Value>& values);
  void bind_all(std::vector<org::Value>&& values) = delete;

  // Moves to the next row: true, or false at the end.
  Result<bool> step();
  // Runs a statement that gives no rows, and resets it.
  Result<void> run();
  void reset();

  // Columns of the current row, from 0.  Text is valid until the next step.
  int column_count() const;
  std::string_view column_name(int column) const;
  bool is_null(int column) const;
  bool is_text(int column) const;
  std::int64_t integer(int column) const;
  double number(int column) const;
  std::string_view text(int column) const;
  org::Value value(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// A connection, with this project's collation and functions (functions.h).
class Database {
 public:
  // Opens for reading only; the file must exist.
  static Result<Database> open_read_only(const std::string& path);
  // The same for a file of somebody else's: nothing is made beside it either, which SQLite would do for a file in WAL mode,
  // and which a read-only folder forbids.  Not for files that are written while they are read.
  static Result<Database> open_untouched(const std::string& path);
  // Opens a file that must exist for reading and writing.
  static Result<Database> open_to_write(const std::string& path);
  // Opens or creates for reading and writing.
  static Result<Database> open_read_write(const std::string& path);
  static Result<Database> open_in_memory();
  // A private copy in memory of the file at `path`: no file lock is taken afterwards.
  static Result<Database> load_image(const std::string& path);

  // The bytes of the file at `path`, read once: no file lock is kept.
  static Result<Image> read_image(const std::string& path);
  // A private database in memory that begins as `image`.
  static Result<Database> open_image(const Image& image);
  // Reads `image` where it is: any number of connections share its bytes, and none can write.
  static Result<Database> open_shared(const Image& image);

  // The database's bytes, and the other way round: takes them in place of what this database in memory holds.  Statements
  // that are not running stay good.  image() copies, but for a database of open_shared().
  Result<Image> image() const;
  Result<void> take_image(const Image& image);
  // Writes everything into `other`, page by page, in one transaction there.
  Result<void> copy_to(Database& other) const;
  bool in_transaction() const;
  // Rows that the last statement changed.
  std::int64_t changes() const;

  Result<Statement> prepare(std::string_view sql) const;
  Result<Statement> prepare(const SqlQuery& query) const;  // parameters bound; `query` must outlive the statement's rows
  Result<Statement> prepare(SqlQuery&& query) const = delete;
  // The same for what clients ask: a statement that does anything but read is refused (reading_only.h).
  Result<Statement> prepare_read(std::string_view sql) const;
  Result<void> execute(const std::string& sql);           // several statements, no rows
  std::string explain_plan(const SqlQuery& query) const;  // EXPLAIN QUERY PLAN as an indented tree

  // Ends the statement that runs, with the error INTERRUPTED.  May be called from a signal handler.
  void interrupt() const;

  sqlite3* handle() const { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}
  static Result<Database> open(const std::string& path, int flags);

  Image shared_;  // of open_shared(); outlives the connection
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace localorg::store
