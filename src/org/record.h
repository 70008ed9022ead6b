// A record on its way into an org: values by field.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "org/catalog.h"

namespace localorg::org {

// A field's value as it is stored: null, a boolean or integer, a number, or text (Ids with 18 characters, dates and
// dateTimes in the forms of datetime.h, lists of Ids as JSON text).  The empty string is null.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

inline bool is_null(const Value& value) { return std::holds_alternative<std::monostate>(value); }

// values[i] belongs to object.fields[i].
struct Record {
  const SObject* object = nullptr;
  std::vector<Value> values;

  explicit Record(const SObject& of) : object(&of), values(of.fields.size()) {}
  // By API name, which must exist.
  Value& operator[](std::string_view field) { return values[object->index_of(field)]; }
  const Value& operator[](std::string_view field) const { return values[object->index_of(field)]; }
};

// Fills what the org itself fills in a new record: defaults of fields that were not given, booleans that are null, computed
// fields (Name from its parts, IsClosed from Status).  given[i] says that the source had a value, null included, for
// fields[i]; an empty `given` stands for none.  A computed field whose sources are all null keeps what it was given, and so
// does a copy.
void complete(Record& record, const std::vector<bool>& given = {});

// The text of auto-number `number` in a display format: {00000000} -> 00000042.
std::string auto_number(std::string_view format, std::uint64_t number);

// Reads a value from text as a field's type takes it: numbers, booleans in the words of CSV files, dates, dateTimes,
// Ids with 15 or 18 characters.  An empty text is null.  Returns an error that names what is wrong with the text.
Result<Value> value_from_text(const Field& field, std::string_view text);

}  // namespace localorg::org
