// Going back: an org as it was made, and states that somebody named.
//
//     sales.org.db                              the org
//     sales.org.db.snapshots/pristine.db        as it was before its first write
//     sales.org.db.snapshots/before-the-run.db  a named state
//
// The first state costs nothing until the first write, which copies the file before it changes it.  An org in memory keeps
// its states in memory.  Who may log in (user_table.h) is no part of a state: it stays.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/org_file.h"

namespace localorg::store {

// Names are letters, digits, `-`, `_` and `.`, at most 64 of them and no `.` in front; another name is USAGE, and so is
// "pristine", and a name to restore that nobody gave.  A second snapshot of one name takes the place of the first.
Result<void> snapshot(OpenOrg& org, const std::string& name);
Result<void> restore(OpenOrg& org, const std::string& name);
std::vector<std::string> snapshot_names(const OpenOrg& org);

// Back to the state in which the org was made (generate, import, a copy in memory): false if nothing was ever written.
Result<bool> reset(OpenOrg& org);

// Called by a transaction that begins: keeps the first state if nothing was written yet, and notes that something will be.
Result<void> keep_pristine(OpenOrg& org);

}  // namespace localorg::store
