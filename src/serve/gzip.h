// gzip for bodies.  The only file that knows zlib.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace localorg::serve {

std::string gzip(std::string_view text);
// nullopt: it is not gzip, or it becomes larger than `limit`.
std::optional<std::string> gunzip(std::string_view data, std::size_t limit);

}  // namespace localorg::serve
