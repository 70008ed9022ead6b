#include "base/letter.h"

#include <unicode/uchar.h>

#include "base/text.h"

namespace localorg::text {

bool is_letter_or_number(std::int32_t c) { return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0; }

bool is_white_space(std::int32_t c) { return u_isUWhiteSpace(c) != 0; }

std::string lower_letters(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t at = 0; at < s.size();) append_code_point(out, u_tolower(next_code_point(s, at)));
  return out;
}

}  // namespace localorg::text
