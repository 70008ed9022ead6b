#include "cli/table.h"

#include <ostream>

#include "base/text.h"

namespace localorg::cli {
namespace {

void add_columns(const soql::PlanRecord& record, const std::string& prefix, Cells& cells) {
  for (const soql::PlanMember& member : record.members) {
    if (const auto* parent = std::get_if<Box<soql::PlanRecord>>(&member.value)) {
      add_columns(**parent, prefix + member.key + ".", cells);
      continue;
    }
    const auto* value = std::get_if<soql::PlanValue>(&member.value);
    cells.header.push_back(prefix + member.key);
    cells.numeric.push_back(value != nullptr &&
                            (value->format == soql::ValueFormat::integer || value->format == soql::ValueFormat::number));
  }
}

std::string cell_of(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return text::java_double(value.get<double>());
  if (value.is_object() && value.contains("totalSize")) return value["totalSize"].dump() + " records";
  return value.dump();
}

void add_cells(const Json& record, const soql::PlanRecord& plan, std::vector<std::string>& row) {
  for (const soql::PlanMember& member : plan.members) {
    static const Json kNull;
    const Json& value = record.is_object() && record.contains(member.key) ? record[member.key] : kNull;
    if (const auto* parent = std::get_if<Box<soql::PlanRecord>>(&member.value)) {
      add_cells(value, **parent, row);
    } else {
      row.push_back(cell_of(value));
    }
  }
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

void print_csv_row(std::ostream& out, const std::vector<std::string>& row) {
  for (std::size_t i = 0; i < row.size(); ++i) out << (i == 0 ? "" : ",") << quoted(row[i]);
  out << "\n";
}

}  // namespace

Cells cells_of(const Json& body, const soql::PlanRecord& record) {
  Cells cells;
  add_columns(record, "", cells);
  for (const Json& entry : body["records"]) {
    std::vector<std::string> row;
    add_cells(entry, record, row);
    cells.rows.push_back(std::move(row));
  }
  return cells;
}

void print_csv(std::ostream& out, const Cells& cells) {
  print_csv_row(out, cells.header);
  for (const auto& row : cells.rows) print_csv_row(out, row);
}

}  // namespace localorg::cli
