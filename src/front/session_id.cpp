#include <algorithm>

#include "front/desk.h"

namespace localorg::front {

bool is_session_id(std::string_view text) {
  const auto is_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const std::size_t mark = text.find('!');
  if (mark == std::string_view::npos || mark < 15 || mark > 18 || !text.starts_with("00D")) return false;
  const std::string_view rest = text.substr(mark + 1);
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(mark), is_word) && !rest.empty() &&
         std::all_of(rest.begin(), rest.end(), [&](char c) { return is_word(c) || c == '.'; });
}

}  // namespace localorg::front
