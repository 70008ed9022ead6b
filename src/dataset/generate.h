// localorg generate: an org of CRMArena's shape, from a seed and nothing else.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "dataset/progress.h"
#include "org/catalog.h"

namespace localorg::dataset {

struct GenerateOptions {
  std::uint64_t seed = 1;
  int scale = 1;  // multiplies the number of accounts, products, orders, cases and agents
};

// Writes an org file to `path`.  The same options give the same bytes on every machine.
Result<void> generate(const GenerateOptions& options, const org::Catalog& catalog, const std::string& path, const Progress& progress);

}  // namespace localorg::dataset
