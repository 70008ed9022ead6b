// The last steps of read_bank().
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "dataset/bank.h"

namespace localorg::dataset {

// Puts alternatives for phrases (phrases.json) into all that is said.
void vary_phrases(Bank& bank, const Json& json);

// Fails on a text that names a list or slot which is not there.
Result<void> check_words(const Bank& bank);

}  // namespace localorg::dataset
