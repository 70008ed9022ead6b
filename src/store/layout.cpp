#include "store/layout.h"

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

}  // namespace

std::string table_of(const org::SObject& object) { return quote_identifier(object.name); }
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
    std::string sql = "CREATE TABLE " + table_of(object) + " (";
    for (const org::Field& field : object.fields) {
      if (field.index != 0) sql += ", ";
      sql += column_of(field) + " " + column_type(field);
      if (field.type == org::FieldType::id) sql += " PRIMARY KEY NOT NULL";
    }
    statements.push_back(sql + ") WITHOUT ROWID");
  }
  return statements;
}

std::vector<std::string> create_indexes(const org::Catalog& catalog) {
  std::vector<std::string> statements;
  for (const org::SObject& object : catalog.objects()) {
    if (object.is_virtual()) continue;
    for (const org::Field& field : object.fields) {
      if (!field.indexed || field.type == org::FieldType::id) continue;
      statements.push_back("CREATE INDEX " + quote_identifier("ix_" + object.name + "_" + field.name) + " ON " +
                           table_of(object) + " (" + column_of(field) + ")");
    }
  }
  return statements;
}

std::string insert_into(const org::SObject& object) {
  std::string sql = "INSERT INTO " + table_of(object) + " VALUES (";
  for (std::size_t i = 1; i <= object.fields.size(); ++i) {
    if (i != 1) sql += ", ";
    sql += '?' + std::to_string(i);
  }
  return sql + ")";
}

}  // namespace localorg::store
