// A program beside this one, spoken to by lines.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>

#include "base/result.h"

namespace localorg::eval {

class Child {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // Starts `sh -c command` in a process group of its own; its standard error is ours.
  static Result<Child> start(const std::string& command);
  // Ends it and what it started.
  ~Child();
  Child(Child&&) noexcept;
  Child& operator=(Child&&) = delete;

  // Gives it a line, newline included.  Fails with USAGE, in one sentence, where the program has ended.
  Result<void> write(const std::string& line, std::optional<Moment> deadline);
  // Its next line, without the newline.  Fails where it ended, was silent until the deadline, or the line is longer than 64
  // MiB.
  Result<std::string> read(std::optional<Moment> deadline);

 private:
  Child() = default;

  pid_t pid_ = -1;
  int in_ = -1, out_ = -1;
  std::string buffer_;
  std::size_t searched_ = 0;  // of the buffer: no newline before
};

}  // namespace localorg::eval
