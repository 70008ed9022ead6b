#include "store/date_functions.h"

#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "org/calendar.h"
#include "org/datetime.h"
#include "store/database.h"

namespace localorg::store {
namespace {

using namespace std::chrono;

// A stored date or dateTime, taken apart.
struct Moment {
  year_month_day day;
  int hour = 0;
  int fiscal_start = 1;  // first month of the fiscal year

  int year_number() const { return static_cast<int>(day.year()); }
  int month_number() const { return static_cast<int>(static_cast<unsigned>(day.month())); }
  int day_number() const { return static_cast<int>(static_cast<unsigned>(day.day())); }
  int day_of_year() const { return static_cast<int>((sys_days{day} - sys_days{day.year() / January / 1}).count()) + 1; }
  int fiscal_month() const { return (month_number() - fiscal_start + 12) % 12 + 1; }
};

std::string_view text_of(sqlite3_value* value) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {data, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

// The number in `count` digits at `begin`.
int digits(std::string_view text, std::size_t begin, std::size_t count) {
  return text.size() < begin + count ? 0 : std::atoi(std::string(text.substr(begin, count)).c_str());
}

// Not parse_date(): the wall clock of a zone may show a day before Salesforce's first or after its last.
bool read(sqlite3_value** arguments, int count, Moment& moment) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return false;
  const std::string_view text = text_of(arguments[0]);
  moment.day = year{digits(text, 0, 4)} / digits(text, 5, 2) / digits(text, 8, 2);
  moment.hour = digits(text, 11, 2);
  if (count > 1) moment.fiscal_start = sqlite3_value_int(arguments[1]);
  return moment.day.ok();
}

using Part = int (*)(const Moment&);

struct PartRow {
  const char* name;
  int arguments;
  Part part;
};

constexpr auto kParts = std::to_array<PartRow>({
    {"CALENDAR_MONTH", 1, [](const Moment& m) { return m.month_number(); }},
    {"CALENDAR_QUARTER", 1, [](const Moment& m) { return (m.month_number() - 1) / 3 + 1; }},
    {"CALENDAR_YEAR", 1, [](const Moment& m) { return m.year_number(); }},
    {"DAY_IN_MONTH", 1, [](const Moment& m) { return m.day_number(); }},
    {"DAY_IN_WEEK", 1, [](const Moment& m) { return static_cast<int>(weekday{sys_days{m.day}}.c_encoding()) + 1; }},
    {"DAY_IN_YEAR", 1, [](const Moment& m) { return m.day_of_year(); }},
    {"HOUR_IN_DAY", 1, [](const Moment& m) { return m.hour; }},
    {"WEEK_IN_MONTH", 1, [](const Moment& m) { return (m.day_number() - 1) / 7 + 1; }},
    {"WEEK_IN_YEAR", 1, [](const Moment& m) { return (m.day_of_year() - 1) / 7 + 1; }},
    {"FISCAL_MONTH", 2, [](const Moment& m) { return m.fiscal_month(); }},
    {"FISCAL_QUARTER", 2, [](const Moment& m) { return (m.fiscal_month() - 1) / 3 + 1; }},
    // A fiscal year that starts after January is named by the year in which it ends (Salesforce's default setting).
    {"FISCAL_YEAR", 2,
     [](const Moment& m) { return m.year_number() + (m.fiscal_start > 1 && m.month_number() >= m.fiscal_start ? 1 : 0); }},
});

void date_part(sqlite3_context* context, int count, sqlite3_value** arguments) {
  Moment moment;
  if (!read(arguments, count, moment)) return;
  sqlite3_result_int(context, static_cast<const PartRow*>(sqlite3_user_data(context))->part(moment));
}

void result_text(sqlite3_context* context, const std::string& text) {
  sqlite3_result_text(context, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void day_only(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  result_text(context, std::string(text_of(arguments[0]).substr(0, 10)));
}

void convert_timezone(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  const auto ms = org::parse_datetime(text_of(arguments[0]));
  if (!ms) return;
  result_text(context, org::format_datetime(org::to_local_ms(*ms, std::string(text_of(arguments[1])))));
}

// 1234567.5 -> 1,234,567.5 with at least `min_decimals` and at most `max_decimals`.
std::string grouped(double value, int min_decimals, int max_decimals) {
  std::array<char, 400> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.*f", max_decimals, std::fabs(value));
  std::string digits = buffer.data();
  std::size_t point = digits.find('.');
  if (point != std::string::npos) {
    while (digits.size() - point - 1 > static_cast<std::size_t>(min_decimals) && digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
  }
  point = std::min(digits.find('.'), digits.size());
  for (std::size_t i = point; i > 3; i -= 3) digits.insert(i - 3, ",");
  return (value < 0 ? "-" : "") + digits;
}

// 4/10/2025
std::string us_date(year_month_day day) {
  return std::to_string(static_cast<unsigned>(day.month())) + "/" + std::to_string(static_cast<unsigned>(day.day())) + "/" +
         std::to_string(static_cast<int>(day.year()));
}

// 4/10/2025, 3:31 PM
std::string us_datetime(std::int64_t local_ms) {
  const auto minutes = static_cast<int>((local_ms - org::midnight_ms(org::day_of(local_ms))) / 60'000);
  const int hour = minutes / 60;
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), ", %d:%02d %s", hour % 12 == 0 ? 12 : hour % 12, minutes % 60,
                hour < 12 ? "AM" : "PM");
  return us_date(org::day_of(local_ms)) + buffer.data();
}

// FORMAT_VALUE(value, type, zone): SOQL's FORMAT() for a user of the en_US locale.
void format_value(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  const std::string_view type = text_of(arguments[1]);
  const double number = sqlite3_value_double(arguments[0]);
  if (type == "currency") {
    const std::string amount = grouped(std::fabs(number), 2, 2);
    return result_text(context, (number < 0 ? "-$" : "$") + amount);
  }
  if (type == "percent") return result_text(context, grouped(number, 0, 3) + "%");
  if (type == "int" || type == "double") return result_text(context, grouped(number, 0, 3));
  const std::string text(text_of(arguments[0]));
  if (type == "datetime") {
    if (const auto ms = org::parse_datetime(text)) {
      return result_text(context, us_datetime(org::to_local_ms(*ms, std::string(text_of(arguments[2])))));
    }
  }
  if (type == "date") {
    if (const auto day = org::parse_date(text)) return result_text(context, us_date(*day));
  }
  result_text(context, text);
}

// DISTANCE(latitude, longitude, latitude, longitude, 'mi' | 'km') on the sphere, by the haversine formula.
void distance(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  std::array<double, 4> radians{};
  for (std::size_t i = 0; i < radians.size(); ++i) {
    if (sqlite3_value_type(arguments[i]) == SQLITE_NULL) return;
    radians[i] = sqlite3_value_double(arguments[i]) * 3.14159265358979323846 / 180;
  }
  const double lat = std::sin((radians[2] - radians[0]) / 2);
  const double lon = std::sin((radians[3] - radians[1]) / 2);
  const double angle = 2 * std::asin(std::sqrt(lat * lat + std::cos(radians[0]) * std::cos(radians[2]) * lon * lon));
  sqlite3_result_double(context, angle * (text_of(arguments[4]) == "mi" ? 3958.7613 : 6371.0088));
}

}  // namespace

Result<void> register_date_functions(Database& database) {
  sqlite3* handle = database.handle();
  constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  int rc = SQLITE_OK;
  const auto add = [&](const char* name, int arguments, void (*function)(sqlite3_context*, int, sqlite3_value**),
                       const void* data = nullptr) {
    if (rc == SQLITE_OK)
      rc = sqlite3_create_function_v2(handle, name, arguments, kPure, const_cast<void*>(data), function, nullptr, nullptr,
                                      nullptr);
  };
  for (const PartRow& row : kParts) add(row.name, row.arguments, date_part, &row);
  add("DAY_ONLY", 1, day_only);
  add("CONVERT_TIMEZONE", 2, convert_timezone);
  add("FORMAT_VALUE", 3, format_value);
  add("DISTANCE", 5, distance);
  if (rc != SQLITE_OK) return error_without_position(ErrorCode::ORG_UNUSABLE, std::string("SQLite: ") + sqlite3_errmsg(handle));
  return {};
}

}  // namespace localorg::store
