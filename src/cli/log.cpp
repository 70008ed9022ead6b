// localorg log: a recording as a table
#include <fstream>
#include <iostream>

#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"

namespace localorg::cli {
namespace {

constexpr std::size_t kQueryWidth = 60;
constexpr std::size_t kErrorWidth = 60;

po::options_description options() {
  po::options_description out("Options");
  out.add_options()("full", po::bool_switch(), "do not cut queries and errors");
  return out;
}

using Row = std::vector<std::string>;

// One line: white space of any kind becomes a blank.
std::string flat(const std::string& text, std::size_t width) {
  std::string out;
  for (const char c : text) {
    const bool is_blank = static_cast<unsigned char>(c) <= ' ';
    if (!is_blank || !out.ends_with(' ')) out += is_blank ? ' ' : c;
  }
  return width == 0 ? out : text::cut_to_width(out, width);
}

std::string text_of(const Json& line, const char* name) {
  const auto found = line.find(name);
  if (found == line.end() || found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

Row row_of(const Json& line, bool is_full) {
  const std::string query = text_of(line, "query");
  const std::string what = query.empty() ? text_of(line, "method") + " " + text_of(line, "path") : query;
  return {text_of(line, "time"),
          text_of(line, "session"),
          text_of(line, "status"),
          text_of(line, "rows"),
          text_of(line, "ms"),
          flat(what, is_full ? 0 : kQueryWidth),
          flat(text_of(line, "error"), is_full ? 0 : kErrorWidth)};
}

void print(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], text::display_width(row[i]));
  }
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - text::display_width(row[i]), ' ');
      const bool is_number = i >= 2 && i <= 4;
      line += (i == 0 ? "" : "  ") + (is_number ? blanks + row[i] : row[i] + blanks);
    }
    std::cout << line.substr(0, line.find_last_not_of(' ') + 1) << "\n";
  }
}

Result<int> log(const po::variables_map& options) {
  if (!options.contains("file")) return error_without_position(ErrorCode::USAGE, "log: say which recording");
  const auto path = options["file"].as<std::string>();
  std::ifstream in(path);
  if (!in) return error_without_position(ErrorCode::USAGE, "cannot read " + path);
  std::vector<Row> rows = {{"Time", "Session", "Status", "Rows", "ms", "Query", "Error"}};
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (text::trim(line).empty()) continue;
    LOCALORG_TRY(const Json json, parse_json(line, path, number));
    if (!json.is_object()) return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": no recording of localorg");
    rows.push_back(row_of(json, options["full"].as<bool>()));
  }
  print(rows);
  std::cout << "(" << rows.size() - 1 << " requests)\n";
  return kFine;
}

int run(const po::variables_map& options) {
  const auto code = log(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command log_command() {
  return {"log",
          "[options] FILE",
          "Print a recording (serve --record, exec --record) as a table.",
          "One line per request of a session: when, which session, status, rows of the result, milliseconds, query, error.",
          options,
          {{"file", "FILE"}},
          run};
}

}  // namespace localorg::cli
