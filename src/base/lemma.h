// The form under which all inflections of an English word are found: refunds, refunded and refunding under refund.
#pragma once

#include <string>
#include <string_view>

namespace localorg::text {

// The common form of a word that WordReader has folded.  Inflections only: plurals, -s, -ed, -ing with their doubled
// consonants and lost e, and a table of irregular words.  What is a word of its own stays apart: university and universe,
// ship and shipment.  The form need not be an English word (exchange, exchanged: exchang), and words that are no plain
// English letters stay as they are.
std::string lemma(std::string_view word);

}  // namespace localorg::text
