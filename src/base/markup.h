// Rich text as plain text.
#pragma once

#include <string>
#include <string_view>

namespace localorg::text {

// The text that an HTML fragment shows: tags gone, a blank where one ends a block, entities resolved, scripts, styles and
// comments left out.  Text without markup stays as it is.
std::string plain_text(std::string_view html);

}  // namespace localorg::text
