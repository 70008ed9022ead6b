// One at a time, in the order of arrival, without a thread that waits.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace localorg::front {

class Turn {
 public:
  // True: it is the caller's turn, `called` is forgotten.  False: `called` will be called, by whoever leaves, when it is.
  bool enter(std::function<void()> called) {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(taken_, true)) return true;
    waiting_.push_back(std::move(called));
    return false;
  }

  bool try_enter() {
    const std::lock_guard lock(mutex_);
    return !std::exchange(taken_, true);
  }

  // For callers that may wait.
  void wait() {
    std::mutex mutex;
    std::condition_variable called;
    bool is_mine = false;
    const auto call = [&] {
      const std::lock_guard lock(mutex);
      is_mine = true;
      called.notify_one();
    };
    if (enter(call)) return;
    std::unique_lock lock(mutex);
    called.wait(lock, [&] { return is_mine; });
  }

  void leave() {
    std::function<void()> next;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.empty()) {
        taken_ = false;
        return;
      }
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    next();
  }

 private:
  std::mutex mutex_;
  bool taken_ = false;
  std::deque<std::function<void()>> waiting_;
};

}  // namespace localorg::front
