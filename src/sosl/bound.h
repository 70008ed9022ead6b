// A SOSL search with every name resolved and its words cut as the index has them: made by bind(), read by translate().
// Points into the catalog.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/box.h"
#include "org/catalog.h"
#include "soql/bound.h"

namespace localorg::sosl {

// ---- Words --------------------------------------------------------------------------------------------------------

struct BoundWord {
  std::string text;  // folded (base/search_words.h); in a pattern with * and ?, never in front
  bool is_pattern = false;

  friend bool operator==(const BoundWord&, const BoundWord&) = default;
};

// Words that stand side by side in a field: of a phrase, or of a bare term such as T\-shirt or ann@example.com.
struct BoundTerm {
  std::vector<BoundWord> words;  // at least one
  bool inflected = false;        // a bare term: its last word, unless a pattern, in any inflection
  std::string digits;            // of a term that looks like a phone number: its digits in one run, which do as well
};

struct BoundExpression;
struct BoundAll {
  std::vector<BoundExpression> parts;
};
struct BoundAny {
  std::vector<BoundExpression> parts;
};
struct BoundExcept {
  Box<BoundExpression> kept;
  Box<BoundExpression> dropped;
};

// Holds for a record over all its searched fields together; a term within one field.
struct BoundExpression {
  std::variant<BoundTerm, BoundAll, BoundAny, BoundExcept> value;
};

// ---- The search ---------------------------------------------------------------------------------------------------

struct BoundReturned {
  const org::SObject* object = nullptr;
  std::optional<BoundExpression> words;   // none: nothing can be found
  std::vector<const org::Field*> fields;  // that are searched; none: nothing can be found
  soql::BoundQuery query;                 // the fields, conditions and order; its limit is that of section 15.3
};

struct BoundSearch {
  std::vector<BoundReturned> returned;  // in the order of the answer
  std::optional<std::int64_t> limit;    // over all objects, spread evenly
  bool corrects_spelling = true;
  bool highlights = false;
  std::optional<std::int64_t> snippet_length;
  bool labels = false;
};

}  // namespace localorg::sosl
