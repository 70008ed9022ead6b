#include "dataset/world.h"

#include <algorithm>
#include <chrono>

namespace localorg::dataset {

std::int64_t price_cents(const Product& product, const Pricebook& book) {
  constexpr std::int64_t kWhole = 10'000, kStep = 25;
  const std::int64_t exact = product.base_cents * book.percent / kWhole;
  return std::max(kStep, (exact + kStep / 2) / kStep * kStep);
}

int day_number(int year, int month, int day) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                            std::chrono::day{static_cast<unsigned>(day)}};
  return static_cast<int>(sys_days{date}.time_since_epoch().count());
}

int day_of_ms(std::int64_t ms) { return static_cast<int>(ms / kMsPerDay); }

}  // namespace localorg::dataset
