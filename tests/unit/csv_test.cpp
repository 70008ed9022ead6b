// The CSV reader alone: rows, fields, quotation marks, and what goes on behind a broken row.
#include "dataset/csv.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "support/strings.h"

using namespace localorg;
using namespace localorg::dataset;
using test::Strings;

namespace {

// The rows of a text as line[field]..., or line!fault.
Strings csv_rows(std::string_view text) {
  Strings out;
  CsvReader reader(text);
  CsvRow row;
  while (reader.next(row)) {
    std::string line = std::to_string(row.line);
    if (!row.fault.empty()) {
      out.push_back(line + "!" + row.fault);
      continue;
    }
    for (const std::string& field : row.fields) line += "[" + field + "]";
    out.push_back(line);
  }
  CHECK(reader.bytes_read() <= text.size());
  return out;
}

}  // namespace

TEST_CASE("csv: rows and fields") {
  CHECK(csv_rows("").empty());
  CHECK(csv_rows("\xEF\xBB\xBF").empty());
  CHECK(csv_rows("\n\r\n\r").empty());
  CHECK(csv_rows("a") == Strings{"1[a]"});
  CHECK(csv_rows("a,b\nc,d\n") == Strings{"1[a][b]", "2[c][d]"});
  CHECK(csv_rows("a,b\r\nc,d") == Strings{"1[a][b]", "2[c][d]"});
  CHECK(csv_rows("a\rb\r") == Strings{"1[a]", "2[b]"});
  CHECK(csv_rows(",") == Strings{"1[][]"});
  CHECK(csv_rows("a,\n,b\n") == Strings{"1[a][]", "2[][b]"});
  CHECK(csv_rows("\"\"\n") == Strings{"1[]"});
  CHECK(csv_rows("\n\na\n\nb") == Strings{"3[a]", "5[b]"});
  CHECK(csv_rows(" a , b ") == Strings{"1[ a ][ b ]"});
  CHECK(csv_rows(std::string_view("a\0b,c", 5)) == Strings{std::string("1[a\0b][c]", 9)});
}

TEST_CASE("csv: quotation marks") {
  CHECK(csv_rows("\"a,b\",\"c\"\"d\"") == Strings{"1[a,b][c\"d]"});
  CHECK(csv_rows("\"\"\"\"") == Strings{"1[\"]"});
  CHECK(csv_rows("\"a\nb\r\nc\rd\",e\nf") == Strings{"1[a\nb\r\nc\rd][e]", "5[f]"});
  CHECK(csv_rows("\"\n\"\n\"\n\"") == Strings{"1[\n]", "3[\n]"});
}

TEST_CASE("csv: broken rows") {
  CHECK(csv_rows("a\"b\nc") == Strings{"1!a quotation mark in a field that does not start with one", "2[c]"});
  CHECK(csv_rows("\"a\"b\nc") == Strings{"1!text behind a field's closing quotation mark", "2[c]"});
  CHECK(csv_rows("\"a\" ,b\nc") == Strings{"1!text behind a field's closing quotation mark", "2[c]"});
  CHECK(csv_rows("a,\"b\nc\nd") == Strings{"1!a field in quotation marks that does not end", "2[c]", "3[d]"});
  CHECK(csv_rows("\"") == Strings{"1!a field in quotation marks that does not end"});
}
