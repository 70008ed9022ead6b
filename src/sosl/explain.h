// The walk of one search, step by step, for a person to read: what localorg explain shows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "soql/explain.h"
#include "sosl/search.h"

namespace localorg::sosl {

// A record of the answer, and where its words are.
struct Hit {
  std::string id;
  std::int64_t score = 0;                                   // store/score.h
  bool has_all = false;                                     // all words of the search
  std::vector<std::pair<std::string, std::string>> fields;  // and what of their text holds the words, marked
};

struct ExplainedObject {
  std::string object;
  std::string bound;  // an outline of what is searched and shown
  Match match;
  std::string sql;
  std::vector<std::string> parameters;
  std::string plan;  // SQLite's, indented
  std::size_t rows = 0;
  std::vector<Hit> hits;  // the first few
};

struct Explanation {
  std::string ast;  // an outline of the parsed search
  std::vector<ExplainedObject> objects;
  std::vector<soql::StepTime> times;
  bool corrected = false;  // nothing was found, and other spellings were searched
};

// Runs the search once, outside the cache.
Result<Explanation> explain(soql::Engine& engine, std::string_view text);

}  // namespace localorg::sosl
