// SQLite's full-text search (FTS5) as searches need it; each connection gets it.
//
// The tokenizer soql_words.  Of a record's text each word is a token, folded (base/search_words.h), and beside it, in the
// same place, stands ~ and its lemma where that is another word:
//     refunded shoes          refunded ~refund  shoes ~shoe
// The text of an FTS5 query is not cut but at blanks: who writes it names tokens as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace localorg::store {

class Database;

inline constexpr std::string_view kTokenizer = "soql_words";
inline constexpr char kLemmaMark = '~';

// The tokens under which records have a bare word or one of its inflections: refunded: ~refund, refund.
std::vector<std::string> forms_of(const std::string& word);

// Registers the tokenizer; soql_score() (score.h); soql_plain_text(html); soql_digits(phone number): the number with its
// digits in one run behind it; and search_text.h.
Result<void> register_full_text(Database& database);

}  // namespace localorg::store
