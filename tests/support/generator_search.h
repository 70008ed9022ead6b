// SOSL searches from a seed, and texts for them to find.
#pragma once

#include <string>

#include "support/generator.h"

namespace localorg::test {

// Gives the searched fields of an org's records texts of a small vocabulary: inflections, accents, HTML, phone numbers,
// addresses, hyphens.
void fill_with_words(GeneratedOrg& org, Random& random);

// A valid search: words, phrases, patterns, operators and parentheses; RETURNING with all that may stand there, several objects
// or none.
std::string generate_search(const GeneratedOrg& org, Random& random);

}  // namespace localorg::test
