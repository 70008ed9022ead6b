#include "api/csv.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace localorg::api {
namespace {

constexpr auto kDelimiters = std::to_array<std::pair<std::string_view, char>>(
    {{"COMMA", ','}, {"TAB", '\t'}, {"SEMICOLON", ';'}, {"PIPE", '|'}, {"CARET", '^'}, {"BACKQUOTE", '`'}});

class Reader {
 public:
  Reader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  // The next row with anything in it; nullopt at the end.
  std::optional<std::vector<std::string>> row() {
    while (at_ < text_.size()) {
      std::vector<std::string> values = {value()};
      while (at_ < text_.size() && text_[at_] == delimiter_) {
        ++at_;
        values.push_back(value());
      }
      if (at_ < text_.size() && text_[at_] == '\r') ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') ++at_;
      if (values.size() > 1 || !values.front().empty()) return values;
    }
    return std::nullopt;
  }

 private:
  std::string value() {
    std::string out;
    if (at_ == text_.size() || text_[at_] != '"') {
      while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r') out += text_[at_++];
      return out;
    }
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"' && (at_ + 1 == text_.size() || text_[at_ + 1] != '"')) break;
      if (text_[at_] == '"') ++at_;
      out += text_[at_];
    }
    if (at_ < text_.size()) ++at_;
    while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    return out;
  }

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<char> delimiter_named(std::string_view name) {
  const auto* found = std::find_if(kDelimiters.begin(), kDelimiters.end(), [&](const auto& row) { return row.first == name; });
  if (found == kDelimiters.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string_view> line_end_named(std::string_view name) {
  if (name == "LF") return "\n";
  if (name == "CRLF") return "\r\n";
  return std::nullopt;
}

void append_csv_row(std::string& out, const std::vector<std::string>& values, const CsvForm& form) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += form.delimiter;
    out += '"';
    for (const char c : values[i]) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
  out += form.line_end;
}

Result<CsvTable> read_csv(std::string_view text, char delimiter) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  if (!text::is_valid_utf8(text)) return error_without_position(ErrorCode::INVALIDJOB, "InvalidBatch : The data is not UTF-8");
  Reader reader(text, delimiter);
  CsvTable table;
  auto heading = reader.row();
  if (!heading) return error_without_position(ErrorCode::INVALIDJOB, "InvalidBatch : Failed to read the header row");
  table.columns = *std::move(heading);
  while (auto row = reader.row()) {
    row->resize(table.columns.size());
    table.rows.push_back(*std::move(row));
  }
  return table;
}

}  // namespace localorg::api
