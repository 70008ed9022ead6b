// Records on a terminal and in files: tables, CSV, JSON lines.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "base/json.h"
#include "soql/plan.h"

namespace localorg::cli {

struct Cells {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<bool> numeric;  // columns to be set flush right
};

// A REST query answer as cells: parents as Account.Name, child records as their number.  The columns are the plan's, so that
// an answer without records has them too.
Cells cells_of(const Json& body, const soql::PlanRecord& record);

// Columns side by side under a rule; long values are cut, line ends and control characters shown as a blank.  On a terminal of
// `width` columns the widest are cut further (never an Id or a number), and where that is not enough each record stands by
// itself, a line per field.  0: as wide as it takes.
void print_table(std::ostream& out, const Cells& cells, std::size_t width = 0);
// RFC 4180.
void print_csv(std::ostream& out, const Cells& cells);

}  // namespace localorg::cli
