#include "store/patience.h"

namespace localorg::store {
namespace {

thread_local const Patience* of_this_thread = nullptr;

}  // namespace

Patience::Patience(std::optional<std::chrono::milliseconds> most, const std::atomic<bool>& stop) : stop_(stop) {
  if (most) end_ = Clock::now() + *most;
  of_this_thread = this;
}

Patience::~Patience() { of_this_thread = nullptr; }

const Patience* Patience::current() { return of_this_thread; }

bool Patience::is_over() const { return stop_ || (end_ && Clock::now() >= *end_); }

SalesforceError Patience::error() const {
  if (stop_) return error_without_position(ErrorCode::SERVER_UNAVAILABLE, "the server is being stopped");
  return error_without_position(ErrorCode::QUERY_TIMEOUT, "Your query request was running for too long.");  // observed
}

}  // namespace localorg::store
