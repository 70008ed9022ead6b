// From the rows of a table to the records of an object.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "dataset/import.h"
#include "dataset/source.h"
#include "org/record.h"

namespace localorg::dataset {

struct ReadRecords {
  std::vector<org::Record> records;  // in Id order, byte by byte
  std::uint64_t rows = 0;            // read, good or bad
  std::vector<ImportIssue> refused;  // in the order of the source: rows - records.size() of them
  std::vector<ImportIssue> notes;
};

// How often long loops tell their progress, in rows.
inline constexpr std::uint64_t kRowsPerProgress = 5000;

// Reads all rows as records of `object`, converts their values by the fields' types and completes them as the org
// does (org::complete): what a row has stays, null included; what it lacks becomes a default or is computed.  Auto-numbers
// that no row has are counted from 1 in Id order.  A row without a good Id, with the Id of an earlier row or with a
// value that its field cannot have is refused.  Returns an error only when the source cannot be read on.
// `progress` hears how much is done, 0 to 1, every kRowsPerProgress rows.
Result<ReadRecords> read_records(Rows& rows, const org::SObject& object, const std::function<void(double)>& progress);

}  // namespace localorg::dataset
