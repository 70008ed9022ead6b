// localorg import: records from elsewhere into an org file.
//
// Sources: an SQLite file in the layout of CRMArena's local_data (a table per object, columns by API name), or a folder
// with a file per object: Case.csv, Case.json (an array of records), Case.jsonl (a record per line).  Names match in any
// case; any of the tables and columns may be missing.
//
//     open_source -> for each object of the catalog: read_records -> OrgWriter -> report
//     source.h                                       records.h      store/org_file.h
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/progress.h"
#include "org/catalog.h"

namespace localorg::dataset {

// One thing that did not arrive as it stood in the source.
struct ImportIssue {
  std::string object;      // or the name of a table that is none
  std::uint64_t row = 0;   // in its table or file, from 1; 0: the table or file as a whole
  std::uint64_t line = 0;  // where the row starts in a CSV or JSONL file, from 1; else 0
  std::string field;       // API name, where one field's value is the reason
  std::string reason;      // names the field, too
};

struct ImportedObject {
  std::string name;
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  std::optional<std::int64_t> expected;  // in the published data set
};

// References of one field to records that its target objects lack.  The referring records stay as they are.
struct DanglingReferences {
  std::string field;  // Case.ContactId
  std::uint64_t count = 0;
  std::vector<std::string> examples;  // the first few Ids, in byte order
};

struct ImportReport {
  std::vector<ImportedObject> objects;  // in catalog order, those that the source has
  std::vector<ImportIssue> refused;     // records that were not written, object by object: read - written of each
  std::vector<ImportIssue> notes;       // unknown or missing tables and columns, odd values that were taken
  std::vector<DanglingReferences> dangling;
};

// Reads `source` into a new org file at `path`.  Returns an error, with nothing written and an older file at `path` left as
// it was, when the source cannot be read as a whole; single records that cannot be taken are named in the report.  The
// same source gives the same bytes.  `source` is never written to; `progress` may be empty.
Result<ImportReport> import_org(const std::string& source, const org::Catalog& catalog, const std::string& path,
                                const Progress& progress);

}  // namespace localorg::dataset
