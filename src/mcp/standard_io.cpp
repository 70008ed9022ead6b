#include "mcp/standard_io.h"

#include <istream>
#include <ostream>

#include "mcp/message.h"

namespace localorg::mcp {
namespace {

// The next line, with the end of one that is too long left out: what is there of it is still longer than a message may be.
bool read_line(std::istream& in, std::string& line) {
  line.clear();
  std::streambuf& from = *in.rdbuf();
  for (int c = from.sbumpc(); c != std::char_traits<char>::eof(); c = from.sbumpc()) {
    if (c == '\n') return true;
    if (line.size() <= kMostBytes) line += static_cast<char>(c);
  }
  return !line.empty();
}

}  // namespace

bool serve_lines(std::istream& in, std::ostream& out,
                 const std::function<std::optional<std::string>(std::string_view line)>& answer) {
  std::string line;
  while (read_line(in, line)) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    const auto text = answer(line);
    if (text && !(out << *text << '\n' << std::flush)) return false;
  }
  return true;
}

}  // namespace localorg::mcp
