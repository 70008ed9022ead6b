// Values of fields, drawn so that there are ties, nulls and edges.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "org/record.h"
#include "support/random.h"

namespace localorg::test {

// A stored value of the field, never null; not for Ids, references and compound fields.
org::Value random_value(const org::Field& field, std::int64_t now_ms, Random& random);

// Words that texts are made of: case pairs, accents, letters without a partner, LIKE's signs, quotes, line ends.
std::string random_text(Random& random);
// ASCII letters in another case.
std::string in_other_case(const std::string& text, Random& random);

// Stored forms.
std::string random_date(std::int64_t now_ms, Random& random);
std::string random_datetime(std::int64_t now_ms, Random& random);

}  // namespace localorg::test
