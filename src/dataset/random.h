// Chance, from a seed: the same numbers on every machine, compiler and library.
//
// The generator is xoshiro256** (Blackman and Vigna, public domain), seeded by splitmix64.  Everything is integer arithmetic:
// the distributions of <random> differ between libraries, and floating point may.  Each step of `generate` draws from a
// stream of its own, named after the step, so that a change of one step leaves the others as they were.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace localorg::dataset {

class Random {
 public:
  // The stream `name` of `seed`; `index` tells apart streams of one name, for instance one per case.
  Random(std::uint64_t seed, std::string_view name, std::uint64_t index = 0);

  std::uint64_t next();
  // 0 <= result < limit, each as likely as the others.  The limit must not be 0.
  std::uint64_t below(std::uint64_t limit);
  // least <= result <= most.
  std::int64_t between(std::int64_t least, std::int64_t most);
  // True `share` times in a thousand.
  bool per_mille(int share) { return below(1000) < static_cast<std::uint64_t>(share); }

  template <typename T>
  const T& pick(const std::vector<T>& values) {
    assert(!values.empty());
    return values[below(values.size())];
  }
  template <typename T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

// Draws an index, as often as its weight says.  The sum of the weights must not be 0.
class Weighted {
 public:
  explicit Weighted(std::span<const std::uint64_t> weights);
  std::size_t draw(Random& random) const;
  // How many of the indexes can be drawn.
  std::size_t choices() const;
  std::uint64_t total() const { return sums_.empty() ? 0 : sums_.back(); }

 private:
  std::vector<std::uint64_t> sums_;  // of the weights up to each index
};

}  // namespace localorg::dataset
