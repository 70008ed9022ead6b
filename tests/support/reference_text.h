// Text as the reference evaluator understands it: case, LIKE, JSON, numbers.  Slow and obvious; shares nothing with base/text.
#pragma once

#include <string>

namespace localorg::reference {

// The code points of UTF-8 text, upper-cased one by one (soql.md 8).  A letter beyond ASCII stays beyond ASCII: dotless i
// is no I (assumed).
std::u32string folded(const std::string& text);
std::u32string code_points(const std::string& text);

// SOQL's LIKE (soql.md 5.4): % any run, _ one character, \ makes the next character literal.
bool like(const std::string& pattern, const std::string& value, bool case_sensitive);

// "..." with what JSON must escape escaped.
std::string json_string(const std::string& text);

// Java's Double.toString: 1.0  12.5  1.0E7  5.0E-4 (soql.md 2.5).
std::string number_text(double value);

}  // namespace localorg::reference
