#include "cli/signals.h"

#include <pthread.h>

namespace localorg::cli {
namespace {

sigset_t set_of(std::initializer_list<int> signals) {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : signals) sigaddset(&set, signal);
  return set;
}

}  // namespace

sigset_t block_signals(std::initializer_list<int> signals) {
  const sigset_t set = set_of(signals);
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &set, &before);
  return before;
}

siginfo_t next_signal(std::initializer_list<int> signals) {
  const sigset_t set = set_of(signals);
  siginfo_t info{};
  while (sigwaitinfo(&set, &info) < 0) {
  }
  return info;
}

}  // namespace localorg::cli
