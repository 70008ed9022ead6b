// How large an org is in comparison to the published one: in hundredths, so that no floating point is needed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace localorg::dataset {

class Scale {
 public:
  // Whole multiples; below 1 is nothing that an org can be made of, and sizes_of() says so.
  constexpr Scale(int times = 1) : hundredths_(std::int64_t{times} * kOne) {}  // implicit: a scale of 2 is written 2
  // "0.05", "2", "12.5".  Nothing for what is not a number of at most two decimals.
  static std::optional<Scale> parse(std::string_view text);

  constexpr std::int64_t hundredths() const { return hundredths_; }
  std::string text() const;  // as short as it can be written: 0.5
  // `count` times the scale, rounded, and never 0.
  std::uint64_t times(std::uint64_t count) const;

  constexpr bool operator==(const Scale&) const = default;

 private:
  static constexpr std::int64_t kOne = 100;
  std::int64_t hundredths_;
};

}  // namespace localorg::dataset
