// CSV as RFC 4180 describes it and Salesforce Data Loader writes it: fields separated by commas, optionally in quotation
// marks, which are doubled inside; quoted fields may hold commas and line ends.  Lines end in CRLF, LF or CR; a byte order
// mark in front and empty lines are skipped.  Knows nothing of headers: the first row is a row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace localorg::dataset {

struct CsvRow {
  std::uint64_t line = 0;           // where the row starts, from 1
  std::vector<std::string> fields;  // in quotes or not, "" or nothing: all the same
  std::string fault;                // not empty: the row is broken, and how
};

// Reads the rows of a text, which must outlive it, one after another.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);

  // Reads the next row into `row`: true, or false at the end.  After a broken row reading goes on at the line that follows
  // its first one, so that a quotation mark too many takes no good row with it; further lines of the broken row may
  // then come as rows of their own.
  bool next(CsvRow& row);
  std::size_t bytes_read() const { return place_.position; }

 private:
  struct Place {
    std::size_t position = 0;
    std::uint64_t line = 1;
  };

  bool at_end() const { return place_.position == text_.size(); }
  bool at(char c) const { return !at_end() && text_[place_.position] == c; }
  bool at_line_end() const { return at('\n') || at('\r'); }
  bool skip(char c);
  void skip_line_end();
  // Both return what is wrong with the field, or nothing.
  std::string read_field(std::string& field);
  std::string read_quoted_field(std::string& field);

  std::string_view text_;
  Place place_;
};

}  // namespace localorg::dataset
