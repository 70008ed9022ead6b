#include "org/id.h"

#include <algorithm>
#include <cassert>

namespace localorg::org {
namespace {

constexpr std::string_view kChecksumDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
// In byte order, so that Ids made one after another sort one after another.
constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t kGroup = 5;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_alphanumeric(char c) { return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9'); }

// Restores the case of 15 characters from a checksum; nullopt if a digit would have to be a capital.
std::optional<std::string> restore_case(std::string_view id15, std::string_view checksum) {
  std::string out(id15);
  for (std::size_t group = 0; group < 3; ++group) {
    const char digit = is_lower(checksum[group]) ? static_cast<char>(checksum[group] - 'a' + 'A') : checksum[group];
    const std::size_t bits = kChecksumDigits.find(digit);
    if (bits == std::string_view::npos) return std::nullopt;
    for (std::size_t i = 0; i < kGroup; ++i) {
      char& c = out[group * kGroup + i];
      const bool upper = ((bits >> i) & 1U) != 0;
      if (upper && is_lower(c)) c = static_cast<char>(c - 'a' + 'A');
      if (!upper && is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
      if (upper && !is_upper(c)) return std::nullopt;
    }
  }
  return out;
}

}  // namespace

std::string with_checksum(std::string_view id15) {
  assert(id15.size() == 3 * kGroup);
  std::string out(id15);
  for (std::size_t group = 0; group < 3; ++group) {
    std::size_t bits = 0;
    for (std::size_t i = 0; i < kGroup; ++i) {
      if (is_upper(id15[group * kGroup + i])) bits |= std::size_t{1} << i;
    }
    out += kChecksumDigits[bits];
  }
  return out;
}

std::optional<std::string> normalize_id(std::string_view text) {
  if (text.size() != 15 && text.size() != 18) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), is_alphanumeric)) return std::nullopt;
  if (text.size() == 15) return with_checksum(text);
  const auto restored = restore_case(text.substr(0, 15), text.substr(15));
  return restored ? with_checksum(*restored) : std::string(text);
}

bool has_valid_checksum(std::string_view id18) {
  return id18.size() == 18 && std::all_of(id18.begin(), id18.end(), is_alphanumeric) &&
         with_checksum(id18.substr(0, 15)) == id18;
}

std::string make_id(std::string_view key_prefix, std::string_view instance, std::uint64_t number) {
  std::string digits(9, '0');
  for (std::size_t i = digits.size(); i > 0 && number > 0; --i, number /= kDigits.size()) {
    digits[i - 1] = kDigits[number % kDigits.size()];
  }
  return with_checksum(std::string(key_prefix) + std::string(instance) + digits);
}

}  // namespace localorg::org
