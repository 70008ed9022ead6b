// What the parts of the conformance runner share.  Used by the conformance*.cpp alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "support/conformance.h"

namespace localorg::test {

// ---- conformance_text.cpp
std::vector<std::string> lines_of(std::string_view text);
// The lines [begin, end) with line feeds between.
std::string join_lines(const std::vector<std::string>& lines, std::size_t begin, std::size_t end);
// Without the line feeds at both ends.
std::string strip_line_feeds(std::string_view text);
// "verb rest" to its two halves; the rest without blanks in front.
std::pair<std::string, std::string> first_word(std::string_view line);
// Advice at the end of a text becomes its mark: [CF], [CE] or [CR].
std::string with_advice_marked(std::string text);

// ---- conformance_answer.cpp
bool is_verb(std::string_view name);

// ---- conformance_file.cpp
// Puts `answers` (by case, empty: keep) where the expected texts stand.
Result<void> write_answers(CaseFile file, const std::vector<std::string>& answers);

}  // namespace localorg::test
