#include "dataset/scale.h"

#include <algorithm>
#include <cctype>

namespace localorg::dataset {

std::optional<Scale> Scale::parse(std::string_view text) {
  constexpr std::size_t kLongest = 8;
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  std::string decimals(point == std::string_view::npos ? "" : text.substr(point + 1));
  if (digits.empty() || digits.size() > kLongest || decimals.size() > 2 ||
      (point != std::string_view::npos && decimals.empty()))
    return std::nullopt;
  decimals.resize(2, '0');
  digits += decimals;
  if (!std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c) != 0; })) return std::nullopt;
  Scale scale;
  scale.hundredths_ = std::stoll(digits);
  return scale;
}

std::string Scale::text() const {
  std::string text = std::to_string(hundredths_ / kOne);
  if (const std::int64_t rest = hundredths_ % kOne; rest != 0) {
    text += "." + std::to_string(rest / 10);
    if (rest % 10 != 0) text += std::to_string(rest % 10);
  }
  return text;
}

std::uint64_t Scale::times(std::uint64_t count) const {
  const auto hundredths = static_cast<std::uint64_t>(std::max<std::int64_t>(hundredths_, 0));
  return std::max<std::uint64_t>(1, (count * hundredths + kOne / 2) / kOne);
}

}  // namespace localorg::dataset
