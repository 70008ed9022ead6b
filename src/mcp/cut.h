// Answers of a size that a model can read: long texts, wide records and long lists are cut, and what was cut is said.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/json.h"

namespace localorg::mcp {

inline constexpr std::size_t kMostText = 100'000;  // bytes of the records in one answer
inline constexpr std::size_t kMostFields = 100;    // of a record

struct Limits {
  std::size_t length = 4000;  // characters of a text
  std::size_t records = 200;  // of a list inside a record: child records
};

// What was cut, in numbers; sentences() says it.
struct Cut {
  std::size_t texts = 0, lists = 0, records = 0;

  std::vector<std::string> sentences(const Limits& limits) const;
};

enum class Attributes { none, type, all };

// Cuts a record as the org answers it, at any depth, and leaves of its attributes what is wanted.
//     {"attributes":{...},"Name":"Acme","Cases":{"totalSize":300,"done":true,"records":[...]}}
// A text that is cut says so at its end: "... [4000 of 12345 characters]".
void cut_record(Json& record, const Limits& limits, Attributes attributes, Cut& cut);

// How many of the records have room in one answer; at least one, where there is one.
std::size_t records_that_fit(const Json& records, std::size_t first, std::size_t most);

}  // namespace localorg::mcp
