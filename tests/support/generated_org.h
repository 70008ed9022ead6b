// Generated orgs, for tests: files that go with the process, and what is asked of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dataset/generate.h"
#include "org/catalog.h"
#include "store/org_file.h"
#include "support/temp_folder.h"

namespace localorg::test {

// Where they lie.
const TempFolder& generated_folder();

// The built-in catalog that the default org has.
const org::Catalog& crmarena();

// Generates an org of crmarena() as `name` in the folder: its path.
std::string generated(const dataset::GenerateOptions& options, const std::string& name);

// The default org, made once.
const std::string& default_path();
const store::OpenOrg& default_org();

// The rows of a query, values as text.
using Row = std::vector<std::string>;
std::vector<Row> rows(const store::OpenOrg& org, const std::string& sql);

// The same of the default org; its one value; its two columns as a map.
std::vector<Row> rows(const std::string& sql);
std::string one(const std::string& sql);
std::map<std::string, std::string> pairs(const std::string& sql);

}  // namespace localorg::test
