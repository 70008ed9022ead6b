// The text in the braces: a small language of its own.
//
//     refund* AND (shoe OR "trail runner") AND NOT "gift card"
//
// AND, OR and AND NOT are operators where they stand between two terms, else words.  The lexer has seen to it that reserved
// characters are escaped, but for quotes, wildcards and parentheses.
#pragma once

#include <string_view>

#include "base/result.h"
#include "sosl/ast.h"

namespace localorg::sosl {

// Reads source[span], the text without its braces.
Result<Sequence> parse_words(std::string_view source, SourceSpan span);

}  // namespace localorg::sosl
