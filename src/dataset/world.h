// The world behind a generated org: plain values that the steps of `generate` pass along, each step filling its own part.
//
//     Category <- Product        Remedy <- Issue        Agent        Customer
//                    ^                       ^             ^             ^
//                    +--- Item -> Order -----|-------------|-------------+
//                           ^                |             |
//                           +------------- Case -----------+
//
// Records are made from it (generate_write.h), and it knows more than they show: who has which skill, whether an offer broke
// the policy.  Things refer to each other by index; Ids, numbers and dates follow from the order of the vectors, which is the
// order of creation.  Times are milliseconds since 1970 in UTC, days are days since then, money is cents.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/bank.h"
#include "dataset/generate.h"
#include "dataset/generate_sizes.h"

namespace localorg::dataset {

inline constexpr std::int64_t kMsPerDay = 86'400'000;
inline constexpr std::uint32_t kNone = 0xffffffff;

struct Product {
  std::string name, description;
  std::vector<std::size_t> categories;  // of the bank; the main one first
  std::uint32_t number = 0;             // in its External_ID__c, from 1
  std::uint32_t noun = 0;               // of the bank
  std::int64_t base_cents = 0;
  std::uint64_t popularity = 0;  // how often it is bought, in proportion to the others; 0: never
  std::uint8_t weakness = 0;     // the issue that it causes more often than others
};

struct Pricebook {
  std::string name, description;
  int from_day = 0, to_day = 0;  // the second one excluded
  std::int64_t percent = 100;    // of the base price, in hundredths of a percent
  bool event = false;
};

struct Article {
  std::string title, summary, body;
  std::uint32_t issue = kNone;  // of a policy article
  std::vector<Fact> facts;      // that it states
};

struct Person {
  std::string first, last, mail;
  std::string full() const { return first + " " + last; }
};

struct Agent {
  Person person;
  std::string phone, role;
  std::vector<bool> skills;  // by issue
  int pace = 0;              // 0 quick .. 299 slow
};

struct Customer {
  Person person;
  std::string phone, city;
  std::uint32_t place = 0;  // of the bank: the state
  std::uint64_t orders = 0;
  std::vector<std::size_t> favourites;  // categories that the customer likes to buy from
  int favourite_month = 1;              // and when
  int decline = 0;                      // how much less each year, in percent
  int trouble = 0;                      // how readily the customer opens a case: 0 .. 99, twice as readily
};

struct Order {
  std::uint32_t customer = 0;
  std::uint32_t book = 0;
  std::int32_t day = 0;  // effective date
  std::uint32_t first_item = 0, items = 0;
  std::int64_t created = 0;
};

struct Item {
  std::uint32_t order = 0;
  std::uint32_t product = 0;
};

enum class Channel : std::uint8_t { chat, mail };
enum class CaseStatus : std::uint8_t { closed, waiting, working };
enum class Priority : std::uint8_t { high, medium, low };
enum class Verdict : std::uint8_t { allowed, not_allowed, too_late };

// What somebody does by a message or a line of chat.  Who does it follows from the act: conversation.h.
enum class Act : std::uint8_t {
  open,
  ask,
  number,
  check,
  confirm,
  yes,
  handover,
  handover_short,
  takeover,
  details,
  offer,
  offer_direct,
  accept,
  question,
  answer,
  anything_else,
  bye,
  close,
  nudge,  // the customer asks again
  hold,   // the agent asks for patience
  still,  // and gets it
};

struct Message {
  std::int64_t at = 0;
  Act act = Act::open;
};

struct Case {
  std::int64_t created = 0, closed = 0;  // closed: 0 while it is open
  std::uint32_t item = 0;
  std::uint8_t issue = 0;
  Channel channel = Channel::mail;
  CaseStatus status = CaseStatus::closed;
  Priority priority = Priority::medium;
  bool plain_subject = false;  // the issue's own name
  std::uint32_t first_agent = 0, owner = 0;
  bool transferred = false;
  std::int64_t handed_over = 0;     // when
  std::int64_t handle_seconds = 0;  // from creation to the last message; 0: as it comes
  std::uint8_t remedy = 0xff;       // of the bank; 0xff while none has been offered
  Verdict verdict = Verdict::allowed;
  std::vector<Message> messages;
};

struct World {
  GenerateOptions options;
  std::string bank_name;
  Bank bank;
  Sizes sizes;
  std::vector<Product> products;
  std::vector<Pricebook> books;
  std::vector<Article> articles;
  std::vector<Agent> agents;
  std::vector<Customer> customers;  // the first of them have accounts, the others are contacts only
  std::uint64_t accounts = 0;
  std::vector<Order> orders;
  std::vector<Item> items;
  std::vector<Case> cases;

  std::uint64_t seed() const { return options.seed; }

  const Order& order_of(const Case& c) const { return orders[items[c.item].order]; }
  const Customer& customer_of(const Case& c) const { return customers[order_of(c).customer]; }
  const Product& product_of(const Case& c) const { return products[items[c.item].product]; }
  const IssueWords& issue_of(const Case& c) const { return bank.issues[c.issue]; }
  const Noun& noun_of(const Case& c) const { return bank.nouns[product_of(c).noun]; }
  bool can_have(std::uint32_t product, std::size_t issue) const { return bank.nouns[products[product].noun].issues[issue]; }
};

// What a product costs in a book: a multiple of 25 cents.
std::int64_t price_cents(const Product& product, const Pricebook& book);

// Days since 1970 of a date, and of a moment.
int day_number(int year, int month, int day);
int day_of_ms(std::int64_t ms);

}  // namespace localorg::dataset
