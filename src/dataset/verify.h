// localorg verify: is an org file whole and consistent?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/progress.h"
#include "dataset/verify_texts.h"
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

// About how many things a task of the benchmark could be asked: none where the org is too small or lacks an object.
struct TaskReport {
  std::string name;
  std::string things;
  std::int64_t count = 0;
};

struct VerifyReport {
  std::vector<ObjectCount> counts;
  std::vector<Finding> errors;    // the file is damaged, or a value is not what its field's type allows
  std::vector<Finding> warnings;  // references to nowhere, wrong checksums: an import keeps such data as they came
  std::vector<TaskReport> tasks;
  TextReport texts;
};

// Checks SQLite's own integrity, the format (Ids with checksum and key prefix; values against their fields' types, lengths and
// picklists; required fields; references lead to records), and the content (verify_content.h).  What is wrong in a generated
// org is an error; an import may have brought it, so there it is a warning.
Result<VerifyReport> verify(const store::OpenOrg& org, const Progress& progress);

}  // namespace localorg::dataset
