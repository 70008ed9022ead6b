#include "dataset/records.h"

#include <algorithm>
#include <optional>

#include "dataset/convert.h"
#include "dataset/tally.h"

namespace localorg::dataset {
namespace {

// A record, and where it comes from.
struct Arrival {
  org::Record record;
  std::uint64_t row;
  std::uint64_t line;
};

class Reader {
 public:
  explicit Reader(const org::SObject& object)
      : object_(object), id_(object.index_of("Id")), given_ever_(object.fields.size(), false) {}

  // Gives columns that are new, up to the row's last, their fields.
  void map_columns(const std::vector<std::string>& columns, const Row& row) {
    for (std::size_t i = fields_.size(); i < columns.size(); ++i) {
      const org::Field* field = object_.find_field(columns[i]);
      const bool is_taken = field != nullptr && std::find(fields_.begin(), fields_.end(), field) != fields_.end();
      const bool is_nested = i < row.cells.size() && row.cells[i].kind == Cell::Kind::nested;
      if (field == nullptr) {
        note(columns[i] + (is_nested ? ": nested JSON, not imported" : ": the object has no such field, not imported"));
      } else if (is_taken) {
        note(columns[i] + ": a second column for the field " + field->name + ", not imported");
      }
      fields_.push_back(is_taken ? nullptr : field);
    }
  }

  void read(const Row& row) {
    ++result_.rows;
    auto record = record_of(row);
    if (!record) {
      const auto& error = record.error();
      refuse(row.number, row.line, error.fields.empty() ? "" : error.fields.front(), error.message);
      return;
    }
    for (const OddValue& value : odd_) tally_.add(value);
    arrivals_.push_back({*std::move(record), row.number, row.line});
  }

  ReadRecords finish() {
    sort();
    for (const org::Field& field : object_.fields) {
      if (!field.auto_number.empty() && !given_ever_[field.index]) number(field);
    }
    for (const std::string& sentence : tally_.sentences()) note(sentence);
    std::stable_sort(result_.refused.begin(), result_.refused.end(),
                     [](const ImportIssue& a, const ImportIssue& b) { return a.row < b.row; });
    return std::move(result_);
  }

 private:
  Result<org::Record> record_of(const Row& row) {
    const auto refusal = [](std::string what) { return error_without_position(ErrorCode::ORG_UNUSABLE, std::move(what)); };
    if (!row.fault.empty()) return refusal(row.fault);
    odd_.clear();
    org::Record record(object_);
    given_.assign(object_.fields.size(), false);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const org::Field* field = fields_[i];
      if (field == nullptr || row.cells[i].kind == Cell::Kind::absent) continue;
      LOCALORG_TRY(record.values[field->index], convert(*field, row.cells[i], odd_));
      given_[field->index] = true;
    }
    const auto* id = std::get_if<std::string>(&record.values[id_]);
    if (id == nullptr) return refusal("has no Id");
    if (!id->starts_with(object_.key_prefix)) odd_.push_back({"Id", Oddity::other_prefix, *id});
    complete(record);
    return record;
  }

  // org::complete, with a word about values that the source has and the org computes otherwise.
  void complete(org::Record& record) {
    std::vector<std::pair<const org::Field*, org::Value>> before;
    for (const org::Field& field : object_.fields) {
      if (given_[field.index]) given_ever_[field.index] = true;
      const org::Value& value = record.values[field.index];
      if (field.computed.any() && !org::is_null(value)) before.emplace_back(&field, value);
    }
    org::complete(record, given_);
    for (const auto& [field, value] : before) {
      if (record.values[field->index] == value) continue;
      odd_.push_back({field->name, Oddity::recomputed, "in " + std::get<std::string>(record.values[id_])});
    }
  }

  // By Id; of records with one Id the first of the source stays.
  void sort() {
    const auto id_of = [&](const Arrival& arrival) -> const std::string& {
      return std::get<std::string>(arrival.record.values[id_]);
    };
    std::stable_sort(arrivals_.begin(), arrivals_.end(),
                     [&](const Arrival& a, const Arrival& b) { return id_of(a) < id_of(b); });
    result_.records.reserve(arrivals_.size());
    for (Arrival& arrival : arrivals_) {
      const std::string& id = id_of(arrival);
      if (!result_.records.empty() && std::get<std::string>(result_.records.back().values[id_]) == id) {
        refuse(arrival.row, arrival.line, "Id", "Id: another record has the Id " + id);
      } else {
        result_.records.push_back(std::move(arrival.record));
      }
    }
    arrivals_.clear();
  }

  void number(const org::Field& field) {
    std::uint64_t next = 0;
    for (org::Record& record : result_.records) record.values[field.index] = org::auto_number(field.auto_number, ++next);
  }

  void refuse(std::uint64_t row, std::uint64_t line, const std::string& field, const std::string& reason) {
    result_.refused.push_back({object_.name, row, line, field, reason});
  }
  void note(const std::string& reason) { result_.notes.push_back({object_.name, 0, 0, "", reason}); }

  const org::SObject& object_;
  std::size_t id_;
  std::vector<const org::Field*> fields_;  // by column; null: not imported
  std::vector<bool> given_;                // by field: the row at hand has a value, null included
  std::vector<bool> given_ever_;           // by field: some row had one
  std::vector<OddValue> odd_;              // in the row at hand
  Tally tally_;
  std::vector<Arrival> arrivals_;
  ReadRecords result_;
};

}  // namespace

Result<ReadRecords> read_records(Rows& rows, const org::SObject& object, const std::function<void(double)>& progress) {
  Reader reader(object);
  Row row;
  reader.map_columns(rows.columns(), row);
  for (std::uint64_t count = 1;; ++count) {
    LOCALORG_TRY(const bool there, rows.next(row));
    if (!there) return reader.finish();
    reader.map_columns(rows.columns(), row);
    reader.read(row);
    if (count % kRowsPerProgress == 0) progress(rows.done());
  }
}

}  // namespace localorg::dataset
