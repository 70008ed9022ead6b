#include "cli/table.h"

#include <algorithm>
#include <ostream>

#include "base/text.h"

namespace localorg::cli {
namespace {

constexpr std::size_t kMaxWidth = 72;

void add_columns(const soql::PlanRecord& record, const std::string& prefix, Cells& cells) {
  for (const soql::PlanMember& member : record.members) {
    if (const auto* parent = std::get_if<Box<soql::PlanRecord>>(&member.value)) {
      add_columns(**parent, prefix + member.key + ".", cells);
      continue;
    }
    const auto* value = std::get_if<soql::PlanValue>(&member.value);
    cells.header.push_back(prefix + member.key);
    cells.numeric.push_back(value != nullptr && (value->format == soql::ValueFormat::integer || value->format == soql::ValueFormat::number));
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

// One line, cut to what a terminal can show.
std::string shown(const std::string& cell) {
  std::string line = cell;
  std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text::display_width(line) <= kMaxWidth ? line : text::cut_to_width(line, kMaxWidth - 1) + "…";
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

void print_table(std::ostream& out, const Cells& cells) {
  std::vector<std::size_t> widths;
  for (const std::string& name : cells.header) widths.push_back(text::display_width(name));
  for (const auto& row : cells.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], text::display_width(shown(row[i])));
  }
  const auto print = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string cell = shown(row[i]);
      const std::string pad(widths[i] - text::display_width(cell), ' ');
      line += (i == 0 ? "" : "  ") + (cells.numeric[i] ? pad + cell : cell + pad);
    }
    while (line.ends_with(' ')) line.pop_back();
    out << line << "\n";
  };
  print(cells.header);
  std::string rule;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i != 0) rule += "  ";
    for (std::size_t k = 0; k < widths[i]; ++k) rule += "─";
  }
  out << rule << "\n";
  for (const auto& row : cells.rows) print(row);
}

void print_csv(std::ostream& out, const Cells& cells) {
  print_csv_row(out, cells.header);
  for (const auto& row : cells.rows) print_csv_row(out, row);
}

}  // namespace localorg::cli
