// Single characters as Unicode classes them, and letters made small.  Where ASCII will do, base/text does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace localorg::text {

// Of the categories L and N.
bool is_letter_or_number(std::int32_t c);
// White_Space.
bool is_white_space(std::int32_t c);
// Simple lower-casing, character by character; ill-formed bytes become U+FFFD.
std::string lower_letters(std::string_view s);

}  // namespace localorg::text
