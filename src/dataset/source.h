// What import reads: tables of rows, each value still as its source holds it.
//
//     open_source -> Source -> read(table) -> Rows -> next(row) -> Row -> convert -> org::Record
//     source.cpp     source_sqlite.cpp        rows_csv.cpp                convert.cpp, records.cpp
//                    source_folder.cpp        rows_json.cpp
//
// A source knows no org: which tables are objects and what a value means for its field, others say.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace localorg::dataset {

// A value before its field's type is asked.
struct Cell {
  enum class Kind {
    absent,  // the row does not have the column: records of JSON
    null,
    text,    // also numbers, in plain digits, and the words true and false
    list,    // a JSON array of texts, as compact JSON
    nested,  // a JSON object, or an array of other things
  };
  Kind kind = Kind::absent;
  std::string text;  // of text and list
};

struct Row {
  std::uint64_t number = 0;  // in its table, from 1
  std::uint64_t line = 0;    // where it starts in a text file, from 1; 0: it has no lines to count
  std::vector<Cell> cells;   // cells[i] belongs to columns()[i]
  std::string fault;         // not empty: the row is broken, and how; it has no cells
};

// The rows of one table, read once.  Must not outlive their source.
class Rows {
 public:
  virtual ~Rows() = default;
  // Reads the next row into `row`: true, or false at the end.  An error means that the source is unusable as a whole.
  virtual Result<bool> next(Row& row) = 0;
  // How much of the table is read, 0 to 1.
  virtual double done() const = 0;
  // Names as the source spells them.  The records of a JSON file bring new ones while they are read.
  const std::vector<std::string>& columns() const { return columns_; }

 protected:
  std::vector<std::string> columns_;
};

struct Table {
  std::string name;        // of an object, if there is one of that name
  std::string place;       // how the user knows it: table Case, file Case.csv
  std::uint64_t size = 0;  // in rows or bytes, to weigh the tables of one source
};

class Source {
 public:
  virtual ~Source() = default;
  virtual Result<std::unique_ptr<Rows>> read(const Table& table) = 0;
  // What can hold an object here, for messages: "table".
  virtual std::string_view holder() const = 0;
  // By name.
  const std::vector<Table>& tables() const { return tables_; }

 protected:
  std::vector<Table> tables_;
};

// Opens the source at `path` by what is there: a folder of files, else an SQLite file.  Nothing is written, nor made beside
// it.  Errors are ORG_UNUSABLE and begin with `path`.
Result<std::unique_ptr<Source>> open_source(const std::string& path);

Result<std::unique_ptr<Source>> open_sqlite_source(const std::string& path);
Result<std::unique_ptr<Source>> open_folder_source(const std::string& path);

// The files of a folder.  CSV: the first row names the columns, Id among them; an empty field is null; a row with more or
// fewer fields is broken.  JSON: an array of records, or an answer of the query resource, which has one in `records`.
// JSONL: a record per line; a line that is no JSON is a broken row.  `attributes` of records are skipped.
Result<std::unique_ptr<Rows>> open_csv(const std::string& path);
Result<std::unique_ptr<Rows>> open_json(const std::string& path);
Result<std::unique_ptr<Rows>> open_jsonl(const std::string& path);

// ORG_UNUSABLE: `path`, a colon and `what`.
SalesforceError unusable(const std::string& path, std::string_view what);

// A number as the text of a cell, without exponent or needless decimals: 24.0 is 24, 22.5 is 22.5.
std::string plain_digits(double number);

}  // namespace localorg::dataset
