#include "eval/period.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "org/datetime.h"

namespace localorg::eval {
namespace {

namespace chrono = std::chrono;

constexpr int kDaysPerWeek = 7, kMonthsPerQuarter = 3, kMonthsPerYear = 12;

struct NamedPeriod {
  std::string_view name;
  unsigned first_month;
  int months;
};

constexpr std::array kSpans = {
    NamedPeriod{"q1", 1, 3},     NamedPeriod{"q2", 4, 3},     NamedPeriod{"q3", 7, 3},   NamedPeriod{"q4", 10, 3},
    NamedPeriod{"spring", 3, 3}, NamedPeriod{"summer", 6, 3}, NamedPeriod{"fall", 9, 3}, NamedPeriod{"winter", 12, 3},
};

Window window_of(int year, unsigned month, int months) {
  const Day first{chrono::year{year}, chrono::month{month}, chrono::day{1}};
  return {first, add_months(first, months)};
}

}  // namespace

Day add_days(Day day, int count) { return Day{chrono::sys_days{day} + chrono::days{count}}; }

Day add_months(Day day, int count) {
  const auto month = chrono::year_month{day.year(), day.month()} + chrono::months{count};
  const chrono::day last = chrono::year_month_day_last{month.year(), chrono::month_day_last{month.month()}}.day();
  return {month.year(), month.month(), std::min(day.day(), last)};
}

Day before(Day day, Unit unit, int count) {
  switch (unit) {
    case Unit::day: return add_days(day, -count);
    case Unit::week: return add_days(day, -count * kDaysPerWeek);
    case Unit::month: return add_months(day, -count);
    case Unit::quarter: return add_months(day, -count * kMonthsPerQuarter);
    case Unit::year: return add_months(day, -count * kMonthsPerYear);
  }
  return day;
}

const std::vector<std::string_view>& month_names() {
  static const std::vector<std::string_view> names = {"January", "February", "March",     "April",   "May",      "June",
                                                      "July",    "August",   "September", "October", "November", "December"};
  return names;
}

std::optional<Window> named_period(std::string_view name, int year) {
  if (year < 1 || year > 9999) return std::nullopt;
  const std::string wanted = text::lower(name);
  for (const NamedPeriod& span : kSpans) {
    if (span.name == wanted) return window_of(year, span.first_month, span.months);
  }
  const auto& months = month_names();
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (text::equal_ignoring_case(months[i], wanted)) return window_of(year, static_cast<unsigned>(i + 1), 1);
  }
  return std::nullopt;
}

std::string tool_time(Day day) { return org::format_date(day) + "T00:00:00Z"; }
std::string record_time(Day day) { return org::format_date(day) + "T00:00:00.000+0000"; }

}  // namespace localorg::eval
