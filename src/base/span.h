// A stretch of the text of a query, in bytes: [begin, end).  An empty span at the text's end stands for the end of input.
#pragma once

#include <cstddef>

namespace localorg {

struct SourceSpan {
  std::size_t begin = 0;
  std::size_t end = 0;

  friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

}  // namespace localorg
