// What TAB proposes in the shell: SOQL (soql/complete), and the commands with their arguments.
#include "base/text.h"
#include "cli/shell.h"
#include "cli/shell_input.h"
#include "soql/complete.h"

namespace localorg::cli {
namespace {

LineCompletion line_completion(const soql::Completion& completion, std::size_t offset) {
  LineCompletion out{completion.begin - offset, soql::insertion(completion), {}};
  for (const soql::Proposal& proposal : completion.proposals) out.choices.push_back(proposal.text);
  return out;
}

// The query's words, of which those before byte `offset` stand on earlier lines.
LineCompletion complete_query(const org::Catalog& catalog, std::string_view query, std::size_t cursor, std::size_t offset) {
  const soql::Completion completion = soql::complete(query, cursor, catalog);
  return completion.begin < offset ? LineCompletion{} : line_completion(completion, offset);
}

LineCompletion complete_word(const std::vector<std::string>& words, std::string_view line, std::size_t begin,
                             std::size_t cursor) {
  const std::string_view typed = line.substr(begin, cursor - begin);
  soql::Completion fitting{begin, {}};
  for (const std::string& word : words) {
    const bool fits = text::equal_ignoring_case(std::string_view(word).substr(0, typed.size()), typed);
    if (fits) fitting.proposals.push_back({word, soql::ProposalKind::keyword});
  }
  return line_completion(fitting, 0);
}

std::vector<std::string> words_for(Takes takes, const org::Catalog& catalog) {
  std::vector<std::string> names;
  switch (takes) {
    case Takes::nothing: return {};
    case Takes::object:
      for (const org::SObject& object : catalog.objects()) names.push_back(object.name);
      return names;
    case Takes::format: return {"table", "json", "csv", "jsonl"};
    case Takes::on_or_off: return {"on", "off"};
    case Takes::query_or_on_or_off: return {"on", "off", "SELECT"};
    case Takes::datetime_or_off: return {"off"};
  }
  return names;
}

LineCompletion complete_command(const org::Catalog& catalog, std::string_view line, std::size_t cursor) {
  const std::size_t begin = line.find('.');
  const std::size_t end = line.find(' ', begin);
  if (cursor <= end) return complete_word(command_names(), line, begin, cursor);
  const ShellCommand* command = find_command(line.substr(begin, end - begin));
  if (command == nullptr) return {};
  const std::size_t argument = std::min(line.find_first_not_of(' ', end), cursor);
  const bool is_first_word = line.substr(argument, cursor - argument).find(' ') == std::string_view::npos;
  if (is_first_word) return complete_word(words_for(command->takes, catalog), line, argument, cursor);
  if (command->takes != Takes::query_or_on_or_off) return {};
  LineCompletion completion = complete_query(catalog, line.substr(argument), cursor - argument, 0);
  completion.begin += argument;
  return completion;
}

}  // namespace

LineCompletion complete_line(const org::Catalog& catalog, std::string_view pending, std::string_view line, std::size_t cursor) {
  if (pending.empty() && is_command(text::trim(line.substr(0, cursor)))) return complete_command(catalog, line, cursor);
  const std::string query = std::string(pending) + std::string(line);
  return complete_query(catalog, query, pending.size() + cursor, pending.size());
}

}  // namespace localorg::cli
