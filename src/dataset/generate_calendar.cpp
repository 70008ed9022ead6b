#include "dataset/generate_calendar.h"

#include <algorithm>
#include <chrono>

#include "dataset/generate_shape.h"
#include "dataset/random.h"
#include "dataset/world.h"

namespace localorg::dataset {
namespace {

std::uint64_t burst_weight(int month, int day) {
  for (const shape::Burst& burst : shape::kBursts) {
    if (burst.month == month && day >= burst.first_day && day <= burst.last_day) return burst.weight;
  }
  return 1;
}

int draw_minute(Random& random) {
  int point = static_cast<int>(random.below(1000));
  for (const shape::RoundMinute& round : shape::kRoundMinutes) {
    if (point < round.share) return round.minute;
    point -= round.share;
  }
  return static_cast<int>(random.below(60));
}

}  // namespace

MonthDays days_of_month(int month) {
  const int year = shape::kFirstYear + month / 12;
  const int of_year = month % 12 + 1;
  MonthDays days{day_number(year, of_year, 1), {}};
  const int end = of_year == 12 ? day_number(year + 1, 1, 1) : day_number(year, of_year + 1, 1);
  const int count = month == shape::kLastOrderMonth ? shape::kLastDay : end - days.first_day;
  for (int i = 0; i < count; ++i) {
    const std::chrono::weekday weekday{std::chrono::sys_days{std::chrono::days{days.first_day + i}}};
    // The year begins with a holiday.
    const std::uint64_t open = of_year == 1 && i == 0 ? 0 : 1;
    days.weights.push_back(open * burst_weight(of_year, i + 1) * shape::kWeekdays[weekday.c_encoding()]);
  }
  return days;
}

std::vector<int> draw_days(int month, std::uint64_t count, Random& random) {
  const MonthDays days = days_of_month(month);
  const Weighted weighted(days.weights);
  std::vector<int> result(count);
  for (int& day : result) day = days.first_day + static_cast<int>(weighted.draw(random));
  std::sort(result.begin(), result.end());
  return result;
}

std::int64_t draw_moment(int day, Random& random) {
  static const Weighted kHours{shape::kHours};
  const auto hour = static_cast<std::int64_t>(kHours.draw(random));
  const std::int64_t minute = draw_minute(random);
  const std::int64_t second = random.per_mille(shape::kRoundSeconds) ? 0 : random.between(1, 59);
  return day * kMsPerDay + ((hour * 60 + minute) * 60 + second) * 1000;
}

}  // namespace localorg::dataset
