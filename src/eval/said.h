// What is said in the org, read: rules in articles, offers in conversations, products by their names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "eval/period.h"

namespace localorg::eval {

// HTML entities resolved, as in &amp; and &#39;
std::string plain_text(std::string_view rich);

// How well a customer's words name a product: 0 unless the last of them, the thing itself, is in the name; else how many of
// the words are.  "trail running shoes" and Pro Trail Running Shoes: 3.
int likeness(std::string_view phrase, std::string_view name);
// The words that tell things apart: lower case, without plural endings.
std::vector<std::string> name_words(std::string_view text);

// Are all words of `answer` (but a, an, the) in `text`?
bool says_all_of(std::string_view text, std::string_view answer);

// A remedy that an article allows, and until how many days after the purchase; 0: at any time.
struct Rule {
  std::string remedy;
  int days = 0;
};

struct Policy {
  std::string article_id, title;
  std::vector<Rule> rules;
};

// Numbered lines that begin with the remedy in bold:  1. **Store Credit**: ... within 90 days of ...
std::vector<Rule> rules_in(std::string_view article_text);
// The policy whose title begins with the issue's name; null if there is none.
const Policy* policy_of(const std::vector<Policy>& policies, std::string_view issue);

// Something an agent wrote.
struct Remark {
  Day day;
  std::string text;
};
// Adds the agent's lines of a chat:  [2021-05-03T10:12:00] Ann Lee (Agent): ...
void add_chat(std::vector<Remark>& remarks, std::string_view body);
// Who wrote the earliest of some mails.
std::string first_sender(const Json& mails);

struct Offer {
  std::string remedy;
  Day day;
};
// The one remedy that the remarks name in a sentence; fails with USAGE if they name none, or several.
Result<Offer> offer_in(const std::vector<Remark>& remarks, const std::vector<Policy>& policies);

bool is_allowed(const Offer& offer, const Policy& policy, Day bought);
bool is_allowed(const Offer& offer, const std::vector<Rule>& rules, Day bought);

}  // namespace localorg::eval
