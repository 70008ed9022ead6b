#include "store/functions.h"

#include <sqlite3.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "store/database.h"
#include "store/date_functions.h"
#include "store/full_text.h"

namespace localorg::store {
namespace {

int compare_text(void* /*context*/, int a_size, const void* a, int b_size, const void* b) {
  return text::compare_ignoring_case({static_cast<const char*>(a), static_cast<std::size_t>(a_size)},
                                     {static_cast<const char*>(b), static_cast<std::size_t>(b_size)});
}

std::string_view text_of(sqlite3_value* value) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {data, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

// like(pattern, value): what `value LIKE pattern` calls; and soql_like_exact, which tells cases apart.
template <text::Case letters>
void like(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || sqlite3_value_type(arguments[1]) == SQLITE_NULL) return;
  sqlite3_result_int(context, text::like(text_of(arguments[0]), text_of(arguments[1]), letters) ? 1 : 0);
}

// soql_has(set, value): is value one of the ;-joined values?  For INCLUDES.
void has(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  bool found = false;
  for (const std::string_view entry : text::split(text_of(arguments[0]), ';')) {
    found = found || text::compare_ignoring_case(entry, text_of(arguments[1])) == 0;
  }
  sqlite3_result_int(context, found ? 1 : 0);
}

// soql_labels(set, table): the labels of ;-joined values; the table has a value and its label by turns, one a line.
void labels(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  const auto table = text::split(text_of(arguments[1]), '\n');
  std::vector<std::string> out;
  for (const std::string_view value : text::split(text_of(arguments[0]), ';')) {
    std::size_t i = 0;
    while (i + 1 < table.size() && text::compare_ignoring_case(table[i], value) != 0) i += 2;
    out.emplace_back(i + 1 < table.size() ? table[i + 1] : value);
  }
  const std::string text = text::join(out, ";");
  sqlite3_result_text(context, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

// soql_number(x): x as JSON text in the form of all numbers of an answer, 5.0E-4.
void number(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  const std::string text = text::java_double(sqlite3_value_double(arguments[0]));
  sqlite3_result_text(context, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

}  // namespace

Result<void> register_functions(Database& database) {
  sqlite3* handle = database.handle();
  constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  int rc =
      sqlite3_create_collation_v2(handle, std::string(kTextCollation).c_str(), SQLITE_UTF8, nullptr, compare_text, nullptr);
  const auto add = [&](const char* name, int arguments, void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    if (rc == SQLITE_OK)
      rc = sqlite3_create_function_v2(handle, name, arguments, kPure, nullptr, function, nullptr, nullptr, nullptr);
  };
  add("like", 2, like<text::Case::ignored>);
  add("soql_like_exact", 2, like<text::Case::exact>);
  add("soql_has", 2, has);
  add("soql_labels", 2, labels);
  add("soql_number", 1, number);
  if (rc != SQLITE_OK) return error_without_position(ErrorCode::ORG_UNUSABLE, std::string("SQLite: ") + sqlite3_errmsg(handle));
  LOCALORG_CHECK(register_full_text(database));
  return register_date_functions(database);
}

}  // namespace localorg::store
