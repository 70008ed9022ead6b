#include "cli/history.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace localorg::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKept = 1000;  // of a file with up to twice as many

// Appends at once, so that two shells do not mix their lines.
void append(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return;
  ::fchmod(file, S_IRUSR | S_IWUSR);
  [[maybe_unused]] const ssize_t written = ::write(file, text.data(), text.size());
  ::close(file);
}

void rewrite(const std::string& path, const std::vector<std::string>& entries) {
  std::string text;
  for (const std::string& entry : entries) text += entry + "\n";
  const std::string partial = path + "." + std::to_string(::getpid());
  append(partial, text);
  std::error_code ignored;
  fs::rename(partial, path, ignored);
}

}  // namespace

std::vector<std::string> read_history(const std::string& path) {
  std::vector<std::string> entries;
  std::ifstream in(path, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) entries.push_back(line);
  }
  const bool is_long = entries.size() > 2 * kKept;
  if (entries.size() > kKept) entries.erase(entries.begin(), entries.end() - kKept);
  if (is_long) rewrite(path, entries);
  return entries;
}

void append_history(const std::string& path, const std::string& entry) {
  std::error_code ignored;
  const bool made = fs::create_directories(fs::path(path).parent_path(), ignored);
  if (made) fs::permissions(fs::path(path).parent_path(), fs::perms::owner_all, ignored);
  std::string line = entry;
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  append(path, line + "\n");
}

}  // namespace localorg::cli
