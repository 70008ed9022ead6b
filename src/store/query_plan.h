// SQLite's plan of a statement, EXPLAIN QUERY PLAN, as facts: which table is read by which index.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace localorg::store {

// One pass over a table.
struct TableRead {
  std::string alias;                 // as in the statement: t0
  bool is_search = false;            // some rows are looked up by `columns`; false: all rows are read
  std::string index;                 // its name; empty: the table itself, in the order of its primary key
  bool is_temporary = false;         // an index that SQLite makes for this statement
  std::vector<std::string> columns;  // that the rows are looked up by, in the index's order
  bool is_left_join = false;         // the lookup is that of LEFT JOIN's ON, not of a condition of WHERE
  int subquery = 0;  // the number of the IN (SELECT ...) it belongs to, counted in the order of the text; 0: none

  friend bool operator==(const TableRead&, const TableRead&) = default;
};

// From the indented tree of Database::explain_plan():
//     SEARCH t0 USING INDEX ix_Case_Status_CreatedDate (Status=? AND CreatedDate>?)
//     SEARCH t1 USING PRIMARY KEY (Id=?) LEFT-JOIN
// Lines about anything else (sorting, temporary results, json_each) are left out.
std::vector<TableRead> reads_of(std::string_view plan);

}  // namespace localorg::store
