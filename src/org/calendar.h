// Relative dates: what TODAY and its kin mean for one user at one moment.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace localorg::org {

// The days [first, end), end excluded.
struct DayRange {
  std::chrono::year_month_day first;
  std::chrono::year_month_day end;
};

// A user's view of time.  Fiscal years start in the given month; weeks on Sunday, as the en_US locale has it, or Monday.
struct Calendar {
  std::string time_zone = "GMT";
  bool week_starts_monday = false;
  unsigned fiscal_start_month = 1;
  std::int64_t now_ms = 0;

  // The day in the user's zone.
  std::chrono::year_month_day today() const;
  // The moment of a day's first instant in the user's zone, in milliseconds since 1970 in UTC.
  std::int64_t start_of(std::chrono::year_month_day day) const;
};

// Who asks: their view of time, and their Id (empty: nobody in particular).
struct Viewer {
  Calendar calendar;
  std::string user_id;
};

// Is there a zone of this name (IANA)?
bool is_time_zone(const std::string& name);
// A UTC moment as the wall clock of a zone shows it, again as milliseconds.
std::int64_t to_local_ms(std::int64_t ms, const std::string& time_zone);

// The days of a date literal: TODAY, LAST_N_DAYS with its count, and so on (soql.md 6.3).  `keyword` in upper case.
// nullopt: no such literal, or a count is missing or too many.  Ranges end at Salesforce's first and last day.
std::optional<DayRange> relative_days(std::string_view keyword, std::optional<std::int64_t> count, const Calendar& calendar);

// All of them, from days to fiscal years; those that take a count end in a colon: TODAY, LAST_N_DAYS:
std::vector<std::string> relative_date_literals();

}  // namespace localorg::org
