// Who handles a case, and how long it takes.
#include <algorithm>
#include <numeric>

#include "dataset/generate_shape.h"
#include "dataset/generate_steps.h"
#include "dataset/random.h"

namespace localorg::dataset {
namespace {

std::vector<std::vector<std::uint32_t>> cases_by_issue(const World& world) {
  std::vector<std::vector<std::uint32_t>> by_issue(world.bank.issues.size());
  for (std::size_t i = 0; i < world.cases.size(); ++i) by_issue[world.cases[i].issue].push_back(static_cast<std::uint32_t>(i));
  return by_issue;
}

// Places in the work of the agents: each agent as often as they close cases.
class Desk {
 public:
  Desk(const World& world, Random& random) : world_(world), random_(random) {
    std::vector<std::uint64_t> weights(world.agents.size());
    for (std::uint64_t& weight : weights) weight = 1 + random.below(190) + random.below(40);
    const auto closed =
        std::count_if(world.cases.begin(), world.cases.end(), [](const Case& c) { return c.status == CaseStatus::closed; });
    const std::uint64_t all = static_cast<std::uint64_t>(closed), each = all / weights.size();
    const std::uint64_t least = std::min(shape::kLeastClosedPerAgent, each / 3);
    const auto quotas = apportion(all, weights, least, std::max(shape::kMostClosedPerAgent, 2 * each + 1));
    for (std::size_t agent = 0; agent < quotas.size(); ++agent)
      places_.insert(places_.end(), quotas[agent], static_cast<std::uint32_t>(agent));
  }

  // Takes a place of somebody with the skill, or returns kNone if nobody with the skill has one left.
  std::uint32_t take(std::uint8_t issue) {
    constexpr int kTries = 40;
    for (int i = 0; i < kTries; ++i) {
      const std::size_t at = random_.below(places_.size());
      if (world_.agents[places_[at]].skills[issue]) return take_at(at);
    }
    for (std::size_t at = 0; at < places_.size(); ++at) {
      if (world_.agents[places_[at]].skills[issue]) return take_at(at);
    }
    return kNone;
  }
  std::uint32_t take_any() { return take_at(places_.size() - 1); }

 private:
  std::uint32_t take_at(std::size_t at) {
    std::swap(places_[at], places_.back());
    const std::uint32_t agent = places_.back();
    places_.pop_back();
    return agent;
  }

  const World& world_;
  Random& random_;
  std::vector<std::uint32_t> places_;
};

// Only agents without the skill have places left: one of them takes over an earlier case, whose owner takes this one.
void exchange(World& world, const std::vector<std::uint32_t>& assigned, Case& c, std::uint32_t unskilled) {
  for (const std::uint32_t index : assigned) {
    Case& earlier = world.cases[index];
    if (!world.agents[earlier.owner].skills[c.issue] || !world.agents[unskilled].skills[earlier.issue]) continue;
    c.owner = std::exchange(earlier.owner, unskilled);
    return;
  }
  // So few agents that nobody else is left: this one learns it.
  c.owner = unskilled;
  world.agents[unskilled].skills[c.issue] = true;
}

// Owners of the closed cases.  Issues that few can handle come first.
void assign_closed(World& world, const std::vector<std::vector<std::uint32_t>>& by_issue, Random& random) {
  Desk desk(world, random);
  std::vector<std::size_t> order(by_issue.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return world.bank.issues[a].unskilled > world.bank.issues[b].unskilled;
  });
  std::vector<std::uint32_t> assigned;
  for (const std::size_t issue : order) {
    for (const std::uint32_t index : by_issue[issue]) {
      Case& c = world.cases[index];
      if (c.status != CaseStatus::closed) continue;
      c.owner = desk.take(c.issue);
      if (c.owner == kNone) exchange(world, assigned, c, desk.take_any());
      assigned.push_back(index);
    }
  }
}

// Or kNone.
std::uint32_t any_agent(const World& world, std::uint8_t issue, bool skilled, Random& random) {
  const auto fits = [&](const Agent& agent) { return agent.skills[issue] == skilled; };
  if (std::none_of(world.agents.begin(), world.agents.end(), fits)) return kNone;
  for (;;) {
    const auto agent = static_cast<std::uint32_t>(random.below(world.agents.size()));
    if (fits(world.agents[agent])) return agent;
  }
}

void assign_open(World& world, Random& random) {
  for (Case& c : world.cases) {
    if (c.status != CaseStatus::closed) c.owner = any_agent(world, c.issue, true, random);
  }
}

// As many transfers per issue as the bank says: there the case came to somebody without the skill at first.
void draw_transfers(World& world, std::vector<std::vector<std::uint32_t>> by_issue, Random& random) {
  for (Case& c : world.cases) c.first_agent = c.owner;
  for (std::size_t issue = 0; issue < by_issue.size(); ++issue) {
    random.shuffle(by_issue[issue]);
    const IssueWords& words = world.bank.issues[issue];
    by_issue[issue].resize(share(by_issue[issue].size(), words.transfers, words.cases));
    for (const std::uint32_t index : by_issue[issue]) {
      Case& c = world.cases[index];
      const std::uint32_t first = any_agent(world, c.issue, false, random);
      if (first == kNone) continue;
      c.transferred = true;
      c.first_agent = first;
    }
  }
}

// Handle times as the shape has them: the slower the agent and the farther the state, the longer, and chance on top.
void draw_handle_times(World& world, Channel channel, std::span<const Quantile> seconds, Random& random) {
  constexpr std::uint64_t kChance = 700, kDistance = 200;
  std::vector<std::uint64_t> distance(world.bank.places.size());
  for (std::uint64_t& d : distance) d = random.below(kDistance);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order;  // how slow, which case
  for (std::size_t i = 0; i < world.cases.size(); ++i) {
    const Case& c = world.cases[i];
    if (c.channel != channel || c.status != CaseStatus::closed) continue;
    const auto pace = static_cast<std::uint64_t>(world.agents[c.owner].pace);
    order.emplace_back(random.below(kChance) + pace + distance[world.customer_of(c).place], static_cast<std::uint32_t>(i));
  }
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size(); ++i)
    world.cases[order[i].second].handle_seconds = value_at(seconds, i, order.size());
}

}  // namespace

void route_cases(World& world) {
  Random random(world.seed(), "routing");
  const auto by_issue = cases_by_issue(world);
  assign_closed(world, by_issue, random);
  assign_open(world, random);
  draw_transfers(world, by_issue, random);
  Random pace(world.seed(), "handle times");
  draw_handle_times(world, Channel::chat, shape::kChatSeconds, pace);
  draw_handle_times(world, Channel::mail, shape::kMailSeconds, pace);
}

}  // namespace localorg::dataset
