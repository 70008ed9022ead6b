// SQL text in the making.  Everything that is SQLite's own dialect is named in store/: quoting here, functions in
// functions.h, tables and columns in layout.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "org/record.h"

namespace localorg::store {

// A statement and the values of its parameters ?1, ?2, ...  No value of a query ever stands in the text.
struct SqlQuery {
  std::string text;
  std::vector<org::Value> parameters;

  // Appends SQL text.
  SqlQuery& operator+=(std::string_view sql) {
    text += sql;
    return *this;
  }
  // Appends a parameter marker for `value`.
  SqlQuery& add(org::Value value) {
    parameters.push_back(std::move(value));
    text += '?';
    text += std::to_string(parameters.size());
    return *this;
  }
};

// "Case", with quotation marks doubled inside.
std::string quote_identifier(std::string_view name);
// 'text', for the few literals that come from the catalog and not from a query.
std::string quote_literal(std::string_view text);

}  // namespace localorg::store
