// How long this thread's statements may go on.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "base/error.h"

namespace localorg::store {

// While it lives, statements that its thread steps, on whatever connection, end with QUERY_TIMEOUT when the time is over, and
// with SERVER_UNAVAILABLE once `stop` is set.  Looked at every few thousand steps of SQLite's machine: short statements end
// as they would.  Waiting for other processes ends, too.  One at a time in a thread.
class Patience {
 public:
  using Clock = std::chrono::steady_clock;

  Patience(std::optional<std::chrono::milliseconds> most, const std::atomic<bool>& stop);
  ~Patience();
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

  // This thread's; null: statements may take the time they take.
  static const Patience* current();
  bool is_over() const;
  SalesforceError error() const;

 private:
  std::optional<Clock::time_point> end_;
  const std::atomic<bool>& stop_;
};

}  // namespace localorg::store
