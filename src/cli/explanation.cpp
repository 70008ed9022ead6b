#include "cli/explanation.h"

#include <algorithm>
#include <cstdio>
#include <ostream>
#include <utility>

#include "base/text.h"

namespace localorg::cli {
namespace {

std::string microseconds(double us) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.1f us", us);
  return buffer;
}

std::string object_text(const soql::ObjectRead& read, bool is_child) {
  const std::string& where = is_child && read.path.empty() ? "children" : read.path;
  return read.object + (where.empty() ? "" : " (" + where + ")");
}

std::string way_text(const soql::ObjectRead& read) {
  const std::string way = read.fields.empty() ? "every record" : "by " + text::join(read.fields, ", ");
  return way + (read.index.empty() ? "" : ", index " + read.index);
}

using Lines = std::vector<std::pair<std::string, std::string>>;

// Two columns; a long left side does not push the others away.
void print_lines(std::ostream& out, const Lines& lines) {
  constexpr std::size_t kMaxLeft = 60;
  std::size_t width = 0;
  for (const auto& [left, right] : lines) width = std::max(width, std::min(text::display_width(left), kMaxLeft));
  for (const auto& [left, right] : lines) {
    const std::size_t used = std::min(text::display_width(left), width);
    out << "  " << left << std::string(width - used + 2, ' ') << right << "\n";
  }
}

void print_indexes(std::ostream& out, const std::vector<soql::ExplainedStatement>& statements) {
  Lines reads;
  Lines unserved;
  for (const soql::ExplainedStatement& statement : statements) {
    const bool is_child = &statement != &statements.front();
    for (const soql::ObjectRead& read : statement.indexes.reads)
      reads.emplace_back(object_text(read, is_child), way_text(read));
    for (const soql::UnservedCondition& entry : statement.indexes.unserved)
      unserved.emplace_back(entry.condition, entry.reason);
  }
  out << "\nIndexes\n";
  print_lines(out, reads);
  if (unserved.empty()) return;
  out << "  Not selective:\n";
  for (auto& [condition, reason] : unserved) condition = "  " + condition;
  print_lines(out, unserved);
}

Json json_of(const soql::IndexUse& use) {
  Json reads = Json::array();
  for (const soql::ObjectRead& read : use.reads) {
    reads.push_back({{"object", read.object}, {"path", read.path}, {"fields", read.fields}, {"index", read.index}});
  }
  Json unserved = Json::array();
  for (const soql::UnservedCondition& entry : use.unserved)
    unserved.push_back({{"condition", entry.condition}, {"reason", entry.reason}});
  return {{"reads", reads}, {"notSelective", unserved}};
}

}  // namespace

void print(std::ostream& out, const soql::Explanation& explanation) {
  out << "Parsed\n" << explanation.ast << "\nBound\n" << explanation.bound;
  for (const soql::ExplainedStatement& statement : explanation.statements) {
    out << "\nSQL (" << statement.title << ")\n" << statement.sql << "\n";
    for (std::size_t i = 0; i < statement.parameters.size(); ++i)
      out << "  ?" << i + 1 << " = " << statement.parameters[i] << "\n";
    out << "\nSQLite's plan (" << statement.title << ")\n" << statement.plan;
  }
  print_indexes(out, explanation.statements);
  out << "\nTimes\n";
  for (const soql::StepTime& time : explanation.times)
    out << "  " << time.step << std::string(11 - time.step.size(), ' ') << microseconds(time.microseconds) << "\n";
  out << "  " << explanation.rows << (explanation.rows == 1 ? " row\n" : " rows\n");
}

Json json_of(const soql::Explanation& explanation) {
  Json statements = Json::array();
  for (const soql::ExplainedStatement& s : explanation.statements) {
    statements.push_back(
        {{"title", s.title}, {"sql", s.sql}, {"parameters", s.parameters}, {"plan", s.plan}, {"indexes", json_of(s.indexes)}});
  }
  Json times = Json::object();
  for (const soql::StepTime& time : explanation.times) times[time.step + "_us"] = time.microseconds;
  return {{"ast", explanation.ast},
          {"bound", explanation.bound},
          {"statements", statements},
          {"times", times},
          {"rows", explanation.rows}};
}

}  // namespace localorg::cli
