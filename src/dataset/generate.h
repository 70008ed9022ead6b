// localorg generate: an org of CRMArena's shape, from a seed and nothing else.
//
//     seed, scale -> products, price books -> articles -> agents -> customers -> orders -> cases -> routing -> conversations
//                 -> the records of an org file
//
// Everything follows from the seed: no clock, no floating point, no order of hashing.  What is said and sold comes from the
// word banks in data/banks/, how much of it and when from generate_shape.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "dataset/progress.h"
#include "dataset/scale.h"
#include "org/catalog.h"

namespace localorg::dataset {

inline constexpr Scale kLargestScale = 100;  // about 4 million records, 3 GB
inline constexpr int kMostYears = 5;

struct GenerateOptions {
  std::uint64_t seed = 1;
  // Multiplies agents, accounts, contacts, products, orders, cases and all that hangs on them.  The company stays the same:
  // 12 categories, 44 price books, 45 articles, 10 issues.
  Scale scale = 1;              // 0.01 to kLargestScale
  std::string bank = "retail";  // of data/banks
  int years = kMostYears;       // from 2020 on; all of them end in May 2024
  // Instead of what the scale says; the rest follows the accounts.
  std::optional<std::uint64_t> accounts = {}, cases = {}, agents = {}, products = {};
  // What a demo org has besides: system users, chats without a case, a product for shipping, price books without prices.
  bool noise = false;
};

// The org that a bank fills: crmarena, or one with objects and fields of its own.
Result<org::Catalog> catalog_of_bank(const std::string& name);

// Writes an org file to `path`, and next to it what is behind it and not in it (latent.h); a file that is there is replaced
// once the new one is whole.  The same options give the same bytes on every machine (with one version of SQLite, which leaves
// its mark in each file).  Fails with USAGE for sizes out of range and for an unknown bank, and for a catalog that lacks an
// object or field of data/orgs/crmarena or of those that the bank adds; it may have more.
Result<void> generate(const GenerateOptions& options, const org::Catalog& catalog, const std::string& path,
                      const Progress& progress);

}  // namespace localorg::dataset
