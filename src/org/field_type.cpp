#include "org/field_type.h"

#include <algorithm>
#include <array>

namespace localorg::org {
namespace {

// SOQL reference, "SOQL SELECT fields by type"; soql.md 13.1 and 7.1.
constexpr auto kTypes = std::to_array<TypeTraits>({
    //                                                                                   filter sort   group  aggregate
    {FieldType::id, "id", "string", TypeClass::id, true, true, true, true},
    {FieldType::reference, "reference", "string", TypeClass::id, true, true, true, true},
    {FieldType::string, "string", "string", TypeClass::text, true, true, true, true},
    {FieldType::textarea, "textarea", "string", TypeClass::text, true, true, true, true},
    {FieldType::picklist, "picklist", "string", TypeClass::text, true, true, true, true},
    {FieldType::multipicklist, "multipicklist", "string", TypeClass::multipicklist, true, false, false, false},
    {FieldType::combobox, "combobox", "string", TypeClass::text, true, true, true, true},
    {FieldType::boolean, "boolean", "boolean", TypeClass::boolean, true, true, true, false},
    {FieldType::int_, "int", "int", TypeClass::integer, true, true, true, true},
    {FieldType::double_, "double", "double", TypeClass::number, true, true, false, true},
    {FieldType::currency, "currency", "double", TypeClass::number, true, true, false, true},
    {FieldType::percent, "percent", "double", TypeClass::number, true, true, false, true},
    {FieldType::date, "date", "date", TypeClass::date, true, true, true, true},
    {FieldType::datetime, "datetime", "dateTime", TypeClass::datetime, true, true, false, true},
    {FieldType::time, "time", "time", TypeClass::time, true, true, false, false},
    {FieldType::email, "email", "string", TypeClass::text, true, true, true, true},
    {FieldType::phone, "phone", "string", TypeClass::text, true, true, true, true},
    {FieldType::url, "url", "string", TypeClass::text, true, true, true, true},
    {FieldType::address, "address", "address", TypeClass::compound, false, false, false, false},
    {FieldType::location, "location", "location", TypeClass::compound, false, false, false, false},
    {FieldType::base64, "base64", "string", TypeClass::text, false, false, false, false},
    {FieldType::encryptedstring, "encryptedstring", "string", TypeClass::text, false, false, false, false},
    {FieldType::junctionidlist, "junctionidlist", "string", TypeClass::id_list, false, false, false, false},
});

}  // namespace

const TypeTraits& traits(FieldType type) {
  return *std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeTraits& t) { return t.type == type; });
}

std::optional<FieldType> field_type(std::string_view name) {
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeTraits& t) { return t.name == name; });
  if (found == kTypes.end()) return std::nullopt;
  return found->type;
}

}  // namespace localorg::org
