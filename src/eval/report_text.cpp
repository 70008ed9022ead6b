// Numbers and names as all reports show them, and tables as Markdown.
#include <array>
#include <cstdio>

#include "base/text.h"
#include "eval/report.h"

namespace localorg::eval {
namespace {

// A cell of Markdown: a bar would end it, a line end the row.
std::string escaped(std::string_view cell) {
  std::string out;
  for (const char c : cell) {
    if (c == '|' || c == '\\' || c == '*' || c == '_' || c == '`' || c == '<' || c == '[') out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

std::string line_of(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) out += " " + escaped(cell) + " |";
  return out + "\n";
}

}  // namespace

std::string fixed(double number, int digits) {
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.*f", digits, number);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string percent(double share) { return fixed(100 * share, 1); }
std::string percent(const Estimate& estimate) { return estimate.tasks == 0 ? "-" : percent(estimate.mean); }
std::string percent(const Interval& interval) { return percent(interval.low) + "-" + percent(interval.high); }
std::string percent_interval(const Estimate& estimate) { return estimate.tasks == 0 ? "-" : percent(estimate.interval); }

std::string with_commas(double number) {
  std::string out = fixed(number, 0);
  for (std::size_t at = out.size(); at > 3 + (out[0] == '-' ? 1 : 0); at -= 3) out.insert(at - 3, ",");
  return out;
}

std::vector<std::size_t> shown_ks(std::size_t most) {
  std::vector<std::size_t> ks;
  for (std::size_t k = 1; k <= most; k = most <= 8 ? k + 1 : 2 * k) ks.push_back(k);
  if (!ks.empty() && ks.back() != most) ks.push_back(most);
  return ks;
}

std::string short_name_of(std::string_view task_type) {
  if (const auto kind = task_kind_named(task_type)) return std::string(row_of(*kind).short_name);
  std::string initials;
  for (const std::string_view word : text::split(task_type, '_')) initials += word.substr(0, 1);
  return text::upper(initials);
}

std::string markdown_of(const std::vector<ReportTable>& tables) {
  std::string out;
  for (const ReportTable& table : tables) {
    out += (out.empty() ? "## " : "\n## ") + escaped(table.title) + "\n\n" + line_of(table.header) + "|";
    for (const bool numeric : table.numeric) out += numeric ? "---:|" : "---|";
    out += "\n";
    for (const auto& row : table.rows) out += line_of(row);
    if (!table.note.empty()) out += "\n" + escaped(table.note) + "\n";
  }
  return out;
}

}  // namespace localorg::eval
