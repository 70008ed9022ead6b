#include "eval/period.h"

#include <doctest/doctest.h>

#include "org/datetime.h"

using namespace localorg::eval;

namespace {

Day day(const char* text) { return *localorg::org::parse_date(text); }

std::string shown(const std::optional<Window>& window) {
  return window ? localorg::org::format_date(window->first) + " " + localorg::org::format_date(window->end) : "none";
}

}  // namespace

TEST_CASE("named periods are half open; winter belongs to the year of its December") {
  CHECK(shown(named_period("Winter", 2020)) == "2020-12-01 2021-03-01");
  CHECK(shown(named_period("Q4", 2021)) == "2021-10-01 2022-01-01");
  CHECK(shown(named_period("February", 2024)) == "2024-02-01 2024-03-01");
  CHECK(shown(named_period("december", 2020)) == "2020-12-01 2021-01-01");
  CHECK(shown(named_period("FALL", 2022)) == "2022-09-01 2022-12-01");
  CHECK(shown(named_period("Autumn", 2022)) == "none");
  CHECK(shown(named_period("Q5", 2022)) == "none");
  CHECK(shown(named_period("Q1", 0)) == "none");
}

TEST_CASE("counting back clips to the last day of a shorter month") {
  CHECK(before(day("2021-03-31"), Unit::month, 1) == day("2021-02-28"));
  CHECK(before(day("2024-03-31"), Unit::month, 1) == day("2024-02-29"));
  CHECK(before(day("2022-02-19"), Unit::quarter, 6) == day("2020-08-19"));
  CHECK(before(day("2021-10-31"), Unit::week, 5) == day("2021-09-26"));
  CHECK(before(day("2024-02-29"), Unit::year, 1) == day("2023-02-28"));
  CHECK(before(day("2021-01-01"), Unit::day, 0) == day("2021-01-01"));
}

TEST_CASE("times as tools and records write them") {
  CHECK(tool_time(day("2021-12-01")) == "2021-12-01T00:00:00Z");
  CHECK(record_time(day("2021-12-01")) == "2021-12-01T00:00:00.000+0000");
}
