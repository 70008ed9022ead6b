// Lines become what the shell runs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace localorg::cli {

// A query goes over lines and ends with a `;` at the end of one, or with an empty line.  A command is one line that begins
// with a full stop; help, quit and exit need none.
class ShellInput {
 public:
  // The query or command that this line ends, without its `;`; nullopt: there is more to come.
  std::optional<std::string> add(std::string_view line);
  // The query that the end of input ends.
  std::optional<std::string> finish();
  void abandon() { pending_.clear(); }

  // The lines of the unfinished query, each with its line end.
  const std::string& pending() const { return pending_; }

 private:
  std::string pending_;
};

bool is_command(std::string_view input);

}  // namespace localorg::cli
