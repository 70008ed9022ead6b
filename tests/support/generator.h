// Orgs and SOQL queries from a seed, for property tests: small, and full of what goes wrong.  The catalog is that of
// tests/orgs/property.  The same seed gives the same org and the same queries, as long as the compiler is the same.
//
//     generator_org.cpp        the records of an org
//     generator_values.cpp     values by field type
//     generator_query.cpp      SELECT, FROM and the order of clauses
//     generator_groups.cpp     aggregate queries
//     generator_condition.cpp  WHERE and HAVING
//     generator_literal.cpp    literals as a query writes them
//     generator_path.cpp       paths to fields through parents
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "org/catalog.h"
#include "store/org_file.h"
#include "support/random.h"
#include "support/reference.h"

namespace localorg::test {

struct GeneratedOrg {
  std::unique_ptr<org::Catalog> catalog;
  reference::Records records;
  store::Meta meta;         // time zone, locale, running user
  std::int64_t now_ms = 0;  // what TODAY is counted from
};

enum class OrgSize {
  small,  // a few dozen records at most of each object; some objects may have none
  large,  // more items than a grouped query may return
};

// Catalogs differ in their fiscal year, viewers in zone and week.  Nulls, ties, texts that differ in case, dangling
// references and deleted records are everywhere.
Result<GeneratedOrg> generate_org(std::uint64_t seed, OrgSize size = OrgSize::small);

// Writes the records as an org file.
Result<void> write_org(const GeneratedOrg& org, const std::string& path);

// A valid query: every clause and function that soql/bind takes, over fields that may stand there.
std::string generate_query(const GeneratedOrg& org, Random& random);

}  // namespace localorg::test
