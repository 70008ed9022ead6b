// Which word was meant.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace localorg::sosl {

struct KnownWord {
  std::string text;
  std::int64_t records;  // that have it
};

// The nearest of the words: one letter too many, missing, exchanged, or swapped with its neighbour; in a word of eight letters
// or more two such.  The first letter is taken to be right.  Of words equally near the one in the most records, then the first
// in the alphabet; empty: none is near.
std::string nearest(std::string_view word, const std::vector<KnownWord>& words);

// Words shorter than this are not corrected.
inline constexpr std::size_t kShortestCorrected = 4;

}  // namespace localorg::sosl
