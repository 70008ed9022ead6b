// The types of fields, and what each type may do in a query.
#pragma once

#include <optional>
#include <string_view>

namespace localorg::org {

// Named by their wire spelling; a trailing underscore where C++ keeps the word for itself.
// clang-format off
enum class FieldType {
  id, reference, string, textarea, picklist, multipicklist, combobox, boolean, int_, double_, currency, percent,
  date, datetime, time, email, phone, url, address, location, base64, encryptedstring, junctionidlist,
};
// clang-format on

// What the types have in common: how a value is stored, compared and written as a literal.
enum class TypeClass { id, text, boolean, integer, number, date, datetime, time, multipicklist, compound, id_list };

struct TypeTraits {
  FieldType type;
  std::string_view name;     // in describe
  std::string_view literal;  // the name that errors about literals use: "must be of type dateTime"
  TypeClass type_class;
  bool filterable, sortable, groupable, aggregatable;  // defaults; textarea above 255 characters is none of them
};

const TypeTraits& traits(FieldType type);
std::optional<FieldType> field_type(std::string_view name);

}  // namespace localorg::org
