// Stretches of days that questions ask about: half open, from midnight to midnight in UTC.
//
//     Q3 2021        2021-07-01 .. 2021-10-01        past 3 weeks   today - 21 days .. today
//     Winter 2021    2021-12-01 .. 2022-03-01        past 2 quarters   today - 6 months .. today
//
// A month back from the 31st ends on the last day of a shorter month.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace localorg::eval {

using Day = std::chrono::year_month_day;

struct Window {
  Day first, end;  // the end excluded

  friend bool operator==(const Window&, const Window&) = default;
};

enum class Unit { day, week, month, quarter, year };

Day add_days(Day day, int count);
Day add_months(Day day, int count);
// `count` units before `day`.
Day before(Day day, Unit unit, int count);

// A month by its English name, Q1 to Q4, Spring, Summer, Fall or Winter (of that year's December), in any case.
std::optional<Window> named_period(std::string_view name, int year);
const std::vector<std::string_view>& month_names();  // January ...

// 2021-12-01T00:00:00Z, as the tools write it, and 2021-12-01T00:00:00.000+0000, as records have it.
std::string tool_time(Day day);
std::string record_time(Day day);

}  // namespace localorg::eval
