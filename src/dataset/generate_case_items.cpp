#include "dataset/generate_case_items.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "dataset/generate_shape.h"
#include "dataset/random.h"

namespace localorg::dataset {
namespace {

// --- the plan

struct Planned {
  std::uint64_t with;                 // how many accounts or products are to have cases at all
  std::span<const Quantile> shares;   // how the cases fall on them
  std::uint64_t most;                 // at the published org's mean
  std::uint64_t mean_of, mean_among;  // which is so many cases among so many
};

// Cases of each account or product: none is planned more than it has items, and who bought more has more of them, as far as
// chance lets them.
std::vector<std::uint64_t> plan(const std::vector<std::uint64_t>& items, std::uint64_t cases, const Planned& planned,
                                Random& random) {
  constexpr std::uint64_t kEven = 60, kChance = 100;
  std::vector<std::pair<std::uint64_t, std::size_t>> ranks;  // how likely, whose
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::uint64_t likely = items[i] * (kEven + random.below(kChance));
    if (items[i] > 0) ranks.emplace_back(likely, i);
  }
  std::sort(ranks.begin(), ranks.end(), std::greater<>());
  const std::uint64_t with = std::min<std::uint64_t>({std::max<std::uint64_t>(planned.with, 1), ranks.size(), cases});
  std::vector<std::uint64_t> weights;
  for (std::uint64_t i = 0; i < with; ++i)
    weights.push_back(static_cast<std::uint64_t>(value_at(planned.shares, with - 1 - i, with)));
  // More cases on fewer shoulders: the most grows with the mean.
  const std::uint64_t most = std::max(planned.most, planned.most * cases * planned.mean_among / (with * planned.mean_of));
  const auto counts = apportion(cases, weights, 1, most);
  std::vector<std::uint64_t> result(items.size(), 0);
  for (std::uint64_t i = 0; i < with; ++i) result[ranks[i].second] = std::min(counts[i], items[ranks[i].second]);
  return result;
}

std::int64_t draw_delay(const IssueWords& issue, Random& random) {
  const auto& days = issue.delay_days;
  const std::array<Quantile, 5> table = {Quantile{0, days[0]}, Quantile{250, days[1]}, Quantile{500, days[2]},
                                         Quantile{750, days[3]}, Quantile{1000, days[4]}};
  return value_at(table, random.below(1001), 1001);
}

// --- the choice

// How far from the wanted day an item may have been bought, and whether its account and its product must have cases left.  Up
// to the last rounds an issue comes up within the days that it has.
struct Round {
  std::int64_t days;
  bool account, product, in_time;
};
// clang-format off
constexpr std::array kRounds = {
    Round{2, true, true, true},     Round{6, true, true, true},      Round{6, true, false, true},    Round{20, true, true, true},
    Round{20, true, false, true},   Round{90, true, true, true},     Round{90, true, false, true},   Round{90, false, false, true},
    Round{4, true, false, false},   Round{4, false, false, false},   Round{12, true, false, false},  Round{12, false, false, false},
    Round{90, true, false, false},  Round{2000, true, false, false}, Round{2000, false, false, false},
};
// clang-format on

// Items lie in the order of their orders' days.
class Chooser {
 public:
  Chooser(World& world, Random& random) : world_(world), random_(random), used_(world.items.size(), false) {
    std::vector<std::uint64_t> of_customer(world.customers.size(), 0), of_product(world.products.size(), 0);
    for (const Item& item : world.items) {
      ++of_customer[customer_of(item)];
      ++of_product[item.product];
    }
    for (std::size_t i = 0; i < of_customer.size(); ++i)
      of_customer[i] = of_customer[i] * (100 + world.customers[i].trouble) / 100;
    const std::uint64_t cases = world.cases.size();
    accounts_ = plan(of_customer, cases,
                     {share(world.accounts, shape::kAccountsWithCases, shape::kAccounts), shape::kCasesPerAccount,
                      shape::kMostCasesPerAccount, shape::kCases, shape::kAccountsWithCases},
                     random);
    products_ = plan(of_product, cases,
                     {share(world.products.size(), shape::kProductsWithCases, shape::kProducts), shape::kCasesPerProduct,
                      shape::kMostCasesPerProduct, shape::kCases, shape::kProductsWithCases},
                     random);
    planned_products_ = products_;
    planned_accounts_ = accounts_;
    counts_.resize(products_.size(), 0);
    most_ = *std::max_element(products_.begin(), products_.end());
  }

