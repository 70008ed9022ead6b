// The one source of time: relative date literals, audit fields of new records, expiry.
#pragma once

#include <cstdint>
#include <optional>

namespace localorg::org {

class Clock {
 public:
  Clock() = default;                                                 // the machine's time
  explicit Clock(std::int64_t pinned_ms) : pinned_ms_(pinned_ms) {}  // stands still at this moment

  // Milliseconds since 1970-01-01T00:00:00Z.
  std::int64_t now_ms() const;
  bool is_pinned() const { return pinned_ms_.has_value(); }

 private:
  std::optional<std::int64_t> pinned_ms_;
};

}  // namespace localorg::org
