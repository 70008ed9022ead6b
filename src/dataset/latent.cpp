#include "dataset/latent.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "dataset/conversation.h"
#include "dataset/generate_write.h"
#include "org/datetime.h"

namespace localorg::dataset {
namespace {

using org::Catalog;

// "Pro Trail Running Shoes": without its first word, and with other words for it.
std::vector<std::string> phrases_of(const Bank& bank, const std::string& name) {
  const std::size_t blank = name.find(' ');
  if (blank == std::string::npos || std::isdigit(static_cast<unsigned char>(name.back())) != 0) return {};
  const std::string rest = text::lower(name.substr(blank + 1));
  std::vector<std::string> phrases = {rest};
  if (const auto others = bank.other_words.find(name.substr(0, blank)); others != bank.other_words.end()) {
    for (const std::string& word : others->second) phrases.push_back(word + " " + rest);
  }
  return phrases;
}

void add_issues(Latent& latent, const World& world, const Catalog& catalog) {
  for (std::size_t i = 0; i < world.bank.issues.size(); ++i) {
    const IssueWords& words = world.bank.issues[i];
    Latent::Issue issue{id_of(catalog, "Issue__c", i), words.name, "", {}};
    for (const std::size_t remedy : words.remedies) issue.remedies.push_back(world.bank.remedies[remedy].name);
    latent.issues.push_back(std::move(issue));
  }
  for (std::size_t i = 0; i < world.articles.size(); ++i) {
    const Article& article = world.articles[i];
    const std::string id = id_of(catalog, "Knowledge__kav", i);
    if (article.issue != kNone) latent.issues[article.issue].article = id;
    for (const Fact& fact : article.facts) latent.facts.push_back({id, fact.question, fact.answer, fact.evidence});
  }
}

void add_agents(Latent& latent, const World& world, const Catalog& catalog) {
  for (std::size_t i = 0; i < world.agents.size(); ++i) {
    Latent::Agent agent{id_of(catalog, "User", i), {}, world.agents[i].pace};
    for (std::size_t issue = 0; issue < world.agents[i].skills.size(); ++issue) {
      if (world.agents[i].skills[issue]) agent.skills.push_back(latent.issues[issue].id);
    }
    latent.agents.push_back(std::move(agent));
  }
}

void add_customers(Latent& latent, const World& world, const Catalog& catalog) {
  for (std::size_t i = 0; i < world.accounts; ++i) {
    const Customer& customer = world.customers[i];
    Latent::Customer row{id_of(catalog, "Account", i),
                         id_of(catalog, "Contact", i),
                         {},
                         customer.favourite_month,
                         customer.decline,
                         customer.trouble};
    for (const std::size_t category : customer.favourites) row.favourites.push_back(world.bank.categories[category].name);
    latent.customers.push_back(std::move(row));
  }
}

void add_cases(Latent& latent, const World& world, const Catalog& catalog) {
  for (std::size_t i = 0; i < world.cases.size(); ++i) {
    const Case& c = world.cases[i];
    const auto offer = std::find_if(c.messages.begin(), c.messages.end(), [](const Message& m) { return is_offer(m.act); });
    if (offer == c.messages.end() || c.remedy >= world.bank.remedies.size()) continue;
    latent.cases.push_back({id_of(catalog, "Case", i), world.bank.remedies[c.remedy].name, std::string(name_of(c.verdict)),
                            org::format_date(org::day_of(offer->at))});
  }
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::allowed: return "allowed";
    case Verdict::not_allowed: return "not_allowed";
    case Verdict::too_late: return "too_late";
  }
  return "";
}

Latent latent_of(const World& world, const Catalog& catalog) {
  Latent latent;
  latent.seed = world.options.seed;
  latent.scale = world.options.scale;
  latent.bank = world.bank_name;
  for (const RemedyWords& remedy : world.bank.remedies) latent.remedies.push_back({remedy.name, remedy.days});
  add_issues(latent, world, catalog);
  add_agents(latent, world, catalog);
  add_customers(latent, world, catalog);
  for (std::size_t i = 0; i < world.products.size(); ++i)
    latent.products.push_back({id_of(catalog, "Product2", i), phrases_of(world.bank, world.products[i].name)});
  add_cases(latent, world, catalog);
  return latent;
}

std::string latent_path(const std::string& org_path) {
  constexpr std::string_view kEnding = ".db";
  const bool usual = org_path.ends_with(kEnding);
  return org_path.substr(0, org_path.size() - (usual ? kEnding.size() : 0)) + ".latent.json";
}

}  // namespace localorg::dataset
