// Scores as tables of text, for whoever prints them: the terminal, Markdown, HTML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "eval/compare.h"
#include "eval/score.h"

namespace localorg::eval {

struct ReportTable {
  std::string title;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<bool> numeric;  // columns to be set flush right
  std::string note;           // below the table; may be empty
};

// Of one run: the kinds of task with score, interval, strict and recorded score; answerable apart from not; pass^k, if tasks
// were tried more than once; turns, tokens, cost and failures; how the episodes ended.
std::vector<ReportTable> tables_of(const RunScore& run);
// Of several: a run a row, best first; then pass^k; then turns, tokens, cost and failures.
std::vector<ReportTable> leaderboard_of(const std::vector<RunScore>& runs);
std::vector<ReportTable> tables_of(const Comparison& comparison);

// | header | ... with the columns flush as they are, a heading of the second level before each table.
std::string markdown_of(const std::vector<ReportTable>& tables);

// The places of runs by overall score, best first; among equals the first stays first.
std::vector<std::size_t> ranking_of(const std::vector<RunScore>& runs);

// HTU for handle_time; of tasks that the original set lacks, the initials: lead_routing LR.
std::string short_name_of(std::string_view task_type);

// Numbers as all reports show them: 76.3 (of 0.763), "-" for nothing; 68.2-82.9; 12,345; 0.0123.
std::string percent(double share);
std::string percent(const Estimate& estimate);
std::string percent(const Interval& interval);
std::string percent_interval(const Estimate& estimate);
std::string with_commas(double number);
std::string fixed(double number, int digits);
// The values of k that a table has room for, of 1 to `most`: all up to 8, else 1, 2, 4, 8, ... and the last.
std::vector<std::size_t> shown_ks(std::size_t most);

}  // namespace localorg::eval
