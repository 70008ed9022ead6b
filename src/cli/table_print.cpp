// Tables as a terminal shows them.
#include <algorithm>
#include <numeric>
#include <ostream>

#include "base/text.h"
#include "cli/table.h"

namespace localorg::cli {
namespace {

constexpr std::size_t kMaxWidth = 72;   // of a column
constexpr std::size_t kNarrowest = 20;  // to which a column is cut to fit; an Id fits
constexpr std::size_t kGap = 2;

// One line: what would move the cursor is a blank.
std::string one_line(const std::string& cell) {
  std::string line = cell;
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return line;
}

std::string cut(const std::string& line, std::size_t width) {
  return text::display_width(line) <= width ? line : text::cut_to_width(line, width - 1) + "…";
}

std::string rule(std::size_t width) {
  std::string out;
  for (std::size_t i = 0; i < width; ++i) out += "─";
  return out;
}

struct Table {
  std::vector<std::vector<std::string>> lines;  // the header first
  std::vector<std::size_t> widths;
  std::vector<bool> numeric;

  explicit Table(const Cells& cells) : widths(cells.header.size()), numeric(cells.numeric) {
    add(cells.header);
    for (const auto& row : cells.rows) add(row);
  }

  void add(const std::vector<std::string>& row) {
    std::vector<std::string> line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line.push_back(one_line(row[i]));
      widths[i] = std::max(widths[i], std::min(text::display_width(line.back()), kMaxWidth));
    }
    lines.push_back(std::move(line));
  }

  std::size_t width() const {
    return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) + kGap * (widths.size() - 1);
  }

  // Cuts the widest columns of text until the table fits; false: it cannot.
  bool fit(std::size_t limit) {
    while (width() > limit) {
      std::size_t widest = widths.size();
      for (std::size_t i = 0; i < widths.size(); ++i) {
        const bool may = !numeric[i] && widths[i] > kNarrowest;
        if (may && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
      }
      if (widest == widths.size()) return false;
      --widths[widest];
    }
    return true;
  }

  void print(std::ostream& out) const {
    print_line(out, lines.front());
    for (std::size_t i = 0; i < widths.size(); ++i) out << std::string(i == 0 ? 0 : kGap, ' ') << rule(widths[i]);
    out << "\n";
    for (std::size_t i = 1; i < lines.size(); ++i) print_line(out, lines[i]);
  }

  void print_line(std::ostream& out, const std::vector<std::string>& cells) const {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string cell = cut(cells[i], widths[i]);
      const std::string pad(widths[i] - text::display_width(cell), ' ');
      line += std::string(i == 0 ? 0 : kGap, ' ') + (numeric[i] ? pad + cell : cell + pad);
    }
    while (line.ends_with(' ')) line.pop_back();
    out << line << "\n";
  }

  // A line per field under a rule per record.
  void print_upright(std::ostream& out, std::size_t limit) const {
    std::size_t left = 0;
    for (const std::string& name : lines.front()) left = std::max(left, text::display_width(name));
    const std::size_t right = std::max(limit > left + kGap ? limit - left - kGap : 0, kNarrowest);
    for (std::size_t i = 1; i < lines.size(); ++i) {
      out << "── record " << i << " " << rule(left) << "\n";
      for (std::size_t k = 0; k < lines[i].size(); ++k) {
        const std::string& name = lines.front()[k];
        out << name;
        if (!lines[i][k].empty()) out << std::string(left - text::display_width(name) + kGap, ' ') << cut(lines[i][k], right);
        out << "\n";
      }
    }
  }
};

}  // namespace

void print_table(std::ostream& out, const Cells& cells, std::size_t width) {
  Table table(cells);
  const bool fits = width == 0 || table.fit(width);
  if (fits || cells.rows.empty()) {
    table.print(out);
  } else {
    table.print_upright(out, width);
  }
}

}  // namespace localorg::cli
