// Running the cases of a folder.
#include "support/conformance.h"

#include <utility>

#include "support/conformance_parts.h"

namespace localorg::test {
namespace {

std::string known_name(const CaseFile& file, const Case& test) { return file.name + ":" + test.title; }

std::string message_of(const Case& test, const std::string& expected, const std::string& got) {
  return "source: " + test.source + "\n" + test.query + "\n" + diff(with_advice_marked(expected), with_advice_marked(got));
}

Outcome check(const CaseFile& file, const Case& test, const std::string& got, const KnownDifferences& known) {
  Outcome outcome{"tests/" + file.name + ":" + std::to_string(test.line) + ": " + test.title, false, ""};
  const std::string expected = canonical_answer(test.expected);
  const std::string answered = canonical_answer(got);
  const bool matches = expected == answered;
  const bool is_known = known.contains(known_name(file, test));
  outcome.passed = matches != is_known;
  if (matches && is_known) outcome.message = "this is right now: take it out of tests/known_differences.txt";
  if (!matches && !is_known) outcome.message = message_of(test, expected, answered);
  return outcome;
}

Outcome fault_outcome(const std::string& place, const SalesforceError& error) { return {place, false, error.message}; }

}  // namespace

std::vector<Outcome> run_folder(const std::string& folder, bool update) {
  const std::string place = "tests/" + folder;
  const auto files = read_case_files(folder);
  if (!files) return {fault_outcome(place, files.error())};
  const auto known = read_known_differences();
  if (!known) return {fault_outcome(place, known.error())};
  std::vector<Outcome> outcomes;
  for (const CaseFile& file : *files) {
    std::vector<std::string> answers;
    for (const Case& test : file.cases) {
      auto answer = answer_of(file, test);
      if (!answer) {
        outcomes.push_back(fault_outcome("tests/" + file.name + ":" + std::to_string(test.line), answer.error()));
        answers.emplace_back();
        continue;
      }
      if (!update) outcomes.push_back(check(file, test, *answer, *known));
      answers.push_back(known->contains(known_name(file, test)) ? "" : *std::move(answer));
    }
    if (!update) continue;
    const auto written = write_answers(file, answers);
    if (!written) outcomes.push_back(fault_outcome(file.path, written.error()));
  }
  return outcomes;
}

}  // namespace localorg::test
