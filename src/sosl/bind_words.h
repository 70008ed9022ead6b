// The words of a search as one object searches them: operators by their precedence, adjacent words by the object's habit,
// terms cut as the index cuts text.  A part of bind().
#pragma once

#include <optional>

#include "org/catalog.h"
#include "sosl/ast.h"
#include "sosl/bound.h"

namespace localorg::sosl {

// Parentheses first; then AND and AND NOT, from the right to the left; then OR (documented).  Adjacent words are as with the
// object's own operator between them.  Stop words count for nothing, unless there is nothing else.  None: no words at all.
std::optional<BoundExpression> bind_words(const Sequence& words, const org::SearchTraits& traits);

// The characters of the longest term, without wildcards and escapes.
std::size_t longest_term(const Sequence& words);

}  // namespace localorg::sosl
