// Reading JSON that others wrote.
#pragma once

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/json.h"

namespace localorg::eval {

// The text at a key of an object; empty where it is missing or no text.
inline std::string text_at(const Json& json, std::string_view key) {
  const auto found = json.find(std::string(key));
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

// A number that a Number can hold, decimals cut off where it has none; nullopt: it is no number, or too large or small.
template <typename Number>
std::optional<Number> number_of(const Json& json) {
  if (!json.is_number()) return std::nullopt;
  if constexpr (std::is_floating_point_v<Number>)
    return json.get<Number>();
  else {
    const auto fitting = [](auto number) {
      return std::in_range<Number>(number) ? std::optional(static_cast<Number>(number)) : std::nullopt;
    };
    if (json.is_number_unsigned()) return fitting(json.get<std::uint64_t>());
    if (json.is_number_integer()) return fitting(json.get<std::int64_t>());
    const auto number = json.get<double>();
    const double most = std::ldexp(1.0, std::numeric_limits<Number>::digits);
    if (!(number > -most - 1 && number < most)) return std::nullopt;
    return static_cast<Number>(number);
  }
}

inline std::optional<int> whole_number_of(const Json& json) {
  return json.is_number_integer() ? number_of<int>(json) : std::nullopt;
}

}  // namespace localorg::eval
