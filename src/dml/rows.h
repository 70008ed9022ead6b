// Records as rows: what the writes share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dml/write.h"
#include "org/record.h"

namespace localorg::dml {

enum class Place { live, recycle_bin };

// Does the object have a recycle bin?  Records of one that has none are gone when they are deleted.
bool has_recycle_bin(const org::SObject& object);

Result<std::optional<org::Record>> read_row(Context& context, const org::SObject& object, const std::string& id, Place place);
Result<void> insert_row(Context& context, const org::Record& record, Place place);
Result<void> delete_row(Context& context, const org::SObject& object, const std::string& id, Place place);
// Writes the fields in which `after` differs from `before`.
Result<void> update_row(Context& context, const org::Record& before, const org::Record& after);
// The Ids of the live records whose field has this value, in order.
Result<std::vector<std::string>> ids_where(Context& context, const org::SObject& object, const org::Field& field,
                                           const org::Value& value);

// The next Id of an object, and the next text of an auto-number field.
Result<std::string> next_id(Context& context, const org::SObject& object);
Result<std::string> next_auto_number(Context& context, const org::SObject& object, const org::Field& field);

// The moment of this write, as audit fields have it.
std::string now_of(const Context& context);
// Sets a field if the object has it.
void set(org::Record& record, std::string_view field, org::Value value);

}  // namespace localorg::dml
