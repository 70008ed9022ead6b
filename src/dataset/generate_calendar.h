// Days of the generated years, and how busy they are.
#pragma once

#include <cstdint>
#include <vector>

namespace localorg::dataset {

class Random;

// The days of month `month` (0 is January of shape::kFirstYear) as day numbers, up to the last day of the org, and how many
// orders and cases fall on each in proportion to the others: holidays, weekdays.
struct MonthDays {
  int first_day = 0;
  std::vector<std::uint64_t> weights;
};
MonthDays days_of_month(int month);

// `count` days of a month, in rising order.
std::vector<int> draw_days(int month, std::uint64_t count, Random& random);

// A moment of a day at which people write to support: hours of work, round minutes.
std::int64_t draw_moment(int day, Random& random);

}  // namespace localorg::dataset
