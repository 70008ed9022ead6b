#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace localorg::cli {
namespace {

// A terminal that does not know its size has the usual one.
winsize size() {
  winsize found{};
  if (::isatty(STDOUT_FILENO) == 0) return found;
  ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &found);
  if (found.ws_col == 0) found.ws_col = 80;
  if (found.ws_row == 0) found.ws_row = 24;
  return found;
}

}  // namespace

std::size_t terminal_width() { return size().ws_col; }
std::size_t terminal_height() { return size().ws_row; }

}  // namespace localorg::cli
