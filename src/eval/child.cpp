#include "eval/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

extern char** environ;

namespace localorg::eval {
namespace {

constexpr std::size_t kLongestLine = std::size_t{64} << 20;

SalesforceError fault(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

// Waits until the descriptor is ready; false at the deadline.
bool wait_for(int descriptor, short what, std::optional<Child::Moment> deadline) {
  while (true) {
    int milliseconds = -1;
    if (deadline) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now()).count();
      milliseconds = static_cast<int>(std::clamp<long long>(left, 0, 1 << 30));
    }
    pollfd entry{descriptor, what, 0};
    const int ready = ::poll(&entry, 1, milliseconds);
    if (ready > 0) return true;
    if (ready == 0 && milliseconds >= 0) return false;
    if (ready < 0 && errno != EINTR) return true;  // the call that follows will say what is wrong
  }
}

}  // namespace

// Sockets rather than pipes: writing to one that nobody reads any more is an error, not a signal.
Result<Child> Child::start(const std::string& command) {
  std::array<int, 2> to{-1, -1}, from{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to.data()) != 0) return fault(std::strerror(errno));
  Child child;
  child.in_ = to[0];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, from.data()) != 0) {
    ::close(to[1]);
    return fault(std::strerror(errno));
  }
  child.out_ = from[0];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, to[1], 0);
  posix_spawn_file_actions_adddup2(&actions, from[1], 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::string shell = "sh", option = "-c", text = command;
  std::array<char*, 4> arguments = {shell.data(), option.data(), text.data(), nullptr};
  const int error = posix_spawn(&child.pid_, "/bin/sh", &actions, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  ::close(to[1]);
  ::close(from[1]);
  if (error != 0) {
    child.pid_ = -1;
    return fault("cannot start sh: " + std::string(std::strerror(error)));
  }
  return child;
}

Child::~Child() {
  if (in_ >= 0) ::close(in_);
  if (out_ >= 0) ::close(out_);
  if (pid_ <= 0) return;
  ::kill(-pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      in_(std::exchange(other.in_, -1)),
      out_(std::exchange(other.out_, -1)),
      buffer_(std::move(other.buffer_)),
      searched_(other.searched_) {}

Result<void> Child::write(const std::string& line, std::optional<Moment> deadline) {
  for (std::size_t at = 0; at < line.size();) {
    if (!wait_for(in_, POLLOUT, deadline)) return fault("the agent's time is over");
    const ssize_t sent = ::send(in_, line.data() + at, line.size() - at, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) at += static_cast<std::size_t>(sent);
    if (sent < 0 && errno != EINTR && errno != EAGAIN) return fault("the agent's program has ended");
  }
  return {};
}

Result<std::string> Child::read(std::optional<Moment> deadline) {
  while (true) {
    if (const std::size_t end = buffer_.find('\n', searched_); end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      searched_ = 0;
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    searched_ = buffer_.size();
    if (buffer_.size() > kLongestLine) return fault("the agent's line is too long");
    if (!wait_for(out_, POLLIN, deadline)) return fault("the agent's time is over");
    std::array<char, 65536> chunk;
    const ssize_t got = ::recv(out_, chunk.data(), chunk.size(), 0);
    if (got > 0) buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno != EINTR)) return fault("the agent's program has ended");
  }
}

}  // namespace localorg::eval
