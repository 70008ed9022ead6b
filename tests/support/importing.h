// Imports into a small org, for tests: sources are made in a folder of the test's own, and no expectation hangs on the catalog
// of CRMArena.
#pragma once

#include <string>
#include <vector>

#include "dataset/import.h"
#include "org/catalog.h"
#include "support/strings.h"
#include "support/temp_folder.h"

namespace localorg::test {

// User, Account, Case, EmailMessage, Remark__c, and the virtual Name.
const org::Catalog& small_org();

// Runs statements on the SQLite file `path`, made where there is none.
void make_sqlite(const std::string& path, const std::string& sql);

// Imports a source that can be read into the org file `path`.
dataset::ImportReport import_well(const std::string& source, const std::string& path);

// Imports into a folder where an older org file lies, expects an error, and that nothing else changed: the error's message.
std::string import_badly(const std::string& source);

// Imports one table with one row, given as columns and values in SQL; `select` is the field to look at.
struct OneRow {
  dataset::ImportReport report;
  Strings values;  // as SQLite's quote() writes them: NULL, 1, 'text'
};
OneRow import_row(const std::string& object, const std::string& columns, const std::string& values, const std::string& select);

// The rows of a query on an org file, columns joined with a bar.
Strings rows_of(const std::string& path, const std::string& sql);

// Issues as lines: Case 2 (line 7) [Subject] reason.
Strings lines_of(const std::vector<dataset::ImportIssue>& issues);

// Notes about one object, without those about what the source lacks.
Strings notes_on(const dataset::ImportReport& report, const std::string& object);

// The names in a folder, sorted.
Strings files_in(const TempFolder& folder);

}  // namespace localorg::test
