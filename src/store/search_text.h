// Where a record's text shows what was searched: soql_highlight() and soql_snippet().
//
// The search is given as text, a phrase a line, its tokens with blanks between, as full_text.h makes them:
//     ~refund
//     return policy
//     sho*              any word that begins so
#pragma once

#include "base/result.h"

namespace localorg::store {

class Database;

// soql_highlight(text, search): the text with <mark> and </mark> round each hit; null where there is none.
// soql_snippet(search, length, text, ...): some `length` characters round the first hit in the first of the texts that has
// one, cut between words and marked; null where none has.  Lone surrogates and the like are as in WordReader.
Result<void> register_search_text(Database& database);

}  // namespace localorg::store
