// A query's explanation on a terminal and as JSON, for explain and the shell.
#pragma once

#include <iosfwd>

#include "base/json.h"
#include "soql/explain.h"

namespace localorg::cli {

void print(std::ostream& out, const soql::Explanation& explanation);
Json json_of(const soql::Explanation& explanation);

}  // namespace localorg::cli
