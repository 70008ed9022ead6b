#include "api/versions.h"

#include <array>
#include <charconv>

namespace localorg::api {
namespace {

// Three releases a year: Spring '18 was 42, Winter '24 was 59.
std::string label_of(int version) {
  constexpr std::array<const char*, 3> kSeasons = {"Spring", "Summer", "Winter"};
  const int since = version - kOldestVersion;
  const int season = since % 3;
  return std::string(kSeasons[static_cast<std::size_t>(season)]) + " '" +
         std::to_string(18 + since / 3 + (season == 2 ? 1 : 0));
}

}  // namespace

std::optional<std::string> version_of_step(std::string_view step) {
  if (!step.starts_with('v') || !step.ends_with(".0")) return std::nullopt;
  int number = 0;
  const char* end = step.data() + step.size() - 2;
  const auto done = std::from_chars(step.data() + 1, end, number);
  if (done.ec != std::errc{} || done.ptr != end || number < kOldestVersion || number > kNewestVersion) return std::nullopt;
  return std::string(step.substr(1));
}

std::string versions_json() {
  std::string out = "[";
  for (int version = kOldestVersion; version <= kNewestVersion; ++version) {
    const std::string number = std::to_string(version) + ".0";
    if (version != kOldestVersion) out += ',';
    out += R"({"label":")" + label_of(version) + R"(","url":"/services/data/v)" + number + R"(","version":")" + number + "\"}";
  }
  return out + "]";
}

}  // namespace localorg::api
