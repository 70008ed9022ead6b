// CSV as bulk jobs speak it: every value in quotation marks, a heading row, a choice of separators and line ends.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/jobs.h"
#include "base/result.h"

namespace localorg::api {

// COMMA, TAB, ...: the separator's character; nullopt for another name.
std::optional<char> delimiter_named(std::string_view name);
// LF, CRLF.
std::optional<std::string_view> line_end_named(std::string_view name);

struct CsvForm {
  char delimiter = ',';
  std::string_view line_end = "\n";
};

void append_csv_row(std::string& out, const std::vector<std::string>& values, const CsvForm& form);

// A heading and rows of as many values.  Either line end is taken.
Result<CsvTable> read_csv(std::string_view text, char delimiter);

}  // namespace localorg::api
