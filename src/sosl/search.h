// A SOSL search from text to records: the whole walk.
//     text -> parse -> bind -> translate -> execute -> render
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text_cache.h"
#include "soql/query.h"
#include "sosl/bound.h"
#include "sosl/match.h"

namespace localorg::sosl {

// One object of the answer, ready to be stepped.
struct PreparedReturned {
  BoundReturned bound;
  Match match;
  soql::PreparedPlan prepared;  // its first parameters are the match
};

struct PreparedSearch {
  BoundSearch bound;  // without its objects
  std::vector<PreparedReturned> returned;
  bool depends_on_index = false;  // patterns: the words they stand for are looked up each time
  bool corrected = false;
};

// The Ids of the records that the user viewed last, for USING ListView = Recent.
using RecentIds = std::function<std::vector<std::string>()>;

// The searches of one client, beside its SOQL engine, whose org, clock and user they share.  For one thread at a time.
class Engine {
 public:
  explicit Engine(soql::Engine& soql);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

 private:
  friend Result<PreparedSearch*> search(Engine& engine, std::string_view text, const RecentIds& recent);
  friend Result<bool> correct_spelling(Engine& engine, PreparedSearch& search);

  soql::Engine* soql_;
  TextCache<PreparedSearch> searches_;  // by exact text
};

// Runs the walk up to statements that are ready to be stepped.  They belong to the engine and are good until the next
// search.  Positions in an error refer to soql::statement_of(text).
Result<PreparedSearch*> search(Engine& engine, std::string_view text, const RecentIds& recent = {});

// For a search that found nothing: puts the nearest word of the object's index in the place of each that no record of the
// org has.  False: there was none to be put.
Result<bool> correct_spelling(Engine& engine, PreparedSearch& search);

// How many of each object's records an answer has, of those that were found: all, or LIMIT spread evenly, what one object
// leaves over going to the others.
std::vector<std::size_t> spread(const std::vector<std::size_t>& found, std::optional<std::int64_t> limit);

}  // namespace localorg::sosl
