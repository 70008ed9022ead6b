// JSON that a stranger wrote: how far it may go.  Counted before it is parsed, because a value takes many times the memory of
// its text, and because what comes after the parser (copies, comparisons, dump) recurses.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace localorg {

inline constexpr std::size_t kMostJsonDepth = 100;
inline constexpr std::size_t kMostJsonValues = 1'000'000;

struct JsonExtent {
  std::size_t depth = 0;   // of brackets, also where they are not closed
  std::size_t values = 0;  // at most so many
};
JsonExtent extent_of_json(std::string_view text);

// parse_json(), of no more than that.
Result<Json> parse_bounded_json(std::string_view text, std::string_view name);

}  // namespace localorg
