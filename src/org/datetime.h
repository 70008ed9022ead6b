// Dates and times as Salesforce writes and stores them.
//
//     date      2021-06-07
//     dateTime  2021-06-07T10:50:00.000+0000      always UTC, three decimals, no colon in the offset
//     time      10:30:00.000Z
//
// Stored dates and dateTimes sort as text in time order.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace localorg::org {

// `YYYY-MM-DD`, a day that exists and lies in Salesforce's range, 1700-01-01 to 4000-12-31.
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);
std::string format_date(std::chrono::year_month_day day);

// `YYYY-MM-DDThh:mm:ss[.fff](Z|+hh:mm|+hhmm|-...)`, T and Z in either case, to milliseconds since 1970 in UTC.  Hours to
// 23, offsets to 14:00 as the zones of the world go; the result must lie in Salesforce's range.
std::optional<std::int64_t> parse_datetime(std::string_view text);
std::string format_datetime(std::int64_t ms);

// `hh:mm:ss[.fff][Z]` to the stored form.
std::optional<std::string> parse_time(std::string_view text);

// Milliseconds since 1970 of a day's midnight in UTC, and the day in which a moment falls in UTC.
std::int64_t midnight_ms(std::chrono::year_month_day day);
std::chrono::year_month_day day_of(std::int64_t ms);

}  // namespace localorg::org
