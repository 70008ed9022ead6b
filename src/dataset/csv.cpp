#include "dataset/csv.h"

namespace localorg::dataset {

CsvReader::CsvReader(std::string_view text) : text_(text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
}

bool CsvReader::next(CsvRow& row) {
  while (at_line_end()) skip_line_end();
  if (at_end()) return false;
  const Place start = place_;
  row.line = start.line;
  row.fields.clear();
  do {
    row.fields.emplace_back();
    row.fault = read_field(row.fields.back());
  } while (row.fault.empty() && skip(','));
  if (!row.fault.empty()) {
    place_ = start;
    while (!at_end() && !at_line_end()) ++place_.position;
  }
  skip_line_end();
  return true;
}

bool CsvReader::skip(char c) {
  if (!at(c)) return false;
  ++place_.position;
  return true;
}

void CsvReader::skip_line_end() {
  if (!at_line_end()) return;
  if (skip('\r')) {
    skip('\n');
  } else {
    skip('\n');
  }
  ++place_.line;
}

std::string CsvReader::read_field(std::string& field) {
  if (skip('"')) return read_quoted_field(field);
  std::size_t end = text_.find_first_of(",\"\r\n", place_.position);
  if (end == std::string_view::npos) end = text_.size();
  field = text_.substr(place_.position, end - place_.position);
  place_.position = end;
  return at('"') ? "a quotation mark in a field that does not start with one" : "";
}

// Stands behind the opening quotation mark.
std::string CsvReader::read_quoted_field(std::string& field) {
  for (;;) {
    const std::size_t end = text_.find_first_of("\"\r\n", place_.position);
    if (end == std::string_view::npos) return "a field in quotation marks that does not end";
    field += text_.substr(place_.position, end - place_.position);
    place_.position = end;
    if (at_line_end()) {
      skip_line_end();
      field += text_.substr(end, place_.position - end);
    } else {
      skip('"');
      if (!at('"')) break;
      skip('"');
      field += '"';
    }
  }
  return at_end() || at(',') || at_line_end() ? "" : "text behind a field's closing quotation mark";
}

}  // namespace localorg::dataset
