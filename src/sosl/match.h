// The words of a search as FTS5 is asked for them: what store/full_text.h and store/score.h read.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sosl/bound.h"

namespace localorg::sosl {

struct Match {
  std::string query;      // MATCH
  std::string score;      // soql_score()'s plan
  std::string highlight;  // soql_highlight()'s and soql_snippet()'s search; words given as patterns are not shown
  std::string hits;       // the same with the patterns
};

// The words of the index that a pattern (sho*es, t?p) fits.
using Expand = std::function<std::vector<std::string>(const std::string& pattern)>;

Match match_of(const BoundReturned& returned, const Expand& expand);

// Must the index be asked for words?  A * at the very end of a term needs no list.
bool has_patterns(const BoundReturned& returned);

}  // namespace localorg::sosl
