// The walk of one query, step by step, for a person to read: what localorg explain shows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "soql/query.h"
#include "soql/selectivity.h"

namespace localorg::soql {

struct StepTime {
  std::string step;
  double microseconds;
};

struct ExplainedStatement {
  std::string title;  // the query, or the child relationship it serves
  std::string sql;
  std::vector<std::string> parameters;  // ?1 and on, as SQL would write them
  std::string plan;                     // SQLite's, indented
  IndexUse indexes;
};

struct Explanation {
  std::string ast;    // an outline of the parsed query
  std::string bound;  // an outline of what its names mean
  std::vector<ExplainedStatement> statements;
  std::vector<StepTime> times;
  std::size_t rows = 0;
};

// Runs the query once, outside the plan cache.
Result<Explanation> explain(Engine& engine, std::string_view text);

}  // namespace localorg::soql
