// Reading JSON that others wrote.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace localorg::eval {

// The text at a key of an object; empty where it is missing or no text.
inline std::string text_at(const Json& json, std::string_view key) {
  const auto found = json.find(std::string(key));
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace localorg::eval
