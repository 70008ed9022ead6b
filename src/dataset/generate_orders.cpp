// Orders and their items.
#include <algorithm>

#include "dataset/generate_calendar.h"
#include "dataset/generate_shape.h"
#include "dataset/generate_steps.h"
#include "dataset/random.h"

namespace localorg::dataset {
namespace {

// Orders of the very first day: as many in 250 as eight in the published org's.
std::uint64_t first_orders(const World& world) {
  constexpr std::uint64_t kOneIn = 250, kFewest = 8;
  return std::min(world.sizes.orders, std::max(kFewest, world.sizes.orders / kOneIn));
}

// Orders of each month: people buy when they also complain, and a little in between.
std::vector<std::uint64_t> orders_per_month(const World& world) {
  constexpr std::uint64_t kPerCase = 3, kInBetween = 10;
  std::vector<std::uint64_t> weights;
  for (int month = 0; month < world.sizes.months; ++month) {
    const auto year = static_cast<std::size_t>(month / 12);
    weights.push_back(world.bank.shape.months[year][static_cast<std::size_t>(month % 12)] * kPerCase + kInBetween);
  }
  auto counts = apportion(world.sizes.orders, weights);
  // There is something to complain about from the first month on.
  const std::uint64_t first = first_orders(world);
  for (std::size_t month = counts.size() - 1; month > 0 && counts[0] < first; --month) {
    const std::uint64_t moved = std::min(counts[month] / 2, first - counts[0]);
    counts[month] -= moved;
    counts[0] += moved;
  }
  return counts;
}

// Every customer as often as they have orders.
std::vector<std::uint32_t> deck_of_buyers(const World& world, Random& random) {
  std::vector<std::uint32_t> deck;
  for (std::size_t i = 0; i < world.customers.size(); ++i)
    deck.insert(deck.end(), world.customers[i].orders, static_cast<std::uint32_t>(i));
  random.shuffle(deck);
  return deck;
}

// Takes a buyer off the deck: among a few, one who likes to buy in this month, and who has not given up by this year.
std::uint32_t take_buyer(const World& world, std::vector<std::uint32_t>& deck, int month, Random& random) {
  constexpr int kLookAt = 4;
  const auto likes = [&](const Customer& customer) {
    const bool still = !random.per_mille(customer.decline * 10 * (month / 12) / 2);
    return still && customer.favourite_month == month % 12 + 1;
  };
  std::size_t chosen = random.below(deck.size());
  for (int i = 1; i < kLookAt && !likes(world.customers[deck[chosen]]); ++i) chosen = random.below(deck.size());
  std::swap(deck[chosen], deck.back());
  const std::uint32_t buyer = deck.back();
  deck.pop_back();
  return buyer;
}

// The sale of the day, mostly, else the season's book.
std::uint32_t book_of(const std::vector<Pricebook>& books, int day, Random& random) {
  constexpr int kBuyOnSale = 750;
  const bool on_sale = random.per_mille(kBuyOnSale);
  std::uint32_t found = 0;
  for (std::size_t i = 0; i < books.size(); ++i) {
    if (day < books[i].from_day || day >= books[i].to_day) continue;
    if (!books[i].event || on_sale) found = static_cast<std::uint32_t>(i);
    if (books[i].event && on_sale) break;
  }
  return found;
}

// Draws products by their popularity, from one category or from all.
struct Shelf {
  std::vector<std::uint32_t> products;
  Weighted weighted;
};

Shelf shelf_of(const World& world, std::size_t category, bool all) {
  std::vector<std::uint32_t> products;
  std::vector<std::uint64_t> weights;
  for (std::size_t i = 0; i < world.products.size(); ++i) {
    const Product& product = world.products[i];
    if (product.popularity == 0) continue;
    const auto& categories = product.categories;
    if (!all && std::find(categories.begin(), categories.end(), category) == categories.end()) continue;
    products.push_back(static_cast<std::uint32_t>(i));
    weights.push_back(product.popularity);
  }
  return {std::move(products), Weighted(weights)};
}

std::vector<Shelf> shelves(const World& world) {
  std::vector<Shelf> all;
  for (std::size_t i = 0; i < world.bank.categories.size(); ++i) all.push_back(shelf_of(world, i, false));
  all.push_back(shelf_of(world, 0, true));
  return all;
}

std::uint32_t draw_item(const Customer& customer, const std::vector<Shelf>& all, Random& random) {
  constexpr int kFromFavourites = 300;
  const Shelf* shelf = &all.back();
  if (random.per_mille(kFromFavourites)) shelf = &all[random.pick(customer.favourites)];
  if (shelf->products.empty()) shelf = &all.back();
  return shelf->products[shelf->weighted.draw(random)];
}

// Items of each order: mostly one to four.
std::vector<std::uint64_t> items_per_order(const World& world, Random& random) {
  std::vector<std::uint64_t> weights(world.orders.size());
  for (std::uint64_t& weight : weights) weight = 1 + random.below(1000) * random.below(1000);
  const auto sold = static_cast<std::uint64_t>(
      std::count_if(world.products.begin(), world.products.end(), [](const Product& p) { return p.popularity > 0; }));
  const std::uint64_t most = std::min(shape::kMostItemsPerOrder, sold);
  return apportion(std::min(world.sizes.items, most * weights.size()), weights, 1, most);
}

// How often each product was sold, and how often it may be: a favourite of the published org has 80 to 150 of 7,100 items.
struct Sales {
  std::vector<std::uint64_t> sold;
  std::uint64_t most;

