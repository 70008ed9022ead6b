#include "dataset/random.h"

#include <algorithm>
#include <bit>

namespace localorg::dataset {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

// FNV-1a.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325ULL;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return value;
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view name, std::uint64_t index) {
  std::uint64_t mixed = seed;
  mixed = splitmix(mixed) ^ hash(name);
  mixed = splitmix(mixed) ^ index;
  for (std::uint64_t& word : state_) word = splitmix(mixed);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t limit) {
  assert(limit != 0);
  // 2^64 is no multiple of `limit`: the numbers below the remainder would make small results likelier.
  const std::uint64_t remainder = (0 - limit) % limit;
  std::uint64_t value = next();
  while (value < remainder) value = next();
  return value % limit;
}

std::int64_t Random::between(std::int64_t least, std::int64_t most) {
  assert(least <= most);
  return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least) + 1));
}

Weighted::Weighted(std::span<const std::uint64_t> weights) {
  sums_.reserve(weights.size());
  std::uint64_t sum = 0;
  for (const std::uint64_t weight : weights) sums_.push_back(sum += weight);
}

std::size_t Weighted::choices() const {
  std::size_t count = 0;
  std::uint64_t before = 0;
  for (const std::uint64_t sum : sums_) {
    count += sum > before ? 1 : 0;
    before = sum;
  }
  return count;
}

std::size_t Weighted::draw(Random& random) const {
  const std::uint64_t point = random.below(total());
  return static_cast<std::size_t>(std::upper_bound(sums_.begin(), sums_.end(), point) - sums_.begin());
}

}  // namespace localorg::dataset
