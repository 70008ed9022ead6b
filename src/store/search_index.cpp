#include "store/search_index.h"

#include <algorithm>

#include "base/text.h"
#include "store/full_text.h"
#include "store/layout.h"
#include "store/sql.h"

namespace localorg::store {
namespace {

bool is_phone(const org::Field& field) {
  return field.type == org::FieldType::phone ||
         std::find(field.search.begin(), field.search.end(), "phone") != field.search.end();
}

// The text of a field as it is indexed.  `row`: new, old or an alias.
std::string indexed_text(const std::string& row, const org::Field& field) {
  const std::string value = row + "." + column_of(field);
  if (field.html_formatted) return "soql_plain_text(" + value + ")";
  return is_phone(field) ? "soql_digits(" + value + ")" : value;
}

// Of one object, the pieces of the statements.
struct Index {
  const org::SObject& object;
  std::string table;
  std::string found;
  std::vector<std::string> columns;  // of the index
  std::vector<std::string> fields;   // of the object's table

  std::string texts(const std::string& row) const {
    std::vector<std::string> out;
    for (const org::Field* field : searched_fields(object)) out.push_back(indexed_text(row, *field));
    return text::join(out, ", ");
  }
  std::string number_of(const std::string& row) const {
    return "(SELECT n FROM " + found + " WHERE \"Id\" = " + row + ".\"Id\")";
  }
  std::string put(const std::string& row) const {
    return "INSERT INTO " + table + " (rowid, " + text::join(columns, ", ") + ") VALUES (" + number_of(row) + ", " +
           texts(row) + ");";
  }
  // An index without the text itself is told what to forget.
  std::string take(const std::string& row) const {
    return "INSERT INTO " + table + " (" + table + ", rowid, " + text::join(columns, ", ") + ") VALUES ('delete', " +
           number_of(row) + ", " + texts(row) + ");";
  }
};

Index index_of(const org::SObject& object) {
  Index index{object, search_table_of(object), found_table_of(object), {}, {}};
  for (const org::Field* field : searched_fields(object)) {
    index.columns.push_back(search_column_of(*field));
    index.fields.push_back(column_of(*field));
  }
  return index;
}

std::string trigger(const Index& index, const std::string& what, const std::string& when, const std::string& body) {
  return "CREATE TRIGGER " + quote_identifier("localorg_search_" + index.object.name + "_" + what) + " " + when + " ON " +
         table_of(index.object) + " BEGIN " + body + " END";
}

void add_index(const org::SObject& object, std::vector<std::string>& statements) {
  const Index index = index_of(object);
  const std::string records = table_of(object);
  const std::string note = "INSERT INTO " + index.found + " (\"Id\") VALUES (new.\"Id\");";
  const std::string drop = "DELETE FROM " + index.found + " WHERE \"Id\" = old.\"Id\";";
  statements.insert(
      statements.end(),
      {"CREATE TABLE " + index.found + " (n INTEGER PRIMARY KEY, \"Id\" TEXT NOT NULL UNIQUE)",
       "CREATE VIRTUAL TABLE " + index.table + " USING fts5(" + text::join(index.columns, ", ") +
           ", content='', tokenize=" + std::string(kTokenizer) + ")",
       "CREATE VIRTUAL TABLE " + words_table_of(object) + " USING fts5vocab(" + index.table + ", 'row')",
       "INSERT INTO " + index.found + " (\"Id\") SELECT \"Id\" FROM " + records + " ORDER BY \"Id\"",
       "INSERT INTO " + index.table + " (rowid, " + text::join(index.columns, ", ") + ") SELECT n, " + index.texts("t") +
           " FROM " + index.found + " f CROSS JOIN " + records + " t ON t.\"Id\" = f.\"Id\" ORDER BY n",
       "INSERT INTO " + index.table + " (" + index.table + ") VALUES ('optimize')",
       trigger(index, "insert", "AFTER INSERT", note + " " + index.put("new")),
       trigger(index, "delete", "AFTER DELETE", index.take("old") + " " + drop),
       trigger(index, "update", "AFTER UPDATE OF \"Id\", " + text::join(index.fields, ", "),
               index.take("old") + " " + drop + " " + note + " " + index.put("new"))});
}

}  // namespace

std::string search_table_of(const org::SObject& object) { return quote_identifier("localorg_search_" + object.name); }
std::string found_table_of(const org::SObject& object) { return quote_identifier("localorg_found_" + object.name); }
std::string words_table_of(const org::SObject& object) { return quote_identifier("localorg_words_" + object.name); }
std::string search_column_of(const org::Field& field) { return quote_identifier("f_" + field.name); }

std::vector<const org::Field*> searched_fields(const org::SObject& object) {
  std::vector<const org::Field*> out;
  if (!object.searchable || object.is_virtual()) return out;
  for (const org::Field& field : object.fields) {
    if (!field.search.empty()) out.push_back(&field);
  }
  return out;
}

std::vector<std::string> create_search_indexes(const org::Catalog& catalog) {
  std::vector<std::string> statements;
  for (const org::SObject& object : catalog.objects()) {
    if (!searched_fields(object).empty()) add_index(object, statements);
  }
  return statements;
}

}  // namespace localorg::store
