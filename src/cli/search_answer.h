// A search's answer in a format, for search and the shell.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "api/handle.h"
#include "base/json.h"
#include "cli/command.h"
#include "sosl/explain.h"

namespace localorg::cli {

struct SearchQuestion {
  std::string text;
  std::string api_version = "59.0";  // in the URLs of the answer
  Format format = Format::table;
  bool errors_as_json = false;  // where the format is JSON
};

// Is this text SOSL, FIND ...?
bool is_search(std::string_view text);

// Prints the answer on standard output and returns kFine, or prints what is wrong with the search and returns kFailed.  As a
// table and as CSV the records of each object stand by themselves.
Result<int> answer(api::Session& session, const SearchQuestion& question);

void print(std::ostream& out, const sosl::Explanation& explanation);
Json json_of(const sosl::Explanation& explanation);

}  // namespace localorg::cli