  explicit Sales(const World& world) : sold(world.products.size()) {
    constexpr std::uint64_t kMost = 150, kItems = 7100;
    const std::uint64_t products = std::max<std::uint64_t>(world.products.size(), 1);
    most = 1 + (world.sizes.items * kMost * shape::kProducts) / (kItems * products);
  }
};

void fill_order(World& world, std::uint32_t order_index, std::uint64_t count, const std::vector<Shelf>& all, Sales& sales,
                Random& random) {
  constexpr int kTries = 1000;  // then what is sold out is sold all the same
  Order& order = world.orders[order_index];
  const Customer& customer = world.customers[order.customer];
  order.first_item = static_cast<std::uint32_t>(world.items.size());
  for (int tries = 0; order.items < count; ++tries) {
    const std::uint32_t product = draw_item(customer, all, random);
    if (sales.sold[product] >= sales.most && tries < kTries) continue;
    const auto begin = world.items.begin() + order.first_item;
    if (std::any_of(begin, world.items.end(), [&](const Item& item) { return item.product == product; })) continue;
    world.items.push_back({order_index, product});
    ++sales.sold[product];
    ++order.items;
  }
}

// The shop takes orders all day and makes them effective on the next.
std::int64_t draw_order_time(int effective_day, Random& random) {
  const std::int64_t second = random.between(8 * 3600, 24 * 3600 - 1);
  return (effective_day - 1) * kMsPerDay + second * 1000;
}

// The first orders take effect on the very first day, so that there is something to complain about on the second.
void open_shop(const World& world, std::vector<int>& days) {
  const auto count = std::min<std::uint64_t>(days.size(), first_orders(world));
  std::fill_n(days.begin(), count, day_number(shape::kFirstYear, 1, 1));
}

}  // namespace

void make_orders(World& world) {
  Random random(world.seed(), "orders");
  std::vector<std::uint32_t> buyers = deck_of_buyers(world, random);
  const auto counts = orders_per_month(world);
  for (int month = 0; month < world.sizes.months; ++month) {
    std::vector<int> days = draw_days(month, counts[static_cast<std::size_t>(month)], random);
    if (month == 0) open_shop(world, days);
    for (const int day : days) {
      Order order;
      order.customer = take_buyer(world, buyers, month, random);
      order.day = day;
      order.book = book_of(world.books, day, random);
      order.created = draw_order_time(day, random);
      world.orders.push_back(order);
    }
  }
  std::stable_sort(world.orders.begin(), world.orders.end(),
                   [](const Order& a, const Order& b) { return a.created < b.created; });
  const auto all = shelves(world);
  const auto items = items_per_order(world, random);
  Sales sales(world);
  for (std::size_t i = 0; i < world.orders.size(); ++i)
    fill_order(world, static_cast<std::uint32_t>(i), items[i], all, sales, random);
}

}  // namespace localorg::dataset
