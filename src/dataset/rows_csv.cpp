#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "dataset/csv.h"
#include "dataset/source.h"

namespace localorg::dataset {
namespace {

class CsvRows : public Rows {
 public:
  explicit CsvRows(std::string text) : text_(std::move(text)), reader_(text_) {}

  Result<void> read_header(const std::string& path) {
    if (!reader_.next(csv_)) return unusable(path, "empty: its first line must name the fields");
    const std::string line = "line " + std::to_string(csv_.line) + ": ";
    if (!csv_.fault.empty()) return unusable(path, line + csv_.fault);
    for (const std::string& name : csv_.fields) columns_.emplace_back(text::trim(name));
    const bool has_id =
        std::any_of(columns_.begin(), columns_.end(), [](const std::string& c) { return text::equal_ignoring_case(c, "Id"); });
    if (!has_id)
      return unusable(path, line + "no header: the first line must name the fields, Id among them, with commas between");
    return {};
  }

  Result<bool> next(Row& row) override {
    if (!reader_.next(csv_)) return false;
    row.number = ++read_;
    row.line = csv_.line;
    row.fault = csv_.fault;
    row.cells.clear();
    if (row.fault.empty() && csv_.fields.size() != columns_.size()) {
      row.fault =
          "has " + std::to_string(csv_.fields.size()) + " fields where the header has " + std::to_string(columns_.size());
    }
    if (!row.fault.empty()) return true;
    for (std::string& field : csv_.fields) {
      const auto kind = field.empty() ? Cell::Kind::null : Cell::Kind::text;
      row.cells.push_back({kind, std::move(field)});
    }
    return true;
  }

  double done() const override {
    return text_.empty() ? 1 : static_cast<double>(reader_.bytes_read()) / static_cast<double>(text_.size());
  }

 private:
  std::string text_;
  CsvReader reader_;
  CsvRow csv_;
  std::uint64_t read_ = 0;
};

}  // namespace

Result<std::unique_ptr<Rows>> open_csv(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  in.peek();  // a folder opens like a file and fails at its first byte
  if (!in.is_open() || in.bad()) return unusable(path, "cannot be read");
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return unusable(path, "is UTF-16; CSV files are read as UTF-8");
  auto rows = std::make_unique<CsvRows>(std::move(text));
  LOCALORG_CHECK(rows->read_header(path));
  return std::unique_ptr<Rows>(std::move(rows));
}

}  // namespace localorg::dataset
