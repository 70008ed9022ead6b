#include "support/reference_dates.h"

#include <date/tz.h>

#include <cassert>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace localorg::reference {
namespace {

using namespace std::chrono;

struct Stored {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;

  sys_days days() const { return std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day); }
};

Stored read(const std::string& text) {
  Stored out;
  [[maybe_unused]] const int count = std::sscanf(text.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d.%3d", &out.year, &out.month, &out.day,
                                                 &out.hour, &out.minute, &out.second, &out.millisecond);
  assert(count == 3 || count == 7);
  return out;
}

std::string print(const char* format, auto... values) {
  char out[80];
  std::snprintf(out, sizeof out, format, values...);
  return out;
}

std::string slashes(const Stored& stored) { return print("%u/%u/%d", stored.month, stored.day, stored.year); }

// The digits of a number with `decimals` decimals, a comma between thousands.
std::string with_commas(double value, int decimals) {
  char digits[400];
  std::snprintf(digits, sizeof digits, "%.*f", decimals, std::fabs(value));
  std::string out;
  int whole = 0;  // digits before the point
  while (digits[whole] >= '0' && digits[whole] <= '9') ++whole;
  for (int i = 0; i < whole; ++i) {
    if (i > 0 && (whole - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out + (digits + whole);
}

}  // namespace

std::string in_zone(const std::string& datetime, const std::string& time_zone) {
  const Stored utc = read(datetime);
  const sys_time<milliseconds> moment =
      utc.days() + hours{utc.hour} + minutes{utc.minute} + seconds{utc.second} + milliseconds{utc.millisecond};
  const auto local = date::locate_zone(time_zone)->to_local(moment).time_since_epoch();
  const auto day = floor<days>(local);
  const auto rest = local - day;
  const year_month_day ymd{sys_days{day}};
  const auto part = [&](auto unit, auto within) { return static_cast<int>(floor<decltype(unit)>(rest) % within / unit); };
  return print("%04d-%02u-%02uT%02d:%02d:%02d.%03d+0000", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
               static_cast<unsigned>(ymd.day()), part(hours{1}, hours{24}), part(minutes{1}, hours{1}),
               part(seconds{1}, minutes{1}), part(milliseconds{1}, seconds{1}));
}

org::Value date_part(soql::Function function, const std::string& stored, unsigned fiscal_start_month) {
  using soql::Function;
  const Stored at = read(stored);
  const auto month = static_cast<int>(at.month);
  const auto day = static_cast<int>(at.day);
  const auto start = static_cast<int>(fiscal_start_month);
  const int day_of_year = static_cast<int>((at.days() - sys_days{year{at.year} / 1 / 1}).count()) + 1;
  const int fiscal_month = month >= start ? month - start + 1 : month - start + 13;
  const auto number = [](int n) { return org::Value{std::int64_t{n}}; };
  switch (function) {
    case Function::calendar_month: return number(month);
    case Function::calendar_quarter: return number((month + 2) / 3);
    case Function::calendar_year: return number(at.year);
    case Function::day_in_month: return number(day);
    case Function::day_in_week: return number(static_cast<int>(weekday{at.days()}.c_encoding()) + 1);
    case Function::day_in_year: return number(day_of_year);
    case Function::day_only: return stored.substr(0, 10);
    case Function::hour_in_day: return number(at.hour);
    case Function::week_in_month: return number((day - 1) / 7 + 1);
    case Function::week_in_year: return number((day_of_year - 1) / 7 + 1);
    case Function::fiscal_month: return number(fiscal_month);
    case Function::fiscal_quarter: return number((fiscal_month + 2) / 3);
    // Named by the year in which it ends.
    case Function::fiscal_year: return number(start > 1 && month >= start ? at.year + 1 : at.year);
    case Function::count:
    case Function::count_distinct:
    case Function::sum:
    case Function::avg:
    case Function::min:
    case Function::max:
    case Function::grouping:
    case Function::convert_timezone:
    case Function::format:
    case Function::to_label:
    case Function::convert_currency: break;
  }
  assert(false);
  return {};
}

std::string format_date(const std::string& date) { return slashes(read(date)); }

std::string format_datetime(const std::string& datetime, const std::string& time_zone) {
  const Stored local = read(in_zone(datetime, time_zone));
  const int hour = local.hour % 12 == 0 ? 12 : local.hour % 12;
  return slashes(local) + print(", %d:%02d %s", hour, local.minute, local.hour < 12 ? "AM" : "PM");
}

std::string format_currency(double value) { return (value < 0 ? "-$" : "$") + with_commas(value, 2); }

std::string format_percent(double value) { return format_number(value) + "%"; }

std::string format_number(double value) {
  std::string out = with_commas(value, 3);
  while (out.ends_with('0')) out.pop_back();
  if (out.ends_with('.')) out.pop_back();
  return (value < 0 ? "-" : "") + out;
}

}  // namespace localorg::reference
