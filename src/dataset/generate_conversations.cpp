// The plan of each conversation: how many messages, when, and what is offered.
#include <algorithm>
#include <numeric>

#include "dataset/conversation.h"
#include "dataset/generate_shape.h"
#include "dataset/generate_steps.h"
#include "dataset/random.h"

namespace localorg::dataset {
namespace {

using Seconds = std::int64_t;

constexpr Seconds kMinute = 60, kHour = 3600;

std::int64_t drawn_from(std::span<const Quantile> quantiles, Random& random) {
  return value_at(quantiles, random.below(1001), 1001);
}

// --- mail

// How many messages a thread of some length has: weights of 2 to 8.
struct ThreadLength {
  Seconds up_to;
  std::array<std::uint64_t, 7> weights;
};
// clang-format off
constexpr std::array kThreadLengths = {
    ThreadLength{150 * kMinute, {1, 0, 0, 0, 0, 0, 0}}, ThreadLength{220 * kMinute, {0, 1, 1, 0, 0, 0, 0}},
    ThreadLength{320 * kMinute, {0, 1, 5, 5, 0, 0, 0}}, ThreadLength{390 * kMinute, {0, 0, 2, 6, 3, 0, 0}},
    ThreadLength{470 * kMinute, {0, 0, 0, 3, 5, 3, 0}}, ThreadLength{560 * kMinute, {0, 0, 0, 1, 5, 4, 0}},
    ThreadLength{700 * kMinute, {0, 0, 0, 0, 3, 4, 2}}, ThreadLength{10'000 * kHour, {0, 0, 0, 1, 4, 4, 3}},
};
// clang-format on

constexpr std::size_t kShortestThread = 2;

const ThreadLength& lengths_of(const Case& c) {
  return *std::find_if(kThreadLengths.begin(), kThreadLengths.end(),
                       [&](const ThreadLength& r) { return c.handle_seconds < r.up_to; });
}

std::size_t draw_mail_count(const Case& c, Random& random) {
  if (c.status == CaseStatus::working) return 3;
  if (c.status == CaseStatus::waiting) return random.per_mille(500) ? 2 : 4;
  return kShortestThread + Weighted(lengths_of(c).weights).draw(random);
}

// Makes threads longer or shorter by one message, where their time allows it, until all have `wanted` messages together.
void settle(const World& world, std::vector<std::size_t>& counts, std::uint64_t wanted, Random& random) {
  std::vector<std::size_t> order(counts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  random.shuffle(order);
  std::uint64_t all = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  for (const std::size_t i : order) {
    const Case& c = world.cases[i];
    if (all == wanted || c.channel != Channel::mail || c.status != CaseStatus::closed) continue;
    const auto& weights = lengths_of(c).weights;
    const std::size_t other = counts[i] + (all < wanted ? 1 : std::size_t(-1)) - kShortestThread;
    if (other >= weights.size() || weights[other] == 0) continue;
    counts[i] = other + kShortestThread;
    all += all < wanted ? 1 : std::uint64_t(-1);
  }
}

// Messages of each thread; none for chats.
std::vector<std::size_t> mail_counts(const World& world) {
  Random random(world.seed(), "thread lengths");
  std::vector<std::size_t> counts(world.cases.size(), 0);
  std::uint64_t threads = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (world.cases[i].channel != Channel::mail) continue;
    counts[i] = draw_mail_count(world.cases[i], random);
    ++threads;
  }
  settle(world, counts, share(threads, shape::kMails, shape::kCases - shape::kChatCases), random);
  return counts;
}

// The usual time before each message: agents take 1.5 to 3.5 hours, customers 0.5 to 1.5.
std::vector<Seconds> usual_gaps(const Case& c, Random& random) {
  std::vector<Seconds> gaps;
  for (const Message& message : c.messages) {
    gaps.push_back(is_by_customer(message.act) ? random.between(kHour / 2, kHour * 3 / 2)
                                               : random.between(kHour * 3 / 2, kHour * 7 / 2));
  }
  gaps[0] = random.per_mille(250) ? random.between(1, 59) : 0;
  return gaps;
}

// Where a thread loses a night or a week: before the customer's last message, or else the agent's.
std::size_t longest_gap(const Case& c) {
  for (std::size_t i = c.messages.size(); i > 1; --i) {
    if (is_by_customer(c.messages[i - 1].act)) return i - 1;
  }
  return c.messages.size() - 1;
}

// Stretches gaps from `first` on to the sum `wanted`.  What is far more than usual falls into one gap.
void stretch(const Case& c, std::vector<Seconds>& gaps, std::size_t first, Seconds wanted) {
  const auto begin = gaps.begin() + static_cast<std::ptrdiff_t>(first);
  const Seconds usual = std::accumulate(begin, gaps.end(), Seconds{0});
  const std::size_t longest = std::max(first, longest_gap(c));
  if (wanted > usual * 8 / 5) {
    gaps[longest] += wanted - usual;
    return;
  }
  for (auto gap = begin; gap != gaps.end(); ++gap) *gap = *gap * wanted / usual;
  gaps.back() += wanted - std::accumulate(begin, gaps.end(), Seconds{0});
}

// The first agent hands over with the first answer, or, where the thread is short, silently before it.
std::vector<Seconds> mail_gaps(Case& c, Random& random) {
  std::vector<Seconds> gaps = usual_gaps(c, random);
  Seconds until_transfer = c.transferred ? drawn_from(shape::kMailTransferSeconds, random) : 0;
  if (c.handle_seconds > 0) until_transfer = std::min(until_transfer, c.handle_seconds * 11 / 20);
  const bool hands_over = c.transferred && c.messages[1].act != Act::offer_direct && c.messages[1].act != Act::ask;
  std::size_t fixed = 1;
  if (hands_over) {
    gaps[1] = until_transfer - gaps[0];
    fixed = 2;
    until_transfer += random.between(20, 4 * kMinute);
  } else if (c.transferred && c.handle_seconds == 0) {
    until_transfer = std::min(until_transfer, gaps[1] / 2 + gaps[0]);
  }
  if (c.handle_seconds > 0) {
    const Seconds before = std::accumulate(gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(fixed), Seconds{0});
    stretch(c, gaps, fixed, c.handle_seconds - before);
  }
  if (c.transferred) c.handed_over = c.created + until_transfer * 1000;
  return gaps;
}

// --- chat

constexpr Seconds kShortestGap = 30, kLongestGap = 9 * kMinute;

// Gaps of 30 seconds to 9 minutes with the sum `total`.
std::vector<Seconds> chat_gaps_between(std::size_t count, Seconds total, Random& random) {
  std::vector<std::uint64_t> weights(count);
  for (std::uint64_t& weight : weights) weight = 10 + random.below(100);
  std::vector<Seconds> gaps;
  for (const std::uint64_t gap : apportion(static_cast<std::uint64_t>(total), weights, kShortestGap, kLongestGap))
    gaps.push_back(static_cast<Seconds>(gap));
  return gaps;
}

// Lines that fit the time: the shortest chats have 7, those of an hour and more at least 10.  Where a chat is handed over, the
// three gaps before that are short, so that the others must take up more.
std::size_t chat_count(const Case& c, Seconds total, Random& random) {
  constexpr std::size_t kFewest = 7, kMost = 11;
  constexpr Seconds kQuick = 50, kSlow = 400, kUntilHandover = 8 * kMinute;
  if (c.status != CaseStatus::closed) return c.transferred ? kFewest + 1 : kFewest;
  std::vector<std::size_t> fitting;
  for (std::size_t count = kFewest; count <= kMost; ++count) {
    const auto gaps = static_cast<Seconds>(count) - 1;
    const Seconds longest = c.transferred ? kUntilHandover + (gaps - 3) * kSlow : gaps * kSlow;
    if (gaps * kQuick <= total && total <= longest) fitting.push_back(count);
  }
  if (!fitting.empty()) return random.pick(fitting);
  return total < 30 * kMinute ? kFewest : kMost;
}

// A chat that was handed over has two parts, with the handover as the fourth line between them.
std::vector<Seconds> chat_gaps(Case& c, Seconds first, Seconds total, Random& random) {
  constexpr std::size_t kBefore = 3;
  const std::size_t count = c.messages.size() - 1;
  std::vector<Seconds> gaps = {first};
  if (!c.transferred) {
    const auto all = chat_gaps_between(count, total, random);
    gaps.insert(gaps.end(), all.begin(), all.end());
    return gaps;
  }
  const auto after = static_cast<Seconds>(count - kBefore);
  const Seconds least = std::max(static_cast<Seconds>(kBefore) * kShortestGap, total - after * kLongestGap);
  const Seconds most = std::min(static_cast<Seconds>(kBefore) * kLongestGap, total - after * kShortestGap);
  const Seconds until = std::clamp(drawn_from(shape::kChatTransferSeconds, random) - first, least, most);
  const auto one = chat_gaps_between(kBefore, until, random);
  const auto other = chat_gaps_between(count - kBefore, total - until, random);
  gaps.insert(gaps.end(), one.begin(), one.end());
  gaps.insert(gaps.end(), other.begin(), other.end());
  c.handed_over = c.created + (first + until + random.between(3, 12)) * 1000;
  return gaps;
}

// --- both

void set_acts(Case& c, std::size_t count) {
  for (const Act act : script(c, count)) c.messages.push_back({0, act});
}

void set_times(Case& c, const std::vector<Seconds>& gaps) {
  std::int64_t at = c.created;
  for (std::size_t i = 0; i < c.messages.size(); ++i) c.messages[i].at = at += gaps[i] * 1000;
  if (c.status == CaseStatus::closed) c.closed = at;
}

void plan_mail(Case& c, std::size_t count, Random& random) {
  set_acts(c, count);
  set_times(c, mail_gaps(c, random));
}

void plan_chat(Case& c, Random& random) {
  const Seconds whole = c.handle_seconds > 0 ? c.handle_seconds : random.between(12 * kMinute, 25 * kMinute);
  const Seconds first = whole < 13 * kMinute ? random.between(kMinute, 2 * kMinute) : random.between(kMinute, 4 * kMinute);
  set_acts(c, chat_count(c, whole - first, random));
  set_times(c, chat_gaps(c, first, whole - first, random));
}

// Which remedies an offer may be: by what the policy says of them on the day of the offer.  Those whose limit falls between
// the case and the offer are left out, so that the verdict does not hang on the day that one counts from.
struct Choices {
  std::vector<std::uint8_t> allowed, too_late, not_allowed;
};

Choices choices_of(const World& world, const Case& c, std::int64_t offered) {
  const int bought = world.order_of(c).day;
  const int age_at_case = day_of_ms(c.created) - bought;
  const int age_at_offer = day_of_ms(offered) - bought;
  const auto& listed = world.issue_of(c).remedies;
  Choices choices;
  for (std::size_t i = 0; i < world.bank.remedies.size(); ++i) {
    const int days = world.bank.remedies[i].days;
    const auto remedy = static_cast<std::uint8_t>(i);
    if (std::find(listed.begin(), listed.end(), i) == listed.end()) {
      choices.not_allowed.push_back(remedy);
    } else if (days == 0 || age_at_offer <= days) {
      choices.allowed.push_back(remedy);
    } else if (age_at_case > days) {
      choices.too_late.push_back(remedy);
    }
  }
  return choices;
}

void offer_remedy(const World& world, Case& c, std::int64_t offered, Random& random) {
  const Choices choices = choices_of(world, c, offered);
  const bool breaks = random.per_mille(shape::kViolations);
  const bool prefers_late = !random.per_mille(shape::kNotAllowed);
  c.verdict = Verdict::allowed;
  if (breaks || choices.allowed.empty())
    c.verdict = prefers_late && !choices.too_late.empty() ? Verdict::too_late : Verdict::not_allowed;
  switch (c.verdict) {
    case Verdict::allowed: c.remedy = random.pick(choices.allowed); return;
    case Verdict::too_late: c.remedy = random.pick(choices.too_late); return;
    case Verdict::not_allowed: c.remedy = random.pick(choices.not_allowed); return;
  }
}

}  // namespace

void make_conversations(World& world) {
  const auto counts = mail_counts(world);
  for (std::size_t i = 0; i < world.cases.size(); ++i) {
    Case& c = world.cases[i];
    Random random(world.seed(), "conversations", i);
    c.channel == Channel::chat ? plan_chat(c, random) : plan_mail(c, counts[i], random);
    for (const Message& message : c.messages) {
      if (is_offer(message.act)) offer_remedy(world, c, message.at, random);
    }
  }
}

}  // namespace localorg::dataset
