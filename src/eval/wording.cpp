#include "eval/wording.h"

#include <array>

#include "base/embedded.h"
#include "base/text.h"

namespace localorg::eval {
namespace {

using dataset::fill;
using dataset::Random;
using dataset::Slots;

constexpr std::string_view kFile = "tasks/questions.json";

std::string capitalized(std::string text) {
  if (!text.empty()) text[0] = text::upper(text.substr(0, 1))[0];
  return text;
}

std::string number_words(int count, Random& random) {
  static constexpr std::array<std::string_view, 13> kNames = {"",      "one",   "two",  "three", "four",   "five",  "six",
                                                              "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  const bool in_words = count < static_cast<int>(kNames.size()) && random.per_mille(400);
  return in_words ? std::string(kNames[static_cast<std::size_t>(count)]) : std::to_string(count);
}

std::string_view name_of(Unit unit) {
  switch (unit) {
    case Unit::day: return "day";
    case Unit::week: return "week";
    case Unit::month: return "month";
    case Unit::quarter: return "quarter";
    case Unit::year: return "year";
  }
  return "";
}

}  // namespace

Result<Wording> Wording::read() {
  const auto text = embedded(kFile);
  if (!text) return error_without_position(ErrorCode::ORG_UNUSABLE, std::string(kFile) + " is not in this program");
  Wording wording;
  LOCALORG_TRY(wording.json_, parse_json(*text, kFile));
  return wording;
}

const Json& Wording::at(const std::vector<std::string>& path) const {
  const Json* json = &json_;
  for (const std::string& step : path) json = &json->at(step);
  return *json;
}

std::string Wording::line(const std::vector<std::string>& path, Random& random) const {
  const Json& lines = at(path);
  return lines[random.below(lines.size())].get<std::string>();
}

std::string Wording::question(TaskKind kind, std::string_view form, const Slots& slots, Random& random) const {
  const std::string text = line({"questions", std::string(row_of(kind).name), std::string(form)}, random);
  if (form != "span") return fill(text, slots);
  const std::string in = fill(line({"in_span"}, random), slots), over = fill(line({"over_span"}, random), slots);
  const std::string large = capitalized(in);
  Slots all = slots;
  all.insert(all.end(), {{"in_span", in}, {"In_span", large}, {"over_span", over}});
  return fill(text, all);
}

std::string Wording::reply(TaskKind kind, const Slots& slots) const {
  return fill(at({"reply", std::string(row_of(kind).name)}).get<std::string>(), slots);
}

std::string Wording::required(TaskKind kind, const Slots& slots) const {
  return fill(at({"required", std::string(row_of(kind).name)}).get<std::string>(), slots);
}

std::string Wording::optional() const { return at({"optional"}).get<std::string>(); }

std::string Wording::threshold(int more_than, Random& random) const {
  const Json& lines = json_.at("thresholds").at(static_cast<std::size_t>(more_than));
  return lines[random.below(lines.size())].get<std::string>();
}

NamedWindow Wording::month(int year, unsigned month, Random& random) const {
  const std::string_view name = month_names()[month - 1];
  const std::string number = std::to_string(year);
  return {*named_period(name, year), false, fill(line({"periods", "month"}, random), {{"name", name}, {"year", number}})};
}

NamedWindow Wording::quarter(int year, unsigned quarter, Random& random) const {
  const std::string name = "Q" + std::to_string(quarter), number = std::to_string(year);
  const std::string ordinal = json_.at("ordinals")[quarter - 1].get<std::string>();
  const Slots slots = {{"name", name}, {"year", number}, {"ordinal", ordinal}};
  return {*named_period(name, year), false, fill(line({"periods", "quarter"}, random), slots)};
}

NamedWindow Wording::season(int year, std::string_view name, Random& random) const {
  const std::string small = text::lower(name), number = std::to_string(year);
  const Slots slots = {{"name", name}, {"small", small}, {"year", number}};
  return {*named_period(name, year), false, fill(line({"periods", "season"}, random), slots)};
}

NamedWindow Wording::span(Day today, Unit unit, int count, Random& random) const {
  const Window window{before(today, unit, count), today};
  const bool year = (unit == Unit::month && count == 12) || (unit == Unit::quarter && count == 4);
  if (year && random.per_mille(500)) return {window, true, "year"};
  return {window, true, number_words(count, random) + " " + std::string(name_of(unit)) + (count == 1 ? "" : "s")};
}

}  // namespace localorg::eval
