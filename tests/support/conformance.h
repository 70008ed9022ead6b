// The .test files: what Salesforce answers, in text that a Salesforce administrator could write.
//
//     # Names in the SELECT list.   source: observed, soql.md 12.4
//     org small_sales
//
//     # source: assumed, soql.md 12.5                      (one case's own source; without it the file's)
//     query an unknown field is named with its object
//     with now 2022-08-20T12:00:00Z                        (or: with timezone Europe/Berlin)
//     SELECT Nmae FROM Account
//     ----
//     400 INVALID_FIELD
//     SELECT Nmae FROM Account
//            ^
//     ERROR at Row:1:Column:8
//     No such column 'Nmae' on entity 'Account'. [CF]
//     ====
//
// Verbs: query and queryAll take a query, search a search; request takes lines of `PATH [batch size]` and shows the last
// answer; desk takes whole requests to the front desk, as desk_client.h says; mcp takes a line a message of one MCP session
// and shows what each is answered; parse, bind and sql show what a step makes of a query, parse_search and bind_search of a
// search (tests/stages).
//
// The query is exact but for line feeds at its ends.  An expected success is `200` and JSON, compared as parsed: keys in
// their order, numbers by their text, white space free.  An expected failure is status and errorCode, then the message
// as it travels, without the line feed that stands in front of an excerpt.  [CF], [CE], [CR] at its end stand for
// the advice that Salesforce adds about custom fields, objects and relationships.
//
// The clock stands at 2022-08-20T12:00:00Z unless a case says otherwise.  Knows nothing of the test framework.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/handle.h"
#include "base/result.h"

namespace localorg::test {

// How sure a fact is: stated by Salesforce, seen in a real org, computed from the published grammar, or a guess to verify.
inline constexpr std::array<std::string_view, 4> kSourceKinds = {"documented", "observed", "computed", "assumed"};

struct Case {
  std::string title;
  std::string source;  // "observed, soql.md 12.4"
  std::string verb;
  std::map<std::string, std::string> with;  // now, timezone, writes
  std::string query;
  std::string expected;            // as written
  std::size_t line = 0;            // of the verb, from 1
  std::size_t expected_begin = 0;  // lines [begin, end) of the file, from 0: between ---- and ====
  std::size_t expected_end = 0;

  std::string_view source_kind() const;  // one of kSourceKinds, or empty
};

struct CaseFile {
  std::string path;  // on disk
  std::string name;  // below tests: conformance/soql/select.test
  std::string org;
  std::vector<std::string> lines;
  std::vector<Case> cases;
};

// Reads one file, or says at which line it is no .test file.  Titles are unique in a file; every case of conformance/ has a
// source.
Result<CaseFile> read_case_file(const std::string& path, const std::string& name);

// The .test files below tests/<folder>, by name.
Result<std::vector<CaseFile>> read_case_files(const std::string& folder);

// The requests of a `request` case:
//     POST /services/data/v59.0/sobjects/Account
//     Content-Type: application/json
//     {"Name": "Acme"}
//     GET /services/data/v59.0/sobjects/Account/001Lo0000000001IAA
// A body's content type is JSON where no header says otherwise.  A line that is a path alone is got.
std::vector<api::Request> requests_of(const std::string& text);

// What the org answers to a case, in the form of an expected text.
Result<std::string> answer_of(const CaseFile& file, const Case& test);

// One form for all answers, so that two that mean the same are the same text: JSON printed by print_json, advice in full.
std::string canonical_answer(std::string_view text);

// The one printer: a line per element of an array of objects, compact otherwise, numbers as they were written.
Result<std::string> print_json(std::string_view text);

// Lines of both texts: "  same", "- expected", "+ got".
std::string diff(std::string_view expected, std::string_view got);

// Cases that are known to be answered otherwise than Salesforce does: "file:title" and the reason.
using KnownDifferences = std::map<std::string, std::string>;
Result<KnownDifferences> read_known_differences();

struct Outcome {
  std::string place;  // tests/conformance/soql/select.test:12: title
  bool passed = false;
  std::string message;  // why not
};

// Runs the cases below tests/<folder>.  With `update`, answers take the place of what was expected,
// comments stay, and known differences stay as they are.
std::vector<Outcome> run_folder(const std::string& folder, bool update);

}  // namespace localorg::test
