// Cases: when, about which issue and which item, by which channel.
#include <algorithm>
#include <array>

#include "dataset/generate_calendar.h"
#include "dataset/generate_shape.h"
#include "dataset/generate_steps.h"
#include "dataset/random.h"

namespace localorg::dataset {
namespace {

std::vector<std::uint64_t> month_weights(const World& world) {
  std::vector<std::uint64_t> weights;
  for (const auto& year : world.bank.shape.months) weights.insert(weights.end(), year.begin(), year.end());
  weights.resize(static_cast<std::size_t>(world.sizes.months));
  return weights;
}

void draw_times(World& world) {
  Random random(world.seed(), "case times");
  std::vector<std::int64_t> times;
  const auto counts = apportion(world.sizes.cases, month_weights(world));
  for (std::size_t month = 0; month < counts.size(); ++month) {
    for (const int day : draw_days(static_cast<int>(month), counts[month], random)) times.push_back(draw_moment(day, random));
  }
  std::sort(times.begin(), times.end());
  world.cases.resize(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) world.cases[i].created = times[i];
}

void deal_channels(World& world) {
  struct Kind {
    Channel channel;
    CaseStatus status;
  };
  constexpr std::uint64_t kCases = 977;
  Random random(world.seed(), "case channels");
  std::vector<Kind> deck;
  const auto add = [&](std::uint64_t count, Kind kind) {
    deck.insert(deck.end(), share(world.sizes.cases, count, kCases), kind);
  };
  add(shape::kChatCases - shape::kOpenChats, {Channel::chat, CaseStatus::closed});
  add(shape::kOpenChats, {Channel::chat, CaseStatus::waiting});
  add(shape::kWaitingMails, {Channel::mail, CaseStatus::waiting});
  add(shape::kWorkingMails, {Channel::mail, CaseStatus::working});
  deck.resize(world.cases.size(), {Channel::mail, CaseStatus::closed});
  random.shuffle(deck);
  for (std::size_t i = 0; i < deck.size(); ++i) {
    world.cases[i].channel = deck[i].channel;
    world.cases[i].status = deck[i].status;
  }
}

std::vector<std::uint64_t> cases_per_issue(const World& world) {
  std::vector<std::uint64_t> weights;
  for (const IssueWords& issue : world.bank.issues) weights.push_back(issue.cases);
  return apportion(world.sizes.cases, weights);
}

// Every issue as often as the bank says.  An issue that takes time to show (a warranty claim) does not come up in the org's
// first days.
void deal_issues(World& world) {
  constexpr int kTries = 8;
  constexpr std::size_t kQuarter = 1;
  Random random(world.seed(), "case issues");
  const Bank& bank = world.bank;
  std::vector<std::uint8_t> deck;
  const auto counts = cases_per_issue(world);
  for (std::size_t i = 0; i < counts.size(); ++i) deck.insert(deck.end(), counts[i], static_cast<std::uint8_t>(i));
  const int first_day = day_number(shape::kFirstYear, 1, 1);
  for (std::size_t i = 0; i < deck.size(); ++i) {
    const int age = day_of_ms(world.cases[i].created) - first_day;
    std::size_t taken = i + random.below(deck.size() - i);
    for (int tries = 0; tries < kTries && bank.issues[deck[taken]].delay_days[kQuarter] > age; ++tries)
      taken = i + random.below(deck.size() - i);
    std::swap(deck[i], deck[taken]);
    world.cases[i].issue = deck[i];
  }
}

// Chooses the items that cases are about.  Items lie in the order of their orders' days.
class ItemChooser {
 public:
  ItemChooser(const World& world, Random& random)
      : world_(world),
        random_(random),
        used_(world.items.size(), false),
        complained_(world.customers.size(), false),
        cases_(world.products.size(), 0) {}

  // An item bought about `delay` days before the case, of a product that the issue prefers; each item once.
  std::uint32_t choose(const Case& c, std::int64_t delay) {
    const std::int64_t today = day_of_ms(c.created);
    const std::int64_t wanted = today - delay;
    for (const std::int64_t around : kWidths) {
      const std::size_t begin = first_from(wanted - around);
      const std::size_t end = first_from(std::min(wanted + around, today) + 1);
      if (const auto found = best_of(c, begin, end); found != kNone) return take(found);
    }
    for (std::size_t i = first_from(today + 1); i > 0; --i) {
      if (!used_[i - 1]) return take(static_cast<std::uint32_t>(i - 1));
    }
    return kNone;
  }

 private:
  static constexpr std::array<std::int64_t, 5> kWidths = {2, 6, 20, 90, 1000};
  static constexpr int kCandidates = 8;

