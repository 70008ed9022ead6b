// How many of what a generated org has, before anything is drawn.
#pragma once

#include <array>
#include <cstdint>

#include "base/result.h"

namespace localorg::dataset {

struct Bank;
struct GenerateOptions;

// At scale 1.  The retail bank's is that of the published org (generate_shape.h); another bank says its own in company.json.
struct BankShape {
  std::uint64_t agents, accounts, orders, items, cases;
  std::array<std::array<std::uint64_t, 12>, 5> months;  // weights of the cases from the first year on
};
BankShape published_shape();

struct Sizes {
  std::uint64_t agents = 0, accounts = 0, contacts = 0, products = 0, orders = 0, items = 0, cases = 0;
  std::uint64_t products_at_1 = 0;  // of the bank at scale 1: how steeply favourites fall off goes by it
  int months = 0;                   // from the first January on
};

// Fails with USAGE for sizes that no org can have.
Result<Sizes> sizes_of(const GenerateOptions& options, const Bank& bank);

// `count` as a part of `whole` things, where `part` of `of` have it: rounded.
constexpr std::uint64_t share(std::uint64_t count, std::uint64_t part, std::uint64_t of) {
  return of == 0 ? 0 : (count * part + of / 2) / of;
}

}  // namespace localorg::dataset
