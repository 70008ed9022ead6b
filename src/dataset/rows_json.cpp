#include <algorithm>
#include <fstream>
#include <unordered_map>

#include "base/json.h"
#include "base/text.h"
#include "dataset/source.h"

namespace localorg::dataset {
namespace {

Cell cell_of(const Json& value) {
  using Kind = Cell::Kind;
  if (value.is_null()) return {Kind::null, ""};
  if (value.is_string()) return {Kind::text, value.get<std::string>()};
  if (value.is_boolean()) return {Kind::text, value.get<bool>() ? "true" : "false"};
  if (value.is_number_float()) return {Kind::text, plain_digits(value.get<double>())};
  if (value.is_number()) return {Kind::text, value.dump()};
  const bool is_list =
      value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); });
  // Only what is known to be flat is printed: printing recurses, and a file may nest as deep as it likes.
  if (is_list) return {Kind::list, value.dump()};
  return {Kind::nested, ""};
}

// What both kinds of files share: a JSON record as a row, whose keys become columns when they are first met.  Keys that
// differ in case alone are one column, as they are one field.
class JsonRows : public Rows {
 protected:
  void fill(Row& row, const Json& record) {
    row.fault.clear();
    row.cells.assign(columns_.size(), Cell{});
    if (!record.is_object()) {
      row.fault = "is no JSON object";
      return;
    }
    for (const auto& [key, value] : record.items()) {
      if (key == "attributes" && value.is_object()) continue;  // type and URL, in answers of REST
      const std::size_t column = column_of(key);
      if (column == row.cells.size()) row.cells.emplace_back();
      if (row.cells[column].kind != Cell::Kind::absent) {
        row.fault = "has " + columns_[column] + " twice";
        return;
      }
      row.cells[column] = cell_of(value);
    }
  }

 private:
  std::size_t column_of(const std::string& key) {
    const auto [found, is_new] = column_by_name_.emplace(text::lower(key), columns_.size());
    if (is_new) columns_.push_back(key);
    return found->second;
  }

  std::unordered_map<std::string, std::size_t> column_by_name_;  // lower case
};

// An array of records, parsed as a whole.
class JsonArrayRows : public JsonRows {
 public:
  explicit JsonArrayRows(Json records) : records_(std::move(records)) {}

  Result<bool> next(Row& row) override {
    if (read_ == records_.size()) return false;
    fill(row, records_[read_]);
    records_[read_] = nullptr;  // frees what nobody reads again
    row.number = ++read_;
    return true;
  }

  double done() const override {
    return records_.empty() ? 1 : static_cast<double>(read_) / static_cast<double>(records_.size());
  }

 private:
  Json records_;
  std::size_t read_ = 0;
};

// A record per line; lines of blanks are skipped.
class JsonLinesRows : public JsonRows {
 public:
  JsonLinesRows(std::string path, std::ifstream in, std::uint64_t size)
      : path_(std::move(path)), in_(std::move(in)), size_(size) {}

  Result<bool> next(Row& row) override {
    do {
      if (!std::getline(in_, text_)) return false;
      ++line_;
      bytes_read_ += text_.size() + 1;
    } while (text::trim(text_).empty());
    row.number = ++read_;
    row.line = line_;
    if (const auto record = parse_json(text_, path_, line_, kAnyNesting)) {
      fill(row, *record);
    } else {
      row.cells.clear();
      row.fault = record.error().message;
    }
    return true;
  }

  double done() const override {
    return size_ == 0 ? 1 : std::min(1.0, static_cast<double>(bytes_read_) / static_cast<double>(size_));
  }

 private:
  std::string path_;
  std::ifstream in_;
  std::uint64_t size_;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t read_ = 0;
  std::string text_;
};

}  // namespace

Result<std::unique_ptr<Rows>> open_json(const std::string& path) {
  LOCALORG_TRY(Json json, read_json_file(path, kAnyNesting));
  if (json.is_object() && json.contains("records")) {
    Json records = std::move(json["records"]);
    json = std::move(records);
  }
  if (!json.is_array()) return unusable(path, "no array of records");
  return std::unique_ptr<Rows>(std::make_unique<JsonArrayRows>(std::move(json)));
}

Result<std::unique_ptr<Rows>> open_jsonl(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) return unusable(path, "cannot be read");
  const auto size = static_cast<std::uint64_t>(in.tellg());
  in.seekg(0);
  return std::unique_ptr<Rows>(std::make_unique<JsonLinesRows>(path, std::move(in), size));
}

}  // namespace localorg::dataset
