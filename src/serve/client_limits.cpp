#include "serve/client_limits.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace localorg::serve {
namespace {

constexpr std::uint32_t kMost = 1'000'000'000;

struct Row {
  std::string_view name;
  std::size_t Limits::*amount;  // one of the two
  Limits::Time Limits::*time;
};

constexpr auto kRows = std::to_array<Row>({
    {"connections", &Limits::connections, nullptr},
    {"header-bytes", &Limits::header_bytes, nullptr},
    {"url-bytes", &Limits::target_bytes, nullptr},
    {"body-bytes", &Limits::body_bytes, nullptr},
    {"all-bodies-bytes", &Limits::all_bodies, nullptr},
    {"header-ms", nullptr, &Limits::header},
    {"body-ms", nullptr, &Limits::body},
    {"answer-ms", nullptr, &Limits::answer},
    {"idle-ms", nullptr, &Limits::idle},
    {"query-ms", nullptr, &Limits::query},
    {"shutdown-ms", nullptr, &Limits::shutdown},
});

}  // namespace

Result<void> set_limit(Limits& limits, const std::string& text) {
  const std::size_t equals = std::min(text.find('='), text.size());
  const std::string_view name = std::string_view(text).substr(0, equals);
  const auto* row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.name == name; });
  std::uint32_t number = 0;
  const char* begin = text.data() + std::min(equals + 1, text.size());
  const char* end = text.data() + text.size();
  const auto [rest, fault] = std::from_chars(begin, end, number);
  if (row == kRows.end() || rest != end || fault != std::errc() || number > kMost) {
    return error_without_position(ErrorCode::USAGE, "--limit " + text + ": NAME=NUMBER, NAME one of " + limit_names());
  }
  if (row->amount != nullptr) {
    limits.*row->amount = number;
  } else {
    limits.*row->time = Limits::Time(number);
  }
  return {};
}

std::string limit_names() {
  std::string out;
  for (const Row& row : kRows) out += (out.empty() ? "" : ", ") + std::string(row.name);
  return out;
}

}  // namespace localorg::serve
