#include "cli/shell_input.h"

#include "base/text.h"

namespace localorg::cli {
namespace {

std::string_view without_end(std::string_view text) {
  text = text::trim(text);
  while (text.ends_with(';')) text = text::trim(text.substr(0, text.size() - 1));
  return text;
}

}  // namespace

std::optional<std::string> ShellInput::add(std::string_view line) {
  const std::string_view trimmed = text::trim(line);
  if (pending_.empty()) {
    const std::string_view command = without_end(trimmed);
    if (command.starts_with('.')) return std::string(command);
    for (const std::string_view word : {"help", "quit", "exit"}) {
      if (text::equal_ignoring_case(command, word)) return "." + std::string(word);
    }
    if (command.empty()) return std::nullopt;
  }
  pending_ += std::string(line) + "\n";
  if (!trimmed.empty() && !trimmed.ends_with(';')) return std::nullopt;
  return finish();
}

std::optional<std::string> ShellInput::finish() {
  std::string query(without_end(pending_));
  pending_.clear();
  if (query.empty()) return std::nullopt;
  return query;
}

bool is_command(std::string_view input) { return input.starts_with('.'); }

}  // namespace localorg::cli
