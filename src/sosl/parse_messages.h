// The wording of SOSL's syntax errors: all of it, as soql.md 15.9 and errors.md have it.  Columns count from 0.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace localorg::sosl {

SalesforceError malformed(std::string message);  // without a position
SalesforceError malformed_at(SourceSpan span, std::string message);

// line 1:7 mismatched character '-' expecting '}'      `at`: byte of the character; the end of the source is <EOF>
SalesforceError mismatched_character(std::string_view source, std::size_t at, std::string_view expected);
// line 1:40 no viable alternative at character '"'
SalesforceError no_viable_character(std::string_view source, std::size_t at);
// unexpected token: LIMIT; a sign stands in quotes: unexpected token: ')'
SalesforceError unexpected_token(std::string_view token, SourceSpan span);
// expecting a right parentheses, found 'LIMIT'
SalesforceError expecting(std::string_view what, std::string_view found, SourceSpan span);
SalesforceError too_complicated();

}  // namespace localorg::sosl
