// How an org lies in SQLite; README.md in this folder says why.
//
//   localorg_meta    name, value             org name, format version, source, seed, time zone, running user, pinned now
//   localorg_object  name, position, definition      the catalog, so that an org file describes itself
//   localorg_field   object, name, position, type, definition
//   "Case", ...      one table per sObject, one column per field, the record's Id as primary key
//   localorg_deleted_Case, ...   its recycle bin, where the object has IsDeleted
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "org/catalog.h"

namespace localorg::store {

inline constexpr int kFormatVersion = 2;
inline constexpr int kFormatWithSearch = 2;  // the first one with search indexes
inline constexpr std::string_view kIdColumn = "\"Id\"";

// Quoted names: the object's table, the field's column.
std::string table_of(const org::SObject& object);
// The recycle bin: a table of the same columns for the object's deleted records, so that live queries never look at IsDeleted.
std::string deleted_table_of(const org::SObject& object);
std::string column_of(const org::Field& field);

// The statements that make the tables of a catalog, and, once they are filled, its indexes.
std::vector<std::string> create_tables(const org::Catalog& catalog);
std::vector<std::string> create_indexes(const org::Catalog& catalog);
// INSERT INTO <table> VALUES (?1, ...), a parameter per field in the object's order.
std::string insert_into(const org::SObject& object, const std::string& table);

}  // namespace localorg::store
