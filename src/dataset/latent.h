// What is behind a generated org and not in it: the side file that `generate` writes next to the org file, and that tasks about
// articles, conversations and customers' words are made from.
//
//     my.org.db -> my.org.latent.json
//
// One JSON object; each of its lists has one record a line, so that it can be read with line tools too:
//
//     "seed", "scale", "bank"   as in the org file, to tell that the two belong together
//     "remedies"    {"name", "days"}: granted until so many days after the purchase, 0: at any time
//     "issues"      {"id", "name", "article", "remedies": [name, ...]}: what its policy article allows
//     "agents"      {"id", "skills": [issue Id, ...], "pace"}: of 0 (quick) to 299
//     "customers"   {"account", "contact", "favourites": [category, ...], "month", "decline", "trouble"}; those with an
//     account: what they like
//                   to buy and when, how much less each year (in percent), how readily they complain (0 to 99)
//     "products"    {"id", "phrases": [...]}: how a customer may call it
//     "cases"       {"id", "remedy", "verdict", "offered"}: what was offered on which day, and whether the policy has it
//                   (allowed, not_allowed, too_late); cases in which nothing was offered are left out
//     "facts"       {"article", "question", "answer", "evidence"}
//
// Names point to names of the same file, Ids into the org.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dataset/world.h"
#include "org/catalog.h"

namespace localorg::dataset {

struct Latent {
  struct Remedy {
    std::string name;
    int days = 0;
  };
  struct Issue {
    std::string id, name, article;
    std::vector<std::string> remedies;
  };
  struct Agent {
    std::string id;
    std::vector<std::string> skills;
    int pace = 0;
  };
  struct Customer {
    std::string account, contact;
    std::vector<std::string> favourites;
    int month = 1, decline = 0, trouble = 0;
  };
  struct Product {
    std::string id;
    std::vector<std::string> phrases;
  };
  struct Case {
    std::string id, remedy, verdict, offered;
  };
  struct ArticleFact {
    std::string article, question, answer, evidence;
  };

  std::uint64_t seed = 0;
  Scale scale = 1;
  std::string bank;
  std::vector<Remedy> remedies;
  std::vector<Issue> issues;
  std::vector<Agent> agents;
  std::vector<Customer> customers;
  std::vector<Product> products;
  std::vector<Case> cases;
  std::vector<ArticleFact> facts;
};

std::string_view name_of(Verdict verdict);

// `catalog` gives the key prefixes of Ids.
Latent latent_of(const World& world, const org::Catalog& catalog);

// my.org.db -> my.org.latent.json
std::string latent_path(const std::string& org_path);
// A file that is there is replaced once the new one is whole.
Result<void> write_latent(const Latent& latent, const std::string& path);
// Fails with ORG_UNUSABLE for a file that cannot be read.
Result<Latent> read_latent(const std::string& path);

}  // namespace localorg::dataset
