// A query's answer in a format, for query and the shell: one question put to the REST resource, one way to show what it says.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/handle.h"
#include "cli/command.h"

namespace localorg::cli {

struct Question {
  std::string text;
  bool with_deleted = false;         // queryAll
  std::string api_version = "59.0";  // in the URLs of the answer
  Format format = Format::table;
  bool errors_as_json = false;         // where the format is JSON
  std::optional<unsigned> batch_size;  // with JSON: page by page, so many records each, and not all at once
};

// Prints the answer on standard output and returns kFine, or prints what is wrong with the query and returns kFailed.
// An error goes to standard error as `CODE: message`, or to standard output as the REST error array.  Below it, and not
// with JSON, stands the name that was meant, if one is near: for an unknown name, and for a picklist value for which the
// query found nothing.
Result<int> answer(api::Session& session, const Question& question);

// `CODE: message` and, where one is near, `Did you mean ...?` on standard error; the exit code.
int report(const SalesforceError& error, std::string_view query, const org::Catalog& catalog);

// `Did you mean NAME?` on standard error; nothing for an empty name.
void print_suggestion(std::string_view name);

}  // namespace localorg::cli
