// Parsing, the first step of a SOSL search:
//     text -> PARSE -> bind -> translate -> execute -> render
//
// parse() knows the grammar and nothing else: no object, no field.  Its errors keep the older wording that the server's SOSL
// parser keeps (soql.md 15.9); parse_errors.cpp holds all of it.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "sosl/ast.h"

namespace localorg::sosl {

// Characters of a statement, and of the text in its braces: beyond the second, operators count for nothing, beyond the third
// nothing is found (documented).
inline constexpr std::size_t kMaxCharacters = 100'000;
inline constexpr std::size_t kMaxCharactersWithOperators = 4'000;
inline constexpr std::size_t kMaxSearchCharacters = 10'000;
// Levels of parentheses in the braces (ours): each level costs SQLite's parser two of its hundred places.
inline constexpr std::size_t kMaxNesting = 40;

// Parses `statement`, which soql::statement_of() has trimmed.
Result<Search> parse(std::string_view statement);

// The text with a backslash before each reserved character, so that it is searched as it stands.
std::string escape(std::string_view text);

}  // namespace localorg::sosl
