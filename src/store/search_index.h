// The full-text index of each searchable object: its tables, and the triggers that keep it right.
//
//   localorg_search_Case   FTS5: a column f_<Field> per searched field; the words alone, not the text
//   localorg_found_Case    n, Id: the record behind a row of the index (records have no number of their own)
//   localorg_words_Case    the words of the index and in how many records each is
//
// Whoever writes the object's table, in whatever way, changes the index with it; a record that moves to the recycle bin
// leaves the index.  REPLACE INTO is not for these tables: it deletes without telling triggers.
#pragma once

#include <string>
#include <vector>

#include "org/catalog.h"

namespace localorg::store {

// Quoted.
std::string search_table_of(const org::SObject& object);
std::string found_table_of(const org::SObject& object);
std::string words_table_of(const org::SObject& object);
std::string search_column_of(const org::Field& field);

// The searched fields of an object, in order: the columns of its index.  None where the object is not searched.
std::vector<const org::Field*> searched_fields(const org::SObject& object);

// The statements that make the indexes of all records there are, and their triggers.
std::vector<std::string> create_search_indexes(const org::Catalog& catalog);

}  // namespace localorg::store
