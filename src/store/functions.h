// What SQLite lacks for SOQL and each connection gets: one collation, LIKE, and SOQL's date functions.
#pragma once

#include <string_view>

#include "base/result.h"

namespace localorg::store {

class Database;

// The collation that compares text as SOQL does (text::compare_ignoring_case).  Columns are declared NOCASE, which any
// SQLite tool knows and which gives the same answer for ASCII; the translator names this one where that is not enough.
inline constexpr std::string_view kTextCollation = "soql_text";

// Registers the collation, `like` in SOQL's sense (Unicode, `\` escapes), soql_like_exact(pattern, value) for case-sensitive
// fields, soql_has() for INCLUDES, soql_labels() for toLabel() of several values, soql_number() for numbers inside of JSON, and
// date_functions.h.
Result<void> register_functions(Database& database);

}  // namespace localorg::store
