#include "dataset/source.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <system_error>

namespace localorg::dataset {

Result<std::unique_ptr<Source>> open_source(const std::string& path) {
  std::error_code fault;
  const std::filesystem::file_status status = std::filesystem::status(path, fault);
  if (std::filesystem::is_directory(status)) return open_folder_source(path);
  if (std::filesystem::is_regular_file(status)) return open_sqlite_source(path);
  return unusable(path, std::filesystem::exists(status) ? "neither a file nor a folder" : "no such file or folder");
}

SalesforceError unusable(const std::string& path, std::string_view what) {
  return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": " + std::string(what));
}

std::string plain_digits(double number) {
  std::array<char, 512> buffer{};  // the smallest double has 343 digits
  const auto [end, fault] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  return {buffer.data(), fault == std::errc{} ? end : buffer.data()};
}

}  // namespace localorg::dataset
