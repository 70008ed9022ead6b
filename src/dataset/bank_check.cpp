// What makes a bank whole: phrases varied, and every text's lists and slots found.
#include "dataset/bank_check.h"

namespace localorg::dataset {
namespace {

void vary(Talk& talk, const Phrases& phrases) {
  for (auto& [name, lines] : talk) {
    for (std::string& line : lines) line = phrases.vary(line);
  }
}

void vary(Facts& facts, const Phrases& phrases) {
  for (auto& [name, kinds] : facts) vary(kinds, phrases);
}

// Filled by conversation_scene.cpp, whatever the bank.
const Lines kSlots = {"first",        "customer",   "agent", "agent_first", "next_agent", "next_first", "product",
                      "order_number", "order_date", "ago",   "price",       "city",       "state",      "company",
                      "shop",         "code",       "ref",   "other",       "today"};

Result<void> check_talk(const Talk& talk, const Rules& rules, const Lines& slots) {
  for (const auto& [name, lines] : talk) {
    for (const std::string& line : lines) LOCALORG_CHECK(check_grammar(line, rules, slots));
  }
  return {};
}

Result<void> check_facts(const Facts& facts, const Rules& rules, const Lines& slots) {
  for (const auto& [name, kinds] : facts) LOCALORG_CHECK(check_talk(kinds, rules, slots));
  return {};
}

void add_names(Lines& slots, const Facts& facts) {
  for (const auto& [name, kinds] : facts) slots.push_back(name);
}

// The lists that a conversation of this issue, mood and remedy can reach.
Result<void> check_case(const Bank& bank, const Talk& mood, const IssueWords& issue, const RemedyWords& remedy) {
  const Talk local = {{"mail.takeover", {""}}, {"remedy.question", {""}}, {"remedy.answer", {""}}};
  Rules rules;
  rules.add("", local);
  rules.add("", bank.talk);
  rules.add("mood.", mood);
  rules.add("issue.", issue.talk);
  rules.add("remedy.", remedy.talk);
  Lines slots = kSlots;
  for (const Facts* facts : {&bank.facts, &bank.passing, &issue.facts, &remedy.facts}) add_names(slots, *facts);
  LOCALORG_CHECK(check_talk(mood, rules, slots));
  LOCALORG_CHECK(check_talk(issue.talk, rules, slots));
  LOCALORG_CHECK(check_talk(remedy.talk, rules, slots));
  for (const FollowUp& pair : remedy.follow_up) {
    LOCALORG_CHECK(check_grammar(pair.question, rules, slots));
    LOCALORG_CHECK(check_grammar(pair.answer, rules, slots));
  }
  for (const Facts* facts : {&bank.facts, &bank.passing, &issue.facts, &remedy.facts})
    LOCALORG_CHECK(check_facts(*facts, rules, slots));
  return check_talk(bank.talk, rules, slots);
}

// What a line's descriptions can reach: <does> and its kin of the line, of the noun, of the noun's kind.
Result<void> check_line(const Bank& bank, const ProductLine& line) {
  for (const std::size_t noun : line.nouns) {
    Rules rules;
    rules.add("", line.words);
    for (const std::string& name : {bank.nouns[noun].name, bank.nouns[noun].kind}) {
      if (const auto words = bank.words.find(name); words != bank.words.end()) rules.add("", words->second);
    }
    for (const std::string& text : bank.descriptions) LOCALORG_CHECK(check_grammar(text, rules, {"subject", "middle"}));
  }
  return {};
}

}  // namespace

void vary_phrases(Bank& bank, const Json& json) {
  Phrases phrases;
  for (const auto& [phrase, alternatives] : json.at("phrases").items()) phrases.add(phrase, alternatives.get<Lines>());
  vary(bank.talk, phrases);
  vary(bank.facts, phrases);
  vary(bank.passing, phrases);
  for (auto& [name, talk] : bank.moods) vary(talk, phrases);
  for (IssueWords& issue : bank.issues) {
    vary(issue.talk, phrases);
    vary(issue.facts, phrases);
  }
  for (RemedyWords& remedy : bank.remedies) {
    vary(remedy.talk, phrases);
    vary(remedy.facts, phrases);
    for (FollowUp& pair : remedy.follow_up) pair = {phrases.vary(pair.question), phrases.vary(pair.answer)};
  }
}

Result<void> check_words(const Bank& bank) {
  if (bank.moods.empty() || bank.issues.empty() || bank.remedies.empty())
    return error_without_position(ErrorCode::ORG_UNUSABLE, "a word bank needs issues, remedies and moods");
  for (const ProductLine& line : bank.product_lines) LOCALORG_CHECK(check_line(bank, line));
  for (const auto& [name, mood] : bank.moods) LOCALORG_CHECK(check_case(bank, mood, bank.issues[0], bank.remedies[0]));
  for (const IssueWords& issue : bank.issues) LOCALORG_CHECK(check_case(bank, bank.moods[0].second, issue, bank.remedies[0]));
  for (const RemedyWords& remedy : bank.remedies)
    LOCALORG_CHECK(check_case(bank, bank.moods[0].second, bank.issues[0], remedy));
  return {};
}

}  // namespace localorg::dataset
