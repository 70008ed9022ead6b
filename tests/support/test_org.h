// The named orgs of tests/orgs/: few, small, shared by all tests, each made once per process.
//
//   tests/orgs/<name>/org.json        {"catalog": a built-in catalog, "runningUserId": a User}
//   tests/orgs/<name>/<Object>.json   [ {"Id": "500...", "Subject": "...", ...}, ... ]   in Id order
//
// Values by JSON kind: null is null, numbers and booleans are themselves, strings are read as the field's type takes text,
// arrays are lists of Ids.  A field that a record does not name gets the field's default; null written out stays null.
#pragma once

#include <string>

#include "base/result.h"
#include "store/org_file.h"

namespace localorg::test {

// The folder that LOCALORG_TESTS names, without a slash at its end.
std::string tests_folder();

// The org `name`, made on first use and kept, in memory, until the process ends.  Fails with ORG_UNUSABLE when a file
// cannot be read or a record does not fit the catalog.
Result<const store::OpenOrg*> test_org(const std::string& name);

// Its bytes, for copies that may be written (store::copy_of).
Result<store::Image> test_image(const std::string& name);

}  // namespace localorg::test
