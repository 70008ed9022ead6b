#include "dataset/bank_own.h"

#include <algorithm>

#include "base/json.h"

namespace localorg::dataset {

void read_traits(Bank& bank, const Json& json) {
  const Json& traits = json.at("traits");
  for (Noun& noun : bank.nouns) {
    noun.traits = {noun.kind, noun.name};
    for (const std::string& of : {noun.kind, noun.name}) {
      const Lines more = traits.contains(of) ? traits.at(of).get<Lines>() : Lines{};
      noun.traits.insert(noun.traits.end(), more.begin(), more.end());
    }
  }
  for (const auto& [trait, words] : json.at("words").items()) {
    for (const Json& word : words) bank.trait_words[word.get<std::string>()] = trait;
  }
}

void match_issues(Bank& bank) {
  for (Noun& noun : bank.nouns) {
    for (const IssueWords& issue : bank.issues) {
      const auto has = [&](const std::string& trait) {
        return std::find(noun.traits.begin(), noun.traits.end(), trait) != noun.traits.end();
      };
      noun.issues.push_back(issue.needs.empty() || std::any_of(issue.needs.begin(), issue.needs.end(), has));
    }
  }
}

void read_records(Bank& bank, const Json& json) {
  if (json.is_null()) return;
  for (const auto& [name, records] : json.at("records").items()) {
    OwnObject& own = bank.own_objects.emplace_back(OwnObject{name, {}});
    for (const Json& record : records) {
      auto& values = own.records.emplace_back();
      for (const auto& [field, text] : record.items()) values.emplace_back(field, text.get<std::string>());
    }
  }
  for (const Json& row : json.at("fields")) {
    OwnField field{row.at("object"), row.at("field"), {}, row.value("of", ""), row.value("from", ""), row.value("slot", "")};
    const Json by_trait = row.value("values", Json::object());
    for (const auto& [trait, values] : by_trait.items()) field.values[trait] = values.get<Lines>();
    bank.own_fields.push_back(std::move(field));
  }
}

}  // namespace localorg::dataset
