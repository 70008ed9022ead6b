// Queries as CRMArena's connector makes them: all pages, without the attributes of the top level, and without the columns that
// are null in every record (so a count, which has no records, gives an empty list).
#pragma once

#include <string>
#include <string_view>

#include "eval/tools/tool.h"

namespace localorg::eval::tool {

// The records, or the error as a text.
Json ask(Toolbox& toolbox, std::string_view soql);
// The same for a search.
Json search(Toolbox& toolbox, std::string_view sosl);

// field = 'a' for one value, field IN ('a', 'b') for several.
std::string is_any_of(std::string_view field, const Json& values);
// 'text', with what SOQL escapes escaped.
std::string soql_text(std::string_view text);

}  // namespace localorg::eval::tool
