#include "dataset/verify_fit.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "dataset/verify_fault.h"

namespace localorg::dataset {
namespace {

constexpr const char* kCases =
    "SELECT c.Id, p.Name, s.Name, ifnull(c.Subject, '') || ' ' || ifnull(c.Description, '') FROM \"Case\" c"
    " JOIN OrderItem i ON i.Id = c.OrderItemId__c JOIN Product2 p ON p.Id = i.Product2Id JOIN Issue__c s ON s.Id = c.IssueId__c"
    " ORDER BY c.Id";
constexpr const char* kTexts[] = {
    "SELECT ParentId, ifnull(Subject, '') || ' ' || TextBody FROM EmailMessage WHERE ParentId IS NOT NULL ORDER BY Id",
    "SELECT CaseId, Body FROM LiveChatTranscript WHERE CaseId IS NOT NULL ORDER BY Id",
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool has_trait(const Noun& noun, const std::string& trait) {
  return std::find(noun.traits.begin(), noun.traits.end(), trait) != noun.traits.end();
}

bool can_have(const Bank& bank, const Noun& noun, std::string_view issue) {
  for (std::size_t i = 0; i < bank.issues.size(); ++i) {
    if (bank.issues[i].name == issue) return noun.issues[i];
  }
  return true;
}

class Fit {
 public:
  explicit Fit(const Bank& bank) : bank_(bank) {}

  Result<void> read_cases(const store::OpenOrg& org) {
    LOCALORG_TRY(store::Statement rows, org.database.prepare(kCases));
    for (;;) {
      LOCALORG_TRY(const bool row, rows.step());
      if (!row) return {};
      const Noun* noun = noun_of_name(bank_, rows.text(1));
      if (noun == nullptr) continue;
      const std::string id(rows.text(0));
      if (!can_have(bank_, *noun, rows.text(2))) issues_.add(id);
      nouns_.emplace(id, noun);
      look_at(id, rows.text(3));
    }
  }

  Result<void> read_texts(const store::OpenOrg& org, const char* sql) {
    LOCALORG_TRY(store::Statement rows, org.database.prepare(sql));
    for (;;) {
      LOCALORG_TRY(const bool row, rows.step());
      if (!row) return {};
      look_at(std::string(rows.text(0)), rows.text(1));
    }
  }

  void report(std::vector<Finding>& findings) const {
    if (issues_.count > 0)
      findings.push_back({"fit", "Case", issues_.text("cases with an issue that their product cannot have")});
    if (words_.count > 0) findings.push_back({"fit", "Case", words_.text("texts with a word that does not fit the product")});
  }

 private:
  void look_at(const std::string& id, std::string_view text) {
    const auto noun = nouns_.find(id);
    if (noun == nouns_.end()) return;
    const std::string_view word = misplaced_word(bank_, *noun->second, text);
    if (!word.empty()) words_.add(std::string(word) + " in " + id);
  }

  const Bank& bank_;
  std::unordered_map<std::string, const Noun*> nouns_;  // by case
  Fault issues_, words_;
};

}  // namespace

const Noun* noun_of_name(const Bank& bank, std::string_view name) {
  // Names that were taken already end with a number.
  const std::size_t end = name.find_last_not_of("0123456789 ");
  name = end == std::string_view::npos ? name : name.substr(0, end + 1);
  const Noun* found = nullptr;
  for (const Noun& noun : bank.nouns) {
    const bool ends = name == noun.name || (name.size() > noun.name.size() && name.ends_with(noun.name) &&
                                            name[name.size() - noun.name.size() - 1] == ' ');
    if (ends && (found == nullptr || noun.name.size() > found->name.size())) found = &noun;
  }
  return found;
}

std::string_view misplaced_word(const Bank& bank, const Noun& noun, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const auto trait = bank.trait_words.find(word);
    if (trait != bank.trait_words.end() && !has_trait(noun, trait->second)) return word;
  }
  return {};
}

Result<void> check_fit(const store::OpenOrg& org, std::vector<Finding>& findings) {
  const auto source = org.meta.find("source"), name = org.meta.find("bank");
  if (source == org.meta.end() || source->second != "generate" || name == org.meta.end()) return {};
  const auto bank = read_products_and_issues(name->second);
  if (!bank) return {};  // of a later version of this program
  Fit fit(*bank);
  LOCALORG_CHECK(fit.read_cases(org));
  for (const char* sql : kTexts) LOCALORG_CHECK(fit.read_texts(org, sql));
  fit.report(findings);
  return {};
}

}  // namespace localorg::dataset
