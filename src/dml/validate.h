// What a client gives for a record, read as the org takes it: names, types, lengths, ranges, picklists.
//
//     {"LastName": "Lee", "NumberOfEmployees": "12"}  ->  Given, or INVALID_FIELD, JSON_PARSER_ERROR, STRING_TOO_LONG, ...
//
// Knows the catalog and no record: references and unique values are checked by write.
#pragma once

#include <vector>

#include "base/json_fwd.h"
#include "base/result.h"
#include "org/record.h"

namespace localorg::dml {

enum class Operation { create, update };

// The values of the fields that a client named.
struct Given {
  org::Record record;
  std::vector<bool> is_given;  // by field; a field given as null is given
};

// A parent named by one of its external Ids: "Product2": {"External_ID__c": "P-1"}.
struct ParentKey {
  const org::Field* reference = nullptr;
  const org::SObject* parent = nullptr;
  const org::Field* key = nullptr;
  org::Value value;
};

struct ReadRecord {
  Given given;
  std::vector<ParentKey> parents;
};

// Reads a JSON object; its member "attributes" says what kind of record it is and is none of its fields.  Names match in any
// case.  Errors of JSON's types are JSON_PARSER_ERROR with the name of the member in `fields`: whoever has the text adds the
// place.
Result<ReadRecord> read_record(const org::SObject& object, const Json& json, Operation operation);

// One value as the field's type takes it; null for null, and for the empty text of a text field.
Result<org::Value> read_value(const org::Field& field, const Json& json);

}  // namespace localorg::dml
