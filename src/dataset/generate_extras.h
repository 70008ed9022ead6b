// What a bank has beyond the shape of crmarena: records of objects of its own, and fields of its own in the others' records.
//
//     records.json   Station__c: Old Mill, River Gate, ...     Order.Station__c: one of them     Case.Station__c: the order's
//
// An extra follows from the seed and the record's place alone, so that it can be asked for again wherever it is spoken of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "dataset/generate_write.h"
#include "dataset/world.h"

namespace localorg::dataset {

// The bank's own objects, each with its records.
Result<void> write_own_objects(Output& output, const World& world);
std::uint64_t count_own_records(const World& world);

// Sets the bank's own fields in the record of the world's thing number `index`.  Records beyond the world's things (noise) keep
// them empty.
Result<void> add_own_fields(const Output& output, const World& world, std::uint64_t index, org::Record& record);

// What a case says of them: slot -> the name of the record that its order points to.
std::vector<std::pair<std::string, std::string>> own_words(const World& world, const Case& c);

// Fails with USAGE if the catalog lacks one of the bank's own objects or fields.
Result<void> check_own_fields(const Bank& bank, const org::Catalog& catalog);

}  // namespace localorg::dataset
