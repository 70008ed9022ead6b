// localorg verify: is an org file whole and consistent?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/progress.h"
#include "store/org_file.h"

namespace localorg::dataset {

struct Finding {
  std::string check;    // integrity, ids, references, ...
  std::string subject;  // Case, Case.ContactId
  std::string what;
};

struct ObjectCount {
  std::string name;
  std::int64_t records = 0;
  std::optional<std::int64_t> expected;
};

struct VerifyReport {
  std::vector<ObjectCount> counts;
  std::vector<Finding> errors;    // the file is damaged, or a value is not what its field's type allows
  std::vector<Finding> warnings;  // references to nowhere, wrong checksums: an import keeps such data as they came
};

// Checks SQLite's own integrity, the Ids (form, checksum, key prefix), the values against their fields' types and lengths,
// and that references lead to records.
Result<VerifyReport> verify(const store::OpenOrg& org, const Progress& progress);

}  // namespace localorg::dataset