  // False if nothing is left to complain about.
  bool choose(Case& c, std::int64_t delay) {
    std::uint32_t item = find(c, delay);
    if (item == kNone) item = any(c, true);
    if (item == kNone) {
      item = any(c, false);
      if (item == kNone) return false;
      c.issue = other_issue(item);
    }
    take(c, item);
    return true;
  }

  // Who was planned to have cases and never came to it takes over one of somebody who has many.
  void even_out() {
    std::vector<std::vector<std::uint32_t>> items(world_.customers.size());
    for (std::size_t i = 0; i < world_.items.size(); ++i)
      items[customer_of(world_.items[i])].push_back(static_cast<std::uint32_t>(i));
    std::vector<std::uint64_t> count(world_.customers.size(), 0);
    for (const Case& c : world_.cases) ++count[customer_of(world_.items[c.item])];
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (count[i] == 0 && planned_accounts_[i] > 0) take_over(items[i], count);
    }
  }

 private:
  static constexpr std::size_t kCandidates = 64;  // looked at where there are more

  std::uint32_t customer_of(const Item& item) const { return world_.orders[item.order].customer; }
  bool fits(const Case& c, std::uint32_t item) const { return world_.can_have(world_.items[item].product, c.issue); }

  std::size_t first_from(std::int64_t day) const {
    const auto earlier = [&](const Item& item) { return world_.orders[item.order].day < day; };
    return static_cast<std::size_t>(std::partition_point(world_.items.begin(), world_.items.end(), earlier) -
                                    world_.items.begin());
  }

  std::uint32_t find(const Case& c, std::int64_t delay) {
    const auto& days = world_.issue_of(c).delay_days;
    const std::int64_t today = day_of_ms(c.created);
    for (const Round& round : kRounds) {
      const std::int64_t most = round.in_time ? std::min(delay + round.days, days.back()) : delay + round.days;
      const std::int64_t least = std::max(delay - round.days, round.in_time ? days.front() : 0);
      const std::size_t begin = first_from(today - most);
      const std::size_t end = first_from(today - least + 1);
      if (const auto item = draw(c, begin, end, round); item != kNone) return item;
    }
    return kNone;
  }

  // One of the items from `begin` to `end`, or of some of them, as their weights have it.
  std::uint32_t draw(const Case& c, std::size_t begin, std::size_t end, const Round& round) {
    candidates_.clear();
    weights_.clear();
    const bool all = end - begin <= kCandidates;
    for (std::size_t i = 0; begin < end && i < (all ? end - begin : kCandidates); ++i) {
      const auto item = static_cast<std::uint32_t>(all ? begin + i : begin + random_.below(end - begin));
      const std::uint64_t weight = weight_of(c, item, round);
      if (weight == 0) continue;
      candidates_.push_back(item);
      weights_.push_back(weight);
    }
    return candidates_.empty() ? kNone : candidates_[Weighted(weights_).draw(random_)];
  }

  // What is left of the plans, the product's weakness, and the kinds of products that the issue is mostly about.
  std::uint64_t weight_of(const Case& c, std::uint32_t index, const Round& round) const {
    constexpr std::uint64_t kWeakness = 3, kKind = 4;
    const Item& item = world_.items[index];
    const std::uint64_t account = accounts_[customer_of(item)];
    if (used_[index] || !fits(c, index) || (round.account && account == 0) || (round.product && products_[item.product] == 0))
      return 0;
    std::uint64_t weight = (account + 1) * (account + 1) * weight_of_product(item.product);
    const Lines& kinds = world_.issue_of(c).kinds;
    const Product& what = world_.products[item.product];
    if (what.weakness == c.issue) weight *= kWeakness;
    if (std::find(kinds.begin(), kinds.end(), world_.bank.nouns[what.noun].kind) != kinds.end()) weight *= kKind;
    return weight;
  }

