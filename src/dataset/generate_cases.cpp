// Cases: when, about which issue, by which channel.
#include <algorithm>

#include "dataset/generate_calendar.h"
#include "dataset/generate_case_items.h"
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
  Random random(world.seed(), "case channels");
  std::vector<Kind> deck;
  const auto add = [&](std::uint64_t count, Kind kind) {
    deck.insert(deck.end(), share(world.sizes.cases, count, shape::kCases), kind);
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
  std::vector<std::uint64_t> left(world.bank.issues.size(), 0);
  for (const Case& c : world.cases) ++left[c.issue];
  for (std::size_t i = 0; i < left.size(); ++i)
    left[i] = share(left[i], world.bank.issues[i].plain_subjects, world.bank.issues[i].cases);
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
  LOCALORG_CHECK(choose_case_items(world));
  draw_priorities(world);
  deal_plain_subjects(world);
  return {};
}

}  // namespace localorg::dataset
