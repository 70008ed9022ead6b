// The parts of a word bank that tie its words to its products and its records to its org; bank.h says what they are for.
// Missing keys and wrong types throw Json::exception.
#pragma once

#include "base/json_fwd.h"
#include "dataset/bank.h"

namespace localorg::dataset {

// traits.json: a noun has the traits of its kind and its own.
void read_traits(Bank& bank, const Json& json);

// Which issues the products of each noun can have, once both are read.
void match_issues(Bank& bank);

// records.json.  A bank without it (null) has nothing of its own.
void read_records(Bank& bank, const Json& json);

}  // namespace localorg::dataset
