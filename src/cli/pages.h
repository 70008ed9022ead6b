// Answers of several pages, as text: numbers stay as the REST API writes them.
#pragma once

#include <string>
#include <string_view>

#include "api/handle.h"
#include "base/result.h"

namespace localorg::cli {

// The answer whole: follows nextRecordsUrl from the first page and joins the pages' records as they stand.
Result<std::string> whole_answer(api::Session& session, std::string first_page);
// Each page as it comes, a line each; the exit code.
int print_pages(api::Session& session, api::Response first_page);
// A record a line, as it stands, of an answer that is whole.
void print_lines(std::string_view answer);

}  // namespace localorg::cli
