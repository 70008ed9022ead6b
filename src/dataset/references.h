// Which records are pointed to, and which of them the org lacks.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "dataset/import.h"
#include "org/record.h"

namespace localorg::dataset {

class References {
 public:
  // Takes in a record that the org has.
  void add(const org::Record& record);
  // The fields with references to no record of their target objects, in catalog order, with the first Ids in byte order.
  // Fields whose targets are all missing from the catalog are not followed by anybody, and not counted.
  std::vector<DanglingReferences> dangling(const org::Catalog& catalog) const;

 private:
  std::unordered_map<std::string, const org::SObject*> records_;                            // by Id
  std::map<const org::Field*, std::unordered_map<std::string, std::uint64_t>> pointed_to_;  // how often, by Id
};

}  // namespace localorg::dataset
