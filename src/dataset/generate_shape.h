// The shape of the generated org: how many of what, and when.  The numbers are those of the published org, counted on its
// rows (spec/dataset.md 1.1 and 2.1 to 2.7); the scale multiplies the counts and leaves the distributions.
#pragma once

#include <array>
#include <cstdint>

#include "dataset/apportion.h"

namespace localorg::dataset::shape {

// At scale 1.  Categories, issues, articles and price books are the company's, not the customers': they stay as they are.
inline constexpr std::uint64_t kAgents = 100;
inline constexpr std::uint64_t kAccounts = 195;
inline constexpr std::uint64_t kContacts = 196;  // one has no account
inline constexpr std::uint64_t kOrders = 2071;
inline constexpr std::uint64_t kOrdersWithNoise = 2069;  // the dump has two fewer than the paper
inline constexpr std::uint64_t kOrderItems = 7100;
inline constexpr std::uint64_t kProducts = 500;
inline constexpr std::uint64_t kCases = 977;
inline constexpr std::uint64_t kAccountsWithCases = 186;
// Tasks ask about 127 products; some more have cases.
inline constexpr std::uint64_t kProductsWithCases = 165;
inline constexpr std::uint64_t kMails = 3234;  // of the cases that did not come by chat
inline constexpr std::uint64_t kChatCases = 387;
inline constexpr std::uint64_t kOpenChats = 13;     // Waiting on Customer
inline constexpr std::uint64_t kWaitingMails = 45;  // Waiting on Customer
inline constexpr std::uint64_t kWorkingMails = 1;   // Working
inline constexpr std::uint64_t kDoubledNames = 3;   // names that two products have

inline constexpr std::uint64_t kLeastClosedPerAgent = 3, kMostClosedPerAgent = 16;
inline constexpr std::uint64_t kMostOrdersPerAccount = 20;
inline constexpr std::uint64_t kMostCasesPerAccount = 38, kMostCasesPerProduct = 22;
inline constexpr std::uint64_t kMostItemsPerOrder = 9;
inline constexpr int kLeastSkillsMissing = 1, kMostSkillsMissing = 4;  // of ten: agents have 6 to 9

inline constexpr int kFirstYear = 2020;
// clang-format off
inline constexpr std::array<std::array<std::uint64_t, 12>, 5> kCasesPerMonth = {{
    {20, 18, 51, 5, 2, 31, 1, 13, 11,  0, 15, 98},
    {37, 26, 51, 6, 4, 34, 0, 16,  5, 11, 33, 85},
    {27, 20, 49, 6, 2, 25, 1, 12,  3,  1, 37, 51},
    {14, 15, 37, 2, 3, 12, 0,  7,  2,  0, 19, 37},
    { 5,  5, 11, 0, 1,  0, 0,  0,  0,  0,  0,  0},
}};
// clang-format on
inline constexpr int kLastOrderMonth = 4 * 12 + 4;  // May 2024, counted from January 2020
inline constexpr int kLastDay = 26;                 // of that month

// Days on which people buy and complain: holidays, marathon weeks, the start of seasons.  Other days count 1.
struct Burst {
  int month, first_day, last_day;
  std::uint64_t weight;
};
// Minutes of the hour, out of a thousand; the rest may be any.
struct RoundMinute {
  int minute, share;
};
// clang-format off
inline constexpr std::array kBursts = {
    Burst{1, 2, 6, 6},    Burst{2, 12, 15, 6}, Burst{3, 16, 20, 14}, Burst{6, 2, 10, 6},
    Burst{8, 16, 19, 7},  Burst{11, 26, 30, 9}, Burst{12, 1, 5, 9},  Burst{12, 21, 25, 7},
};
inline constexpr std::array<std::uint64_t, 7> kWeekdays = {90, 117, 130, 166, 170, 148, 132};  // from Sunday on
inline constexpr std::array<std::uint64_t, 24> kHours = {
    0,  1,  4,   5,  2,  4,  7, 8, 71, 215, 201, 117,
    39, 32, 119, 58, 35, 10, 5, 6, 1,  5,   5,   3,
};
inline constexpr std::array kRoundMinutes = {
    RoundMinute{0, 377}, RoundMinute{30, 187}, RoundMinute{15, 107}, RoundMinute{45, 107}, RoundMinute{20, 38},
};
inline constexpr int kRoundSeconds = 990;  // at second 0, out of a thousand

// From creation to closing, in seconds.
inline constexpr std::array kChatSeconds = {
    Quantile{0, 9 * 60},    Quantile{10, 11 * 60},  Quantile{50, 810},      Quantile{100, 930},
    Quantile{250, 19 * 60}, Quantile{500, 24 * 60}, Quantile{750, 30 * 60}, Quantile{900, 37 * 60},
    Quantile{950, 42 * 60}, Quantile{980, 46 * 60}, Quantile{990, 55 * 60}, Quantile{1000, 73 * 60},
};
inline constexpr std::array kMailSeconds = {
    Quantile{0, 103 * 60},    Quantile{10, 184 * 60},   Quantile{50, 243 * 60},   Quantile{250, 338 * 60},
    Quantile{500, 428 * 60},  Quantile{750, 568 * 60},  Quantile{900, 1337 * 60}, Quantile{950, 1633 * 60},
    Quantile{960, 1777 * 60}, Quantile{970, 2843 * 60}, Quantile{980, 4398 * 60}, Quantile{990, 5893 * 60},
    Quantile{998, 7000 * 60}, Quantile{1000, 30154 * 60},
};
// From creation to the transfer, in seconds.
inline constexpr std::array kChatTransferSeconds = {
    Quantile{0, 4 * 60}, Quantile{250, 7 * 60}, Quantile{500, 9 * 60}, Quantile{750, 11 * 60}, Quantile{1000, 16 * 60},
};
inline constexpr std::array kMailTransferSeconds = {
    Quantile{0, 19 * 60}, Quantile{250, 112 * 60}, Quantile{500, 159 * 60}, Quantile{750, 205 * 60}, Quantile{1000, 386 * 60},
};
// clang-format on

// Offers that break the policy, out of a thousand: of them, a remedy that the issue does not allow, and else one that is too
// late.
inline constexpr int kViolations = 350;
inline constexpr int kNotAllowed = 650;

// How the cases fall on the accounts and products that have some, in proportion to each other.
// clang-format off
inline constexpr std::array kCasesPerAccount = {
    Quantile{0, 10},   Quantile{65, 11},  Quantile{230, 22}, Quantile{340, 32},  Quantile{500, 42},
    Quantile{610, 52}, Quantile{740, 62}, Quantile{850, 72}, Quantile{905, 85},  Quantile{945, 100},
    Quantile{960, 115}, Quantile{980, 140}, Quantile{990, 165}, Quantile{995, 190}, Quantile{1000, 380},
};
inline constexpr std::array kCasesPerProduct = {
    Quantile{0, 10},   Quantile{330, 10}, Quantile{335, 20},  Quantile{500, 20},  Quantile{600, 35},
    Quantile{700, 55}, Quantile{780, 75}, Quantile{850, 95},  Quantile{900, 120}, Quantile{940, 138},
    Quantile{970, 148}, Quantile{990, 163}, Quantile{1000, 180},
};
// clang-format on

// When the org was set up: agents, products and articles were there before the first case.
inline constexpr std::int64_t kSetUpMs = 1'569'945'600'000;     // 2019-10-01T16:00:00Z
inline constexpr std::int64_t kArticlesMs = 1'575'302'400'000;  // 2019-12-02T16:00:00Z

}  // namespace localorg::dataset::shape
