// Functions that compute over what they are given.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "eval/period.h"
#include "eval/tools/functions.h"
#include "org/datetime.h"

namespace localorg::eval::tool {
namespace {

constexpr double kMsPerSecond = 1000, kMsPerMinute = 60'000;

// In the order in which the keys come up.
struct Sum {
  std::int64_t total = 0, count = 0;
};
using Sums = std::vector<std::pair<std::string, Sum>>;

Sum& at(Sums& sums, const std::string& key) {
  for (auto& [name, sum] : sums) {
    if (name == key) return sum;
  }
  return sums.emplace_back(key, Sum{}).second;
}

Json counts_by(const Json& records, const char* key) {
  Json counts = Json::object();
  for (const Json& record : records) {
    Json& count = counts[record[key].get_ref<const std::string&>()];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  return counts;
}

template <typename Better>
Json keys_with_best(const Json& values, Better better) {
  Json keys = Json::array();
  double best = 0;
  for (const auto& [key, value] : values.items()) {
    const double here = value;
    if (!keys.empty() && here != best && !better(here, best)) continue;
    if (keys.empty() || here != best) keys = Json::array();
    best = here;
    keys.push_back(key);
  }
  return keys;
}

// The form that records have, with a fraction of a second.
std::optional<std::int64_t> moment(const Json& record, const char* key) {
  if (!record[key].is_string()) return std::nullopt;
  const auto& text = record[key].get_ref<const std::string&>();
  return text.find('.') == std::string::npos ? std::nullopt : org::parse_datetime(text);
}

// The mean time from creation to closing by `key`, or what is wrong with a record.
Json mean_times(const Json& records, const char* key, double ms_per_unit) {
  Sums sums;
  for (const Json& record : records) {
    if (!record[key].is_string()) continue;
    const auto created = moment(record, "CreatedDate"), closed = moment(record, "ClosedDate");
    if (!created || !closed) return error("invalid date format: a record needs CreatedDate and ClosedDate");
    if (*closed < *created) return error("a closed date lies before the created date");
    Sum& sum = at(sums, record[key].get_ref<const std::string&>());
    sum.total += *closed - *created;
    ++sum.count;
  }
  Json means = Json::object();
  for (const auto& [name, sum] : sums)
    means[name] = static_cast<double>(sum.total) / static_cast<double>(sum.count) / ms_per_unit;
  return means;
}

// 2021-10-31T08:30:00Z
std::optional<std::int64_t> tool_moment(const std::string& text) {
  constexpr std::size_t kLength = 20;
  return text.size() == kLength && text.back() == 'Z' ? org::parse_datetime(text) : std::nullopt;
}

std::optional<Unit> unit_named(const std::string& name) {
  if (name == "day") return Unit::day;
  if (name == "week") return Unit::week;
  if (name == "month") return Unit::month;
  if (name == "quarter") return Unit::quarter;
  return std::nullopt;
}

Json extreme_keys(const Json& values, bool largest) {
  if (values.empty()) return nullptr;
  return largest ? keys_with_best(values, std::greater<>()) : keys_with_best(values, std::less<>());
}

}  // namespace

Json error(std::string_view what) { return "Error: " + std::string(what); }

Json agents_with_max_cases(Toolbox&, const Json& arguments) {
  return keys_with_best(counts_by(arguments["subset_cases"], "OwnerId"), std::greater<>());
}

Json agents_with_min_cases(Toolbox&, const Json& arguments) {
  return keys_with_best(counts_by(arguments["subset_cases"], "OwnerId"), std::less<>());
}

Json average_handle_time(Toolbox&, const Json& arguments) { return mean_times(arguments["cases"], "OwnerId", kMsPerMinute); }

Json region_closure_times(Toolbox&, const Json& arguments) {
  if (arguments["cases"].empty()) return error("the list of cases is empty");
  return mean_times(arguments["cases"], "ShippingState", kMsPerSecond);
}

Json start_date(Toolbox&, const Json& arguments) {
  constexpr std::size_t kDateLength = 10;
  constexpr int kMostUnits = 100'000;
  const auto& end = arguments["end_date"].get_ref<const std::string&>();
  const auto unit = unit_named(arguments["period"].get<std::string>());
  const auto count = arguments["interval_count"].get<std::int64_t>();
  const auto moment = tool_moment(end);
  if (!moment) return error("invalid date format: end_date must be YYYY-MM-DDTHH:MM:SSZ");
  if (!unit) return error("period must be 'day', 'week', 'month' or 'quarter'");
  if (count < 0 || count > kMostUnits) return error("interval_count must be a non-negative integer");
  return org::format_date(before(org::day_of(*moment), *unit, static_cast<int>(count))) + end.substr(kDateLength);
}

Json period(Toolbox&, const Json& arguments) {
  const auto year = arguments["year"].get<std::int64_t>();
  if (year < 1 || year > 9999) return error("year must be between 1 and 9999");
  const auto& name = arguments["period_name"].get_ref<const std::string&>();
  const auto window = named_period(name, static_cast<int>(year));
  if (!window) return error("invalid period_name: a month, Q1 to Q4, Spring, Summer, Fall or Winter");
  return {{"start_date", tool_time(window->first)}, {"end_date", tool_time(window->end)}};
}

Json qualified_agents(Toolbox&, const Json& arguments) {
  Json agents = Json::array();
  const auto least = static_cast<double>(arguments["n_cases"].get<std::int64_t>());
  for (const auto& [agent, count] : arguments["agent_handled_cases"].items()) {
    if (count.get<double>() > least) agents.push_back(agent);
  }
  return agents;
}

Json ids_with_max_value(Toolbox&, const Json& arguments) { return extreme_keys(arguments["values_by_id"], true); }
Json ids_with_min_value(Toolbox&, const Json& arguments) { return extreme_keys(arguments["values_by_id"], false); }

Json month_to_case_count(Toolbox&, const Json& arguments) {
  Json counts = Json::object();
  for (const Json& record : arguments["cases"]) {
    const auto created = moment(record, "CreatedDate");
    if (!created) return error("invalid date format: a record needs CreatedDate");
    const unsigned month = static_cast<unsigned>(org::day_of(*created).month());
    Json& count = counts[std::string(month_names()[month - 1])];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  return counts;
}

Json respond(Toolbox&, const Json& arguments) { return arguments["content"]; }

}  // namespace localorg::eval::tool
