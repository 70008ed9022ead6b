// How generated tasks are worded: data/tasks/questions.json, by template, with several wordings each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "dataset/bank.h"
#include "dataset/random.h"
#include "eval/question.h"

namespace localorg::eval {

// A stretch of time together with the words for it.
struct NamedWindow {
  Window window;
  bool is_span = false;  // back from today
  std::string words;     // Q3 of 2021, two weeks
};

class Wording {
 public:
  static Result<Wording> read();

  // A question's text, without what the reply should be; `form` is period, span or any.
  std::string question(TaskKind kind, std::string_view form, const dataset::Slots& slots, dataset::Random& random) const;
  std::string reply(TaskKind kind, const dataset::Slots& slots) const;
  std::string required(TaskKind kind, const dataset::Slots& slots) const;
  std::string optional() const;

  // One of the lines at a path: line({"extremes", "handle_time", "most"}, random)
  std::string line(const std::vector<std::string>& path, dataset::Random& random) const;
  std::string threshold(int more_than, dataset::Random& random) const;

  NamedWindow month(int year, unsigned month, dataset::Random& random) const;
  NamedWindow quarter(int year, unsigned quarter, dataset::Random& random) const;
  NamedWindow season(int year, std::string_view name, dataset::Random& random) const;
  // "past year" for twelve months or four quarters, at times.
  NamedWindow span(Day today, Unit unit, int count, dataset::Random& random) const;

 private:
  const Json& at(const std::vector<std::string>& path) const;
  Json json_;
};

}  // namespace localorg::eval
