#include "dataset/apportion.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace localorg::dataset {
namespace {

// One round: deals `rest` out by running sums, so that each count gets its share rounded down or up, as far as `most` allows.
// Returns what was given.
std::uint64_t deal(std::vector<std::uint64_t>& counts, std::span<const std::uint64_t> weights, std::uint64_t rest,
                   std::uint64_t most) {
  const auto weight = [&](std::size_t i) { return counts[i] < most ? weights[i] : 0; };
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) sum += weight(i);
  if (sum == 0) return 0;
  std::uint64_t running = 0, dealt = 0, given = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    running += weight(i);
    const std::uint64_t until = rest * running / sum;
    const std::uint64_t share = std::min(most - counts[i], until - dealt);
    dealt = until;
    counts[i] += share;
    given += share;
  }
  return given;
}

}  // namespace

std::vector<std::uint64_t> apportion(std::uint64_t total, std::span<const std::uint64_t> weights, std::uint64_t least,
                                     std::uint64_t most) {
  std::vector<std::uint64_t> counts(weights.size(), least);
  assert(least * counts.size() <= total && total / counts.size() <= most);
  std::uint64_t rest = total - least * counts.size();
  while (rest > 0) {
    const std::uint64_t given = deal(counts, weights, rest, most);
    rest -= given;
    if (given == 0) break;
  }
  assert(rest == 0);
  return counts;
}

std::int64_t value_at(std::span<const Quantile> quantiles, std::uint64_t rank, std::uint64_t count) {
  assert(quantiles.size() >= 2 && rank < count);
  constexpr std::int64_t kFine = 1000;  // steps of a share
  const std::int64_t place = count < 2 ? 500 * kFine : static_cast<std::int64_t>(rank * 1000 * kFine / (count - 1));
  std::size_t upper = 1;
  while (upper + 1 < quantiles.size() && quantiles[upper].share * kFine < place) ++upper;
  const Quantile& low = quantiles[upper - 1];
  const Quantile& high = quantiles[upper];
  return low.value + (high.value - low.value) * (place - low.share * kFine) / ((high.share - low.share) * kFine);
}

}  // namespace localorg::dataset