  std::size_t first_from(std::int64_t day) const {
    const auto earlier = [&](const Item& item) { return world_.orders[item.order].day < day; };
    return static_cast<std::size_t>(std::partition_point(world_.items.begin(), world_.items.end(), earlier) -
                                    world_.items.begin());
  }

  std::uint32_t best_of(const Case& c, std::size_t begin, std::size_t end) {
    std::uint32_t best = kNone;
    int best_score = -1'000;
    for (int i = 0; i < kCandidates && begin < end; ++i) {
      const std::size_t candidate = begin + random_.below(end - begin);
      const int score = used_[candidate] ? -1'000 : score_of(c, world_.items[candidate]);
      if (score > best_score) {
        best_score = score;
        best = static_cast<std::uint32_t>(candidate);
      }
    }
    return best;
  }

  // How well an item fits a case: the kind of product, its weakness, the customer's temper and first complaint, chance.
  int score_of(const Case& c, const Item& item) {
    constexpr int kKind = 260, kWeakness = 30, kFirst = 90, kChance = 140, kFragile = 85, kTroubled = 60, kWorn = 150;
    constexpr std::uint32_t kOften = 20;
    constexpr int kTroublesome = 97;
    const Product& product = world_.products[item.product];
    const Lines& kinds = world_.issue_of(c).kinds;
    const std::string& kind = world_.bank.nouns[product.noun].kind;
    const std::uint32_t customer = world_.orders[item.order].customer;
    int score = static_cast<int>(random_.below(kChance)) + world_.customers[customer].trouble / 4;
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) score += kKind;
    if (product.weakness == c.issue) score += kWeakness;
    if (product.fragile) score += kFragile;
    // Enough is enough, unless there are many more cases than usual.
    if (cases_[item.product] >= kOften * (1 + world_.cases.size() / (2 * world_.products.size() + 1))) score -= kWorn;
    if (world_.customers[customer].trouble >= kTroublesome) score += kTroubled;
    if (!complained_[customer]) score += kFirst;
    return score;
  }

  std::uint32_t take(std::uint32_t item) {
    used_[item] = true;
    ++cases_[world_.items[item].product];
    complained_[world_.orders[world_.items[item].order].customer] = true;
    return item;
  }

  const World& world_;
  Random& random_;
  std::vector<bool> used_;            // by item
  std::vector<bool> complained_;      // by customer
  std::vector<std::uint32_t> cases_;  // by product
};

std::int64_t draw_delay(const IssueWords& issue, Random& random) {
  const auto& days = issue.delay_days;
  const std::array<Quantile, 5> table = {Quantile{0, days[0]}, Quantile{250, days[1]}, Quantile{500, days[2]},
                                         Quantile{750, days[3]}, Quantile{1000, days[4]}};
  return value_at(table, random.below(1001), 1001);
}

Result<void> choose_items(World& world) {
  Random random(world.seed(), "case items");
  ItemChooser chooser(world, random);
  for (Case& c : world.cases) {
    c.item = chooser.choose(c, draw_delay(world.issue_of(c), random));
    if (c.item == kNone)
      return error_without_position(ErrorCode::USAGE, "too few orders for so many cases: give more --accounts");
  }
  return {};
}

void draw_priorities(World& world) {
  Random random(world.seed(), "case priorities");
  std::vector<Weighted> by_issue;
  for (const IssueWords& issue : world.bank.issues) by_issue.emplace_back(issue.priorities);
  for (Case& c : world.cases) c.priority = static_cast<Priority>(by_issue[c.issue].draw(random));
}

// Which cases have just the issue's name as their subject.
void deal_plain_subjects(World& world) {
  Random random(world.seed(), "case subjects");
  std::vector<std::uint32_t> order(world.cases.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  random.shuffle(order);
  std::vector<std::uint64_t> left;
  const auto counts = cases_per_issue(world);
  for (std::size_t i = 0; i < counts.size(); ++i)
    left.push_back(share(counts[i], world.bank.issues[i].plain_subjects, world.bank.issues[i].cases));
  for (const std::uint32_t index : order) {
    Case& c = world.cases[index];
    if (left[c.issue] == 0) continue;
    c.plain_subject = true;
    --left[c.issue];
  }
}

}  // namespace

Result<void> make_cases(World& world) {
  draw_times(world);
  deal_channels(world);
  deal_issues(world);
  LOCALORG_CHECK(choose_items(world));
  draw_priorities(world);
  deal_plain_subjects(world);
  return {};
}

}  // namespace localorg::dataset