  // Where no planned case is left, a product that has some takes one more rather than one that was to have none; and those that
  // have the most take none.
  std::uint64_t weight_of_product(std::uint32_t product) const {
    constexpr std::uint64_t kLeft = 16, kSome = 8;
    if (products_[product] > 0) return (products_[product] + 1) * kLeft;
    if (planned_products_[product] == 0) return 1;
    return counts_[product] < most_ ? kSome : 0;
  }

  // The latest item before the case that no other case is about.
  std::uint32_t any(const Case& c, bool fitting) const {
    for (std::size_t i = first_from(day_of_ms(c.created) + 1); i > 0; --i) {
      const auto item = static_cast<std::uint32_t>(i - 1);
      if (!used_[item] && (!fitting || fits(c, item))) return item;
    }
    return kNone;
  }

  // As often as the issues come up, among those that the item can have.
  std::uint8_t other_issue(std::uint32_t item) {
    std::vector<std::uint64_t> weights;
    for (std::size_t i = 0; i < world_.bank.issues.size(); ++i)
      weights.push_back(world_.can_have(world_.items[item].product, i) ? world_.bank.issues[i].cases : 0);
    return static_cast<std::uint8_t>(Weighted(weights).draw(random_));
  }

  void take(Case& c, std::uint32_t item) {
    c.item = item;
    used_[item] = true;
    std::uint64_t& account = accounts_[customer_of(world_.items[item])];
    std::uint64_t& product = products_[world_.items[item].product];
    ++counts_[world_.items[item].product];
    account -= account > 0 ? 1 : 0;
    product -= product > 0 ? 1 : 0;
  }

  void take_over(const std::vector<std::uint32_t>& items, std::vector<std::uint64_t>& count) {
    for (const bool planned : {true, false}) {
      for (const std::uint32_t item : items) {
        const std::uint32_t product = world_.items[item].product;
        if (used_[item] || (planned && (planned_products_[product] == 0 || counts_[product] >= most_))) continue;
        Case* c = case_for(item, count);
        if (c == nullptr) continue;
        used_[c->item] = false;
        --counts_[world_.items[c->item].product];
        ++counts_[world_.items[item].product];
        --count[customer_of(world_.items[c->item])];
        ++count[customer_of(world_.items[item])];
        used_[item] = true;
        c->item = item;
        return;
      }
    }
  }

  // A case that could as well be about the item, of an account with several.
  Case* case_for(std::uint32_t item, const std::vector<std::uint64_t>& count) {
    constexpr std::uint64_t kSeveral = 4;
    const std::int64_t bought = world_.orders[world_.items[item].order].day;
    const auto from = std::partition_point(world_.cases.begin(), world_.cases.end(),
                                           [&](const Case& c) { return day_of_ms(c.created) < bought; });
    for (auto c = from; c != world_.cases.end(); ++c) {
      const std::int64_t delay = day_of_ms(c->created) - bought;
      if (delay > kLatest) return nullptr;
      const auto& days = world_.issue_of(*c).delay_days;
      if (delay < days.front() || delay > days.back() || !fits(*c, item)) continue;
      if (count[customer_of(world_.items[c->item])] >= kSeveral) return &*c;
    }
    return nullptr;
  }

  static constexpr std::int64_t kLatest = 120;

  World& world_;
  Random& random_;
  std::vector<bool> used_;                                          // by item
  std::vector<std::uint64_t> accounts_, products_;                  // cases planned and not yet there
  std::vector<std::uint64_t> planned_accounts_, planned_products_;  // at first
  std::vector<std::uint64_t> counts_;                               // cases by product
  std::uint64_t most_ = 0;                                          // that any product was planned to have
  std::vector<std::uint32_t> candidates_;
  std::vector<std::uint64_t> weights_;
};

}  // namespace

Result<void> choose_case_items(World& world) {
  Random random(world.seed(), "case items");
  Chooser chooser(world, random);
  for (Case& c : world.cases) {
    if (!chooser.choose(c, draw_delay(world.issue_of(c), random)))
      return error_without_position(ErrorCode::USAGE, "too few orders for so many cases: give more --accounts");
  }
  chooser.even_out();
  return {};
}

}  // namespace localorg::dataset
