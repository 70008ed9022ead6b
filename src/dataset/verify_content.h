// What must be true of an org's records among each other: histories match owners and dates, closings the last messages, prices
// their books.
#pragma once

#include "base/result.h"
#include "dataset/verify.h"
#include "store/org_file.h"

namespace localorg::dataset {

// Adds a finding per rule that some records break.  Rules about objects that the org lacks, and records whose fields are empty
// (an import may have left them out), are passed over.
Result<void> check_content(const store::OpenOrg& org, const Progress& progress, std::vector<Finding>& findings);

// Chat transcripts line by line: [2020-12-22T11:03:45] First Last (Customer): text
Result<void> check_chats(const store::OpenOrg& org, std::vector<Finding>& findings);

// For each of the nine tasks, about how many things it could be asked.
Result<std::vector<TaskReport>> check_tasks(const store::OpenOrg& org);

}  // namespace localorg::dataset
