#include "org/datetime.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace localorg::org;

namespace {

// What a literal is stored as, or "no".
std::string stored_datetime(std::string_view text) {
  const auto ms = parse_datetime(text);
  return ms ? format_datetime(*ms) : "no";
}
std::string stored_date(std::string_view text) {
  const auto day = parse_date(text);
  return day ? format_date(*day) : "no";
}
std::string stored_time(std::string_view text) { return parse_time(text).value_or("no"); }

}  // namespace

TEST_CASE("dates are days that exist, from 1700 to 4000") {
  CHECK(stored_date("2021-06-07") == "2021-06-07");
  CHECK(stored_date("2020-02-29") == "2020-02-29");
  CHECK(stored_date("1700-01-01") == "1700-01-01");
  CHECK(stored_date("4000-12-31") == "4000-12-31");
  CHECK(stored_date("2021-02-29") == "no");
  CHECK(stored_date("2021-13-01") == "no");
  CHECK(stored_date("2021-00-10") == "no");
  CHECK(stored_date("2021-06-31") == "no");
  CHECK(stored_date("1699-12-31") == "no");
  CHECK(stored_date("4001-01-01") == "no");
  CHECK(stored_date("2021-6-7") == "no");
  CHECK(stored_date("2021-06-07 ") == "no");
  CHECK(stored_date("2021-06-07T00:00:00Z") == "no");
  CHECK(stored_date("") == "no");
}

TEST_CASE("relative literals may reach years that no date has: they have at least four digits and their sign") {
  using namespace std::chrono;
  CHECK(format_date(year{79} / 8 / 24) == "0079-08-24");
  CHECK(format_date(year{0} / 1 / 2) == "0000-01-02");
  CHECK(format_date(year{-44} / 3 / 15) == "-044-03-15");
  CHECK(format_date(year{-7977} / 12 / 31) == "-7977-12-31");
  CHECK(format_date(year{12021} / 10 / 9) == "12021-10-09");
}

TEST_CASE("dateTimes are stored in UTC with three decimals") {
  CHECK(stored_datetime("2021-06-07T10:50:00Z") == "2021-06-07T10:50:00.000+0000");
  CHECK(stored_datetime("2021-06-07t10:50:00z") == "2021-06-07T10:50:00.000+0000");
  CHECK(stored_datetime("2021-06-07T10:50:00.5Z") == "2021-06-07T10:50:00.500+0000");
  CHECK(stored_datetime("2021-06-07T10:50:00.123999Z") == "2021-06-07T10:50:00.123+0000");
  CHECK(stored_datetime("2021-06-07T10:50:00.000+0000") == "2021-06-07T10:50:00.000+0000");
  CHECK(stored_datetime("2021-06-07T10:50:00+02:00") == "2021-06-07T08:50:00.000+0000");
  CHECK(stored_datetime("2021-06-07T10:50:00-0800") == "2021-06-07T18:50:00.000+0000");
  CHECK(stored_datetime("2021-01-01T00:30:00+01:00") == "2020-12-31T23:30:00.000+0000");
  CHECK(stored_datetime("1969-12-31T23:59:59.999Z") == "1969-12-31T23:59:59.999+0000");
}

TEST_CASE("what is no dateTime") {
  CHECK(stored_datetime("2021-06-07") == "no");
  CHECK(stored_datetime("2021-06-07T10:50:00") == "no");
  CHECK(stored_datetime("2021-06-07 10:50:00Z") == "no");
  CHECK(stored_datetime("2021-06-07T10:50Z") == "no");
  CHECK(stored_datetime("2021-06-07T24:00:00Z") == "no");
  CHECK(stored_datetime("2021-06-07T10:60:00Z") == "no");
  CHECK(stored_datetime("2021-06-07T10:50:60Z") == "no");
  CHECK(stored_datetime("2021-06-07T10:50:00.Z") == "no");
  CHECK(stored_datetime("2021-06-07T10:50:00ZZ") == "no");
  CHECK(stored_datetime("2021-02-30T10:50:00Z") == "no");
  CHECK(stored_datetime("2021-06-07T10:50:00+2:00") == "no");
  CHECK(stored_datetime("2021-06-07T10:50:00+01:60") == "no");
}

TEST_CASE("offsets go to 14:00, the farthest zone of the world") {
  CHECK(stored_datetime("2021-06-07T14:00:00+14:00") == "2021-06-07T00:00:00.000+0000");
  CHECK(stored_datetime("2021-06-07T14:00:00+14:01") == "no");
  CHECK(stored_datetime("2021-06-07T14:00:00-25:00") == "no");
}

TEST_CASE("a dateTime lies in Salesforce's range after its offset, too") {
  CHECK(stored_datetime("1700-01-01T00:00:00Z") == "1700-01-01T00:00:00.000+0000");
  CHECK(stored_datetime("1700-01-01T00:00:00+00:01") == "no");
  CHECK(stored_datetime("4000-12-31T23:59:59.999Z") == "4000-12-31T23:59:59.999+0000");
  CHECK(stored_datetime("4000-12-31T23:59:59-00:01") == "no");
}

TEST_CASE("times") {
  CHECK(stored_time("10:30:00") == "10:30:00.000Z");
  CHECK(stored_time("10:30:00.25z") == "10:30:00.250Z");
  CHECK(stored_time("23:59:59.999Z") == "23:59:59.999Z");
  CHECK(stored_time("10:30") == "no");
  CHECK(stored_time("10:30:00+01:00") == "no");
  CHECK(stored_time("25:00:00") == "no");
}

TEST_CASE("moments and days") {
  using namespace std::chrono;
  CHECK(midnight_ms(year{1970} / 1 / 2) == 86'400'000);
  CHECK(midnight_ms(year{1969} / 12 / 31) == -86'400'000);
  CHECK(day_of(-1) == year{1969} / 12 / 31);
  CHECK(day_of(0) == year{1970} / 1 / 1);
  CHECK(parse_datetime("2021-06-07T10:50:00Z") == 1'623'063'000'000);
}

TEST_CASE("stored texts sort in time order") {
  const std::vector<std::string> in_order = {stored_datetime("1700-01-01T00:00:00Z"),
                                             stored_datetime("1969-12-31T23:59:59.999Z"),
                                             stored_datetime("2021-06-07T10:50:00+02:00"),
                                             stored_datetime("2021-06-07T10:50:00Z"), stored_datetime("4000-12-31T23:59:59Z")};
  CHECK(std::is_sorted(in_order.begin(), in_order.end()));
}
