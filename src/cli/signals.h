// Signals as values: blocked in every thread, taken by the main thread when it is ready for them.
#pragma once

#include <csignal>
#include <initializer_list>

namespace localorg::cli {

// Blocks them in this thread and those that it starts from now on; the mask as it was.
sigset_t block_signals(std::initializer_list<int> signals);
// Waits for the next of them.
siginfo_t next_signal(std::initializer_list<int> signals);

}  // namespace localorg::cli
