// Numbers that come out as planned: counts with a fixed sum, and values with a given distribution.  Integers only.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace localorg::dataset {

// Counts that add up to `total`, in proportion to `weights`, each within least and most.  The bounds must leave room for the
// total, and so must the counts whose weight is not 0.
std::vector<std::uint64_t> apportion(std::uint64_t total, std::span<const std::uint64_t> weights, std::uint64_t least = 0,
                                     std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

// A distribution by its quantiles: `share` of a thousand values lie below `value`.  Shares rise from 0 to 1000.
struct Quantile {
  int share;
  std::int64_t value;
};

// The value number `rank` of `count` values that are distributed so, in rising order: the first is the smallest and the last
// the largest of the table.
std::int64_t value_at(std::span<const Quantile> quantiles, std::uint64_t rank, std::uint64_t count);

}  // namespace localorg::dataset
