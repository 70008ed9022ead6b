// A query cut into words, whatever it is: also one that is half typed.  For help while typing; parse() does not use it.
#pragma once

#include <string_view>
#include <vector>

#include "base/span.h"

namespace localorg::soql {

enum class WordKind {
  name,         // a keyword, a path such as Account.Owner.Name (the last step may still be empty), a date literal
  string,       // with its quotes
  open_string,  // one that does not end: the rest of the text
  number,       // a date or dateTime too
  sign,         // a comparison such as <= or one character
};

struct Word {
  WordKind kind;
  SourceSpan span;
  std::string_view text;  // points into the query
};

std::vector<Word> words_of(std::string_view query);

}  // namespace localorg::soql
