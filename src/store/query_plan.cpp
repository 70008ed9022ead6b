#include "store/query_plan.h"

#include <charconv>

#include "base/text.h"

namespace localorg::store {
namespace {

// Takes `beginning` off the line if it is there.
bool take(std::string_view& line, std::string_view beginning) {
  if (!line.starts_with(beginning)) return false;
  line.remove_prefix(beginning.size());
  return true;
}

std::string take_word(std::string_view& line) {
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(line.size(), word.size() + 1));
  return std::string(word);
}

// Status=? AND CreatedDate>? AND CreatedDate<?  names each column once; ANY(Status) is one that all values are tried of.
std::vector<std::string> columns_of(std::string_view terms) {
  std::vector<std::string> columns;
  while (!terms.empty()) {
    const std::size_t end = std::min(terms.find(" AND "), terms.size());
    const std::string column(terms.substr(0, terms.substr(0, end).find_first_of("<=>")));
    if (!column.starts_with("ANY(") && (columns.empty() || columns.back() != column)) columns.push_back(column);
    terms.remove_prefix(std::min(end + 5, terms.size()));
  }
  return columns;
}

bool is_alias(std::string_view word) { return !word.empty() && word.front() != '(' && word != "json_each"; }

}  // namespace

std::vector<TableRead> reads_of(std::string_view plan) {
  std::vector<TableRead> reads;
  std::vector<int> subqueries;  // at each depth, the one that begins there or above
  for (std::string_view line : text::split(plan, '\n')) {
    const std::size_t depth = std::min(line.find_first_not_of(' '), line.size()) / 2;
    line.remove_prefix(depth * 2);
    subqueries.resize(depth + 1, subqueries.empty() ? 0 : subqueries.back());
    if (depth > 0) subqueries[depth] = subqueries[depth - 1];
    take(line, "CORRELATED ");
    if (take(line, "LIST SUBQUERY ")) std::from_chars(line.data(), line.data() + line.size(), subqueries[depth]);
    TableRead read;
    read.is_search = line.starts_with("SEARCH ");
    if (!take(line, "SEARCH ") && !take(line, "SCAN ")) continue;
    read.subquery = subqueries[depth];
    read.alias = take_word(line);
    if (!is_alias(read.alias)) continue;
    take(line, "USING ");
    read.is_temporary = take(line, "AUTOMATIC ");
    take(line, "PARTIAL ");
    take(line, "COVERING ");
    if (take(line, "INDEX ") && !line.starts_with('(')) read.index = take_word(line);
    const std::size_t open = line.find('(');
    const std::size_t close = line.rfind(')');
    if (open != std::string_view::npos && close != std::string_view::npos)
      read.columns = columns_of(line.substr(open + 1, close - open - 1));
    read.is_left_join = line.ends_with("LEFT-JOIN");
    reads.push_back(std::move(read));
  }
  return reads;
}

}  // namespace localorg::store
