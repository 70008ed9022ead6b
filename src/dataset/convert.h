// From a source's cell to a field's value.  The field's type decides, not the source's: 5551234567.0 is a phone number in
// one field and a number in another.
#pragma once

#include <vector>

#include "base/result.h"
#include "dataset/source.h"
#include "dataset/tally.h"
#include "org/record.h"

namespace localorg::dataset {

// The value of a cell that is not absent, or an error that names the field and what is wrong; beyond org::value_from_text:
//     phone              5551234567.0           "5551234567": what a table of numbers made of it
//     junctionidlist     [ "005Ws000001xZ0a" ]  "[\"005Ws000001xZ0aIAC\"]": compact, Ids with 18 characters
//     address, location  any                    null, and noted: they are made of other fields
// What is taken although it is odd is added to `odd`.
Result<org::Value> convert(const org::Field& field, const Cell& cell, std::vector<OddValue>& odd);

}  // namespace localorg::dataset
