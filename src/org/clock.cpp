#include "org/clock.h"

#include <chrono>

namespace localorg::org {

std::int64_t Clock::now_ms() const {
  using namespace std::chrono;
  if (pinned_ms_) return *pinned_ms_;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace localorg::org
