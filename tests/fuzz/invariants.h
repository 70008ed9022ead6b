// What holds whatever comes in.  A target is one function over bytes,
//     extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
// called by libFuzzer (tools/fuzz) or by replay.cpp, which runs it over the corpus.  What does not hold ends the process: a
// finding.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "api/handle.h"
#include "base/error.h"
#include "store/org_file.h"

namespace localorg::fuzz {

// Ends the process with both texts on standard error, unless `holds`.
void expect(bool holds, std::string_view what, std::string_view seen = {});

// Code and text of valid UTF-8; a position lies in `text`, of which the error speaks.
void expect_error(const SalesforceError& error, std::string_view text);

// A status that is known, headers of one line each; a body that says it is JSON is, a failure's names code and text.
void expect_response(const api::Response& response);

// Status, headers and body as one text, to be compared.
std::string text_of(const api::Response& response);

// The clock of all targets: 2022-08-20T12:00:00Z.
org::Clock clock();

// The orgs that targets ask, of tests/orgs: small_sales, which has some of everything, and help_desk, which has words.
const store::OpenOrg& small_org();
const store::OpenOrg& wordy_org();
// A copy of the first, to be written.
store::OpenOrg org_to_write();
// What a GET of `target` answers in a session of its own, checked by expect_response().
std::string answer(const store::OpenOrg& org, const std::string& target);
// Everything that `org` holds, as bytes.
std::string bytes_of(const store::OpenOrg& org);

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace localorg::fuzz
