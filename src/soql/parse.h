// Parsing, the first step of a SOQL query:
//     text -> PARSE -> bind -> translate -> execute -> render
//
// parse() knows the grammar and nothing else: no object, no field.  Its errors are worded as the server words them
// (soql.md 12.2): the server's parser is ANTLR too, and what it says follows from where a decision failed.
#pragma once

#include <string_view>

#include "base/result.h"
#include "soql/ast.h"

namespace localorg::soql {

// Limits of a statement: characters as Salesforce has it; nesting of parentheses so that later steps may recurse (ours).
inline constexpr std::size_t kMaxCharacters = 100'000;
inline constexpr std::size_t kMaxNesting = 250;

// The text that positions in an error refer to: `text` without the blanks at both ends (assumed, soql.md 12.1).
std::string_view statement_of(std::string_view text);

// Parses `statement`, which statement_of() has trimmed, or returns the error of the first character or word that
// cannot stand where it stands.  Never reads beyond kMaxCharacters.
Result<Query> parse(std::string_view statement);

}  // namespace localorg::soql
