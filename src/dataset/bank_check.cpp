// What makes a bank whole: phrases varied, and every text's lists and slots found.
#include "dataset/bank_check.h"

#include <algorithm>

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
  for (const OwnField& own : bank.own_fields) {
    if (!own.slot.empty()) slots.push_back(own.slot);
  }
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

SalesforceError unusable(const std::string& what) { return error_without_position(ErrorCode::ORG_UNUSABLE, what); }

bool is_trait(const Bank& bank, const std::string& trait) {
  return std::any_of(bank.nouns.begin(), bank.nouns.end(), [&](const Noun& noun) {
    return std::find(noun.traits.begin(), noun.traits.end(), trait) != noun.traits.end();
  });
}

// A list that no product of an issue can be drawn from, or none to draw from, is a slip of the bank.
Result<void> check_traits_of(const Bank& bank, const std::string& where, const Facts& facts, const std::vector<bool>& nouns) {
  for (const auto& [name, lists] : facts) {
    for (const auto& [trait, lines] : lists) {
      if (trait != "*" && !is_trait(bank, trait)) return unusable(where + ": no product has the trait '" + trait + "'");
      if (lines.empty()) return unusable(where + ": an empty list of " + name);
    }
    if (lists.contains("*")) continue;
    for (std::size_t i = 0; i < nouns.size(); ++i) {
      const auto& traits = bank.nouns[i].traits;
      if (nouns[i] && std::none_of(traits.begin(), traits.end(), [&](const auto& trait) { return lists.contains(trait); }))
        return unusable(where + ": nothing of " + name + " fits " + bank.nouns[i].name);
    }
  }
  return {};
}

Result<void> check_traits(const Bank& bank) {
  const std::vector<bool> all(bank.nouns.size(), true);
  for (std::size_t i = 0; i < bank.issues.size(); ++i) {
    const IssueWords& issue = bank.issues[i];
    for (const std::string& trait : issue.needs) {
      if (!is_trait(bank, trait)) return unusable(issue.name + ": no product has the trait '" + trait + "'");
    }
    std::vector<bool> nouns;
    for (const Noun& noun : bank.nouns) nouns.push_back(noun.issues[i]);
    LOCALORG_CHECK(check_traits_of(bank, issue.name, issue.facts, nouns));
  }
  for (const RemedyWords& remedy : bank.remedies) LOCALORG_CHECK(check_traits_of(bank, remedy.name, remedy.facts, all));
  for (const Noun& noun : bank.nouns) {
    if (std::find(noun.issues.begin(), noun.issues.end(), true) == noun.issues.end())
      return unusable("no issue fits " + noun.name);
  }
  for (const auto& [word, trait] : bank.trait_words) {
    if (!is_trait(bank, trait)) return unusable("no product has the trait '" + trait + "' of the word " + word);
  }
  LOCALORG_CHECK(check_traits_of(bank, "conversations", bank.facts, all));
  return check_traits_of(bank, "conversations", bank.passing, all);
}

// Of the three ways to fill an own field, each has one, and what it names is there.
Result<void> check_own_fields(const Bank& bank) {
  constexpr std::string_view kObjects[] = {"Account", "Product2", "Order", "OrderItem", "Case"};
  for (const OwnField& own : bank.own_fields) {
    const std::string name = own.object + "." + own.field;
    if (std::find(std::begin(kObjects), std::end(kObjects), own.object) == std::end(kObjects))
      return unusable(name + ": fields cannot be added to this object");
    if ((own.values.empty() ? 0 : 1) + (own.of.empty() ? 0 : 1) + (own.from.empty() ? 0 : 1) != 1)
      return unusable(name + ": wants one of values, of and from");
    const auto is_named = [&](const OwnObject& object) { return object.name == own.of && !object.records.empty(); };
    if (!own.of.empty() && std::none_of(bank.own_objects.begin(), bank.own_objects.end(), is_named))
      return unusable(name + ": no records of " + own.of);
    const auto is_source = [&](const OwnField& other) { return other.object == own.from && other.field == own.field; };
    if (!own.from.empty() && (own.object != "Case" || own.from != "Order" ||
                              std::none_of(bank.own_fields.begin(), bank.own_fields.end(), is_source)))
      return unusable(name + ": only a case takes a field over, from its order");
    if (!own.slot.empty() && (own.object != "Order" || own.of.empty()))
      return unusable(name + ": texts speak of the records that orders point to, and of no others");
    if (own.values.empty()) continue;
    const bool all_have = own.values.contains("*") || (own.object != "Account" && own.object != "Order");
    if (!all_have) return unusable(name + ": no values for '*'");
    LOCALORG_CHECK(check_traits_of(bank, name, {{own.field, own.values}}, std::vector<bool>(bank.nouns.size(), true)));
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
  LOCALORG_CHECK(check_traits(bank));
  LOCALORG_CHECK(check_own_fields(bank));
  for (const auto& [name, mood] : bank.moods) LOCALORG_CHECK(check_case(bank, mood, bank.issues[0], bank.remedies[0]));
  for (const IssueWords& issue : bank.issues) LOCALORG_CHECK(check_case(bank, bank.moods[0].second, issue, bank.remedies[0]));
  for (const RemedyWords& remedy : bank.remedies)
    LOCALORG_CHECK(check_case(bank, bank.moods[0].second, bank.issues[0], remedy));
  return {};
}

}  // namespace localorg::dataset
