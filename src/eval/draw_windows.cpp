// Questions about a stretch of time: agents, products, states.
#include <array>
#include <chrono>

#include "eval/draw.h"
#include "org/datetime.h"

namespace localorg::eval {
namespace {

using dataset::Random;
using dataset::Slots;

constexpr int kDaysPerWeek = 7;

// How many weeks, months and quarters a question of a kind goes back, and how often it does instead of naming a period.
struct Spans {
  TaskKind kind;
  int spans_per_mille;
  int weeks_from, weeks_to, months_from, months_to, quarters_from, quarters_to;
};
constexpr std::array kSpans = {
    Spans{TaskKind::handle_time, 540, 2, 6, 2, 6, 2, 6},
    Spans{TaskKind::transfer_count, 650, 2, 6, 2, 9, 2, 6},
    Spans{TaskKind::top_issue_identification, 580, 2, 6, 3, 9, 2, 6},
    Spans{TaskKind::best_region_identification, 490, 2, 6, 2, 6, 2, 6},
    Spans{TaskKind::monthly_trend_analysis, 1000, 0, -1, 7, 11, 3, 6},
};

const Spans& spans_of(TaskKind kind) {
  for (const Spans& row : kSpans) {
    if (row.kind == kind) return row;
  }
  return kSpans.front();
}

int days_between(Day from, Day to) {
  return static_cast<int>((std::chrono::sys_days{to} - std::chrono::sys_days{from}).count());
}

int year_of(Day day) { return static_cast<int>(day.year()); }

// Weeks, months or quarters, each as often as the others.
NamedWindow draw_span(const Sources& sources, const Spans& spans, Day today, Random& random) {
  const bool weeks = spans.weeks_to >= spans.weeks_from;
  const auto draw = [&](Unit unit, int from, int to) {
    return sources.wording.span(today, unit, static_cast<int>(random.between(from, to)), random);
  };
  switch (random.below(weeks ? 3 : 2)) {
    case 0: return draw(Unit::month, spans.months_from, spans.months_to);
    case 1: return draw(Unit::quarter, spans.quarters_from, spans.quarters_to);
    default: return draw(Unit::week, spans.weeks_from, spans.weeks_to);
  }
}

NamedWindow draw_period(const Sources& sources, Random& random) {
  static constexpr std::array<std::string_view, 4> kSeasons = {"Spring", "Summer", "Fall", "Winter"};
  const int year = static_cast<int>(random.between(year_of(sources.first_case), year_of(sources.last_case)));
  switch (random.below(3)) {
    case 0: return sources.wording.month(year, static_cast<unsigned>(random.between(1, 12)), random);
    case 1: return sources.wording.quarter(year, static_cast<unsigned>(random.between(1, 4)), random);
    default: return sources.wording.season(year, kSeasons[random.below(kSeasons.size())], random);
  }
}

struct Asked {
  Day today;
  NamedWindow window;
  std::string form() const { return window.is_span ? "span" : "period"; }
};

// Today lies in or shortly after the time of the cases where the question goes back from it, and anywhere up to the end of the
// next year where it does not matter.
Asked draw_window(const Sources& sources, TaskKind kind, Random& random) {
  const Spans& spans = spans_of(kind);
  if (random.per_mille(spans.spans_per_mille)) {
    const int days = days_between(sources.first_case, sources.last_case) + 4 * kDaysPerWeek;
    const Day today = add_days(sources.first_case, static_cast<int>(random.between(2 * kDaysPerWeek, days)));
    return {today, draw_span(sources, spans, today, random)};
  }
  const Day end{std::chrono::year{year_of(sources.last_case) + 1}, std::chrono::month{12}, std::chrono::day{24}};
  const Day today = add_days(sources.first_case, static_cast<int>(random.between(0, days_between(sources.first_case, end))));
  return {today, draw_period(sources, random)};
}

Json facts_of(const Asked& asked) {
  return {{"today", org::format_date(asked.today)},
          {"start", org::format_date(asked.window.window.first)},
          {"end", org::format_date(asked.window.window.end)}};
}

std::string key_of(const Asked& asked) {
  return org::format_date(asked.window.window.first) + " " + org::format_date(asked.window.window.end);
}

}  // namespace

std::optional<Draft> draw_about_agents(const Sources& sources, TaskKind kind, bool, Random& random) {
  constexpr std::int64_t kMostCases = 3;
  const Asked asked = draw_window(sources, kind, random);
  const int more_than = static_cast<int>(random.between(0, kMostCases));
  const std::string extreme = random.per_mille(500) ? "most" : "least";
  const Wording& wording = sources.wording;
  const std::string word = wording.line({"extremes", std::string(row_of(kind).name), extreme}, random);
  const std::string count = wording.line({"extreme_count", extreme}, random);
  const std::string number = wording.line({"extreme_number", extreme}, random);
  const std::string threshold = wording.threshold(more_than, random), today = org::format_date(asked.today);
  const Slots slots = {
      {"period", asked.window.words}, {"span", asked.window.words}, {"extreme", word}, {"extreme_count", count},
      {"extreme_number", number},     {"threshold", threshold},     {"today", today}};
  Json facts = facts_of(asked);
  facts["more_than"] = more_than;
  facts["extreme"] = extreme;
  return make_draft(sources, kind, wording.question(kind, asked.form(), slots, random), slots, std::move(facts),
                    key_of(asked) + " " + std::to_string(more_than) + extreme);
}

std::optional<Draft> draw_about_product(const Sources& sources, TaskKind kind, bool none, Random& random) {
  constexpr int kAnyProduct = 400;
  const Asked asked = draw_window(sources, kind, random);
  std::pair<std::string, std::string> product;
  if ((none && random.per_mille(kAnyProduct)) || sources.cases.empty()) {
    product = random.pick(sources.products);
  } else {
    const CaseRow& about = random.pick(sources.cases);
    product = {about.product_id, about.product};
  }
  const std::string today = org::format_date(asked.today);
  const Slots slots = {{"period", asked.window.words},
                       {"span", asked.window.words},
                       {"product", product.second},
                       {"product_id", product.first},
                       {"today", today}};
  Json facts = facts_of(asked);
  facts["product_id"] = product.first;
  return make_draft(sources, kind, sources.wording.question(kind, asked.form(), slots, random), slots, std::move(facts),
                    key_of(asked) + " " + product.first);
}

std::optional<Draft> draw_about_regions(const Sources& sources, TaskKind kind, bool, Random& random) {
  const Asked asked = draw_window(sources, kind, random);
  const std::string today = org::format_date(asked.today);
  const Slots slots = {{"period", asked.window.words}, {"span", asked.window.words}, {"today", today}};
  return make_draft(sources, kind, sources.wording.question(kind, asked.form(), slots, random), slots, facts_of(asked),
                    key_of(asked));
}

}  // namespace localorg::eval
