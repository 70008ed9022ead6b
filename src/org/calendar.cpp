#include "org/calendar.h"

#include <date/tz.h>

#include <algorithm>
#include <array>

#include "org/datetime.h"

namespace localorg::org {
namespace {

using namespace std::chrono;

enum class Unit { day, week, month, quarter, year, fiscal_quarter, fiscal_year };

// Where a literal lies: units from the current one, [from, to), in terms of its count n: from = a*n + b, to = c*n + d.
struct LiteralRow {
  std::string_view keyword;
  Unit unit;
  bool counted;
  int from_n, from, to_n, to;
};

// SOQL reference, "Date Formats and Date Literals".  Only LAST_N_DAYS and LAST_90_DAYS include the current unit.
constexpr auto kLiterals = std::to_array<LiteralRow>({
    {"YESTERDAY", Unit::day, false, 0, -1, 0, 0},
    {"TODAY", Unit::day, false, 0, 0, 0, 1},
    {"TOMORROW", Unit::day, false, 0, 1, 0, 2},
    {"LAST_90_DAYS", Unit::day, false, 0, -90, 0, 1},
    {"NEXT_90_DAYS", Unit::day, false, 0, 1, 0, 91},
    {"LAST_N_DAYS", Unit::day, true, -1, 0, 0, 1},
    {"NEXT_N_DAYS", Unit::day, true, 0, 1, 1, 1},
    {"N_DAYS_AGO", Unit::day, true, -1, 0, -1, 1},
    {"LAST_WEEK", Unit::week, false, 0, -1, 0, 0},
    {"THIS_WEEK", Unit::week, false, 0, 0, 0, 1},
    {"NEXT_WEEK", Unit::week, false, 0, 1, 0, 2},
    {"LAST_N_WEEKS", Unit::week, true, -1, 0, 0, 0},
    {"NEXT_N_WEEKS", Unit::week, true, 0, 1, 1, 1},
    {"N_WEEKS_AGO", Unit::week, true, -1, 0, -1, 1},
    {"LAST_MONTH", Unit::month, false, 0, -1, 0, 0},
    {"THIS_MONTH", Unit::month, false, 0, 0, 0, 1},
    {"NEXT_MONTH", Unit::month, false, 0, 1, 0, 2},
    {"LAST_N_MONTHS", Unit::month, true, -1, 0, 0, 0},
    {"NEXT_N_MONTHS", Unit::month, true, 0, 1, 1, 1},
    {"N_MONTHS_AGO", Unit::month, true, -1, 0, -1, 1},
    {"LAST_QUARTER", Unit::quarter, false, 0, -1, 0, 0},
    {"THIS_QUARTER", Unit::quarter, false, 0, 0, 0, 1},
    {"NEXT_QUARTER", Unit::quarter, false, 0, 1, 0, 2},
    {"LAST_N_QUARTERS", Unit::quarter, true, -1, 0, 0, 0},
    {"NEXT_N_QUARTERS", Unit::quarter, true, 0, 1, 1, 1},
    {"N_QUARTERS_AGO", Unit::quarter, true, -1, 0, -1, 1},
    {"LAST_YEAR", Unit::year, false, 0, -1, 0, 0},
    {"THIS_YEAR", Unit::year, false, 0, 0, 0, 1},
    {"NEXT_YEAR", Unit::year, false, 0, 1, 0, 2},
    {"LAST_N_YEARS", Unit::year, true, -1, 0, 0, 0},
    {"NEXT_N_YEARS", Unit::year, true, 0, 1, 1, 1},
    {"N_YEARS_AGO", Unit::year, true, -1, 0, -1, 1},
    {"LAST_FISCAL_QUARTER", Unit::fiscal_quarter, false, 0, -1, 0, 0},
    {"THIS_FISCAL_QUARTER", Unit::fiscal_quarter, false, 0, 0, 0, 1},
    {"NEXT_FISCAL_QUARTER", Unit::fiscal_quarter, false, 0, 1, 0, 2},
    {"LAST_N_FISCAL_QUARTERS", Unit::fiscal_quarter, true, -1, 0, 0, 0},
    {"NEXT_N_FISCAL_QUARTERS", Unit::fiscal_quarter, true, 0, 1, 1, 1},
    {"N_FISCAL_QUARTERS_AGO", Unit::fiscal_quarter, true, -1, 0, -1, 1},
    {"LAST_FISCAL_YEAR", Unit::fiscal_year, false, 0, -1, 0, 0},
    {"THIS_FISCAL_YEAR", Unit::fiscal_year, false, 0, 0, 0, 1},
    {"NEXT_FISCAL_YEAR", Unit::fiscal_year, false, 0, 1, 0, 2},
    {"LAST_N_FISCAL_YEARS", Unit::fiscal_year, true, -1, 0, 0, 0},
    {"NEXT_N_FISCAL_YEARS", Unit::fiscal_year, true, 0, 1, 1, 1},
    {"N_FISCAL_YEARS_AGO", Unit::fiscal_year, true, -1, 0, -1, 1},
});

constexpr year_month_day kFirstDay{year{1700}, January, day{1}};
constexpr year_month_day kLastDay{year{4000}, December, day{31}};
constexpr std::int64_t kMaxCount = 10'000'000;  // beyond any range of days

// A day number, cut to what Salesforce can hold.
year_month_day day_at(std::int64_t number) {
  const std::int64_t first = sys_days{kFirstDay}.time_since_epoch().count();
  const std::int64_t last = sys_days{kLastDay}.time_since_epoch().count() + 1;
  return year_month_day{sys_days{days{std::clamp(number, first, last)}}};
}

// The first day of the month `months` after January of year 0.
year_month_day month_at(std::int64_t months) {
  months = std::clamp<std::int64_t>(months, 1700 * 12, 4001 * 12);
  return {year{static_cast<int>(months / 12)}, month{static_cast<unsigned>(months % 12) + 1}, day{1}};
}

// The first day of the unit `offset` units after the one that holds `today`.
year_month_day start_of_unit(Unit unit, std::int64_t offset, year_month_day today, const Calendar& calendar) {
  const std::int64_t number = sys_days{today}.time_since_epoch().count();
  const std::int64_t months = std::int64_t{static_cast<int>(today.year())} * 12 + static_cast<unsigned>(today.month()) - 1;
  const std::int64_t fiscal = months - (calendar.fiscal_start_month - 1);
  const std::int64_t fiscal_shift = calendar.fiscal_start_month - 1;
  switch (unit) {
    case Unit::day: return day_at(number + offset);
    case Unit::week: {
      const unsigned since_sunday = weekday{sys_days{today}}.c_encoding();
      const unsigned since_start = calendar.week_starts_monday ? (since_sunday + 6) % 7 : since_sunday;
      return day_at(number - since_start + offset * 7);
    }
    case Unit::month: return month_at(months + offset);
    case Unit::quarter: return month_at((months / 3 + offset) * 3);
    case Unit::year: return month_at((months / 12 + offset) * 12);
    case Unit::fiscal_quarter: return month_at((fiscal / 3 + offset) * 3 + fiscal_shift);
    case Unit::fiscal_year: return month_at((fiscal / 12 + offset) * 12 + fiscal_shift);
  }
  return today;
}

const date::time_zone* zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

bool is_time_zone(const std::string& name) { return zone(name) != nullptr; }

std::int64_t to_local_ms(std::int64_t ms, const std::string& time_zone) {
  const date::time_zone* in = zone(time_zone);
  if (in == nullptr) return ms;
  return in->to_local(sys_time<milliseconds>{milliseconds{ms}}).time_since_epoch().count();
}

year_month_day Calendar::today() const { return day_of(to_local_ms(now_ms, time_zone)); }

std::int64_t Calendar::start_of(year_month_day day) const {
  const date::time_zone* in = zone(time_zone);
  const std::int64_t local = midnight_ms(day);
  if (in == nullptr) return local;
  // A midnight that daylight saving skips is the moment of the change; one that comes twice is the first.
  return in->to_sys(date::local_time<milliseconds>{milliseconds{local}}, date::choose::earliest).time_since_epoch().count();
}

std::optional<DayRange> relative_days(std::string_view keyword, std::optional<std::int64_t> count, const Calendar& calendar) {
  const auto* row = std::find_if(kLiterals.begin(), kLiterals.end(), [&](const LiteralRow& r) { return r.keyword == keyword; });
  if (row == kLiterals.end() || row->counted != count.has_value()) return std::nullopt;
  const std::int64_t n = std::min(count.value_or(0), kMaxCount);
  const year_month_day today = calendar.today();
  return DayRange{start_of_unit(row->unit, row->from_n * n + row->from, today, calendar),
                  start_of_unit(row->unit, row->to_n * n + row->to, today, calendar)};
}

std::vector<std::string> relative_date_literals() {
  std::vector<std::string> names;
  for (const LiteralRow& row : kLiterals) names.push_back(std::string(row.keyword) + (row.counted ? ":" : ""));
  return names;
}

}  // namespace localorg::org
