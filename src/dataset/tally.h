// Odd values that import takes, told once per field and not once per record: how often, and the first examples.
//     ContactId: 12 Ids whose checksum does not fit their spelling, taken: 003Ws0000012345AAA, ...
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace localorg::dataset {

enum class Oddity {
  wrong_checksum,  // an 18-character Id whose checksum does not fit its spelling
  other_prefix,    // an Id that starts with another key prefix than its object's
  too_long,        // a text longer than its field
  compound,        // a value for a field that is made of others (addresses)
  recomputed,      // a value that the org computes otherwise
};

struct OddValue {
  std::string field;
  Oddity oddity;
  std::string example;
};

class Tally {
 public:
  void add(const OddValue& value);
  // A sentence per field and oddity, by field name.
  std::vector<std::string> sentences() const;

 private:
  struct Count {
    std::uint64_t count = 0;
    std::vector<std::string> examples;
  };
  std::map<std::pair<std::string, Oddity>, Count> counts_;
};

}  // namespace localorg::dataset
