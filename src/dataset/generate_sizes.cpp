#include "dataset/generate_sizes.h"

#include <algorithm>
#include <string>

#include "dataset/bank.h"
#include "dataset/generate.h"
#include "dataset/generate_shape.h"

namespace localorg::dataset {
namespace {

SalesforceError usage(const std::string& what) { return error_without_position(ErrorCode::USAGE, what); }

// What one option may say.
struct Bounds {
  const char* option;
  std::uint64_t most;
};
constexpr std::uint64_t kMillion = 1'000'000;

Result<std::uint64_t> chosen(const std::optional<std::uint64_t>& wanted, std::uint64_t usual, const Bounds& bounds) {
  const std::uint64_t value = wanted.value_or(usual);
  if (value < 1 || value > bounds.most)
    return usage(std::string("--") + bounds.option + " takes 1 to " + std::to_string(bounds.most));
  return value;
}

std::uint64_t weight_until(const BankShape& shape, int months) {
  std::uint64_t weight = 0;
  for (int month = 0; month < months; ++month)
    weight += shape.months[static_cast<std::size_t>(month / 12)][static_cast<std::size_t>(month % 12)];
  return weight;
}

}  // namespace

BankShape published_shape() {
  std::uint64_t cases = 0;
  for (const auto& year : shape::kCasesPerMonth) {
    for (const std::uint64_t count : year) cases += count;
  }
  return {shape::kAgents, shape::kAccounts, shape::kOrders, shape::kOrderItems, cases, shape::kCasesPerMonth};
}

Result<Sizes> sizes_of(const GenerateOptions& options, const Bank& bank) {
  if (options.scale.hundredths() < 1 || options.scale.hundredths() > kLargestScale.hundredths())
    return usage("--scale takes 0.01 to " + kLargestScale.text());
  if (options.years < 1 || options.years > kMostYears) return usage("--years takes 1 to " + std::to_string(kMostYears));
  const BankShape& base = bank.shape;
  Sizes sizes;
  sizes.months = options.years == kMostYears ? shape::kLastOrderMonth + 1 : options.years * 12;
  for (const ProductLine& line : bank.product_lines) sizes.products_at_1 += line.products;
  LOCALORG_TRY(sizes.agents, chosen(options.agents, options.scale.times(base.agents), {"agents", kMillion}));
  LOCALORG_TRY(sizes.accounts, chosen(options.accounts, options.scale.times(base.accounts), {"accounts", kMillion}));
  LOCALORG_TRY(sizes.products, chosen(options.products, options.scale.times(sizes.products_at_1), {"products", kMillion}));
  sizes.contacts = sizes.accounts * shape::kContacts / shape::kAccounts;

  // Who leaves the first years alone buys and complains as often in them as everybody else.
  const std::uint64_t all = weight_until(base, 60);
  const std::uint64_t some = weight_until(base, sizes.months);
  const std::uint64_t cases = std::max<std::uint64_t>(1, base.cases * sizes.accounts / base.accounts * some / all);
  LOCALORG_TRY(sizes.cases, chosen(options.cases, cases, {"cases", 10 * kMillion}));

  // Every account orders, and nobody complains about more than half of what was bought.
  constexpr std::uint64_t kItemsPerCase = 2;
  sizes.orders = std::max({base.orders * sizes.accounts / base.accounts * some / all, sizes.accounts,
                           share(sizes.cases * kItemsPerCase, base.orders, base.items)});
  sizes.items = std::max(share(sizes.orders, base.items, base.orders), sizes.orders);
  if (sizes.products < shape::kMostItemsPerOrder) {  // an order has each product once
    sizes.orders = std::max(sizes.orders, sizes.cases * kItemsPerCase);
    sizes.items = std::min(sizes.items, sizes.orders * std::max<std::uint64_t>(1, sizes.products / 2));
    sizes.items = std::max(sizes.items, sizes.orders);
  }
  if (options.noise) sizes.orders = std::max(share(sizes.orders, shape::kOrdersWithNoise, shape::kOrders), sizes.accounts);
  return sizes;
}

}  // namespace localorg::dataset
