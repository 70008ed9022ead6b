// MCP over standard input and output: a message a line, and nothing else.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace localorg::mcp {

// Reads lines to the end of `in` and writes the answers, each at once.  Blank lines are passed over; a line longer than a
// message may be is answered with an error, and never held whole.  False: `out` took no more.
bool serve_lines(std::istream& in, std::ostream& out,
                 const std::function<std::optional<std::string>(std::string_view line)>& answer);

}  // namespace localorg::mcp
