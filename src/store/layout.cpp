#include "store/layout.h"

#include "base/text.h"
#include "store/sql.h"

namespace localorg::store {
namespace {

std::string column_type(const org::Field& field) {
  switch (org::traits(field.type).type_class) {
    case org::TypeClass::boolean:
    case org::TypeClass::integer: return "INTEGER";
    case org::TypeClass::number: return "REAL";
    case org::TypeClass::text:
    case org::TypeClass::multipicklist: return field.case_sensitive ? "TEXT" : "TEXT COLLATE NOCASE";
    case org::TypeClass::id:
    case org::TypeClass::date:
    case org::TypeClass::datetime:
    case org::TypeClass::time:
    case org::TypeClass::compound:
    case org::TypeClass::id_list: return "TEXT";
  }
  return "TEXT";
}

std::string create_index(const org::SObject& object, const std::vector<const org::Field*>& fields) {
  std::string name = "ix_" + object.name;
  std::vector<std::string> columns;
  for (const org::Field* field : fields) {
    name += "_" + field->name;
    columns.push_back(column_of(*field));
  }
  std::string sql =
      "CREATE INDEX " + quote_identifier(name) + " ON " + table_of(object) + " (" + text::join(columns, ", ") + ")";
  // References are looked up by value, and many are null throughout: those take no room.
  const bool is_reference = fields.size() == 1 && fields.front()->type == org::FieldType::reference;
  return is_reference ? sql + " WHERE " + columns.front() + " IS NOT NULL" : sql;
}

}  // namespace

std::string table_of(const org::SObject& object) { return quote_identifier(object.name); }
std::string deleted_table_of(const org::SObject& object) { return quote_identifier("localorg_deleted_" + object.name); }
std::string column_of(const org::Field& field) { return quote_identifier(field.name); }

std::vector<std::string> create_tables(const org::Catalog& catalog) {
  std::vector<std::string> statements = {
      "CREATE TABLE localorg_meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
      "CREATE TABLE localorg_object (name TEXT PRIMARY KEY, position INTEGER, definition TEXT) WITHOUT ROWID",
      "CREATE TABLE localorg_field (object TEXT, position INTEGER, name TEXT, type TEXT, definition TEXT, "
      "PRIMARY KEY (object, position)) WITHOUT ROWID",
  };
  for (const org::SObject& object : catalog.objects()) {
    if (object.is_virtual()) continue;
    std::string columns;
    for (const org::Field& field : object.fields) {
      if (field.index != 0) columns += ", ";
      columns += column_of(field) + " " + column_type(field);
      if (field.type == org::FieldType::id) columns += " PRIMARY KEY NOT NULL";
    }
    statements.push_back("CREATE TABLE " + table_of(object) + " (" + columns + ") WITHOUT ROWID");
    if (object.find_field("IsDeleted") != nullptr) {
      statements.push_back("CREATE TABLE " + deleted_table_of(object) + " (" + columns + ") WITHOUT ROWID");
    }
  }
  return statements;
}

std::vector<std::string> create_indexes(const org::Catalog& catalog) {
  std::vector<std::string> statements;
  for (const org::SObject& object : catalog.objects()) {
    if (object.is_virtual()) continue;
    for (const org::Field& field : object.fields) {
      if (field.indexed && field.type != org::FieldType::id) statements.push_back(create_index(object, {&field}));
    }
    for (const auto& fields : object.indexes) statements.push_back(create_index(object, fields));
  }
  return statements;
}

std::string insert_into(const org::SObject& object, const std::string& table) {
  std::string sql = "INSERT INTO " + table + " VALUES (";
  for (std::size_t i = 1; i <= object.fields.size(); ++i) {
    if (i != 1) sql += ", ";
    sql += '?' + std::to_string(i);
  }
  return sql + ")";
}

}  // namespace localorg::store
