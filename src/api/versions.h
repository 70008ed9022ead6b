// The API versions that the server speaks, as `GET /services/data` lists them (wire.md 4.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace localorg::api {

inline constexpr int kOldestVersion = 42;
inline constexpr int kNewestVersion = 68;

// v59.0 -> 59.0, if the server knows it.
std::optional<std::string> version_of_step(std::string_view step);

// [{"label":"Winter '24","url":"/services/data/v59.0","version":"59.0"}, ...], ascending.
std::string versions_json();

}  // namespace localorg::api
