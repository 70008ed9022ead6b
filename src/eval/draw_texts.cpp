// Questions about one case, article or product, which someone has to read.
#include <algorithm>
#include <array>
#include <set>

#include "eval/draw.h"
#include "eval/said.h"
#include "org/datetime.h"

namespace localorg::eval {
namespace {

using dataset::Latent;
using dataset::Random;
using dataset::Slots;

// How long ago something was bought; `words` are a key of the wordings.
struct Ago {
  const char* words;
  Unit unit;
  int count;
};
constexpr std::array kAgo = {Ago{"3 days", Unit::day, 3}, Ago{"5 days", Unit::day, 5}, Ago{"1 week", Unit::week, 1},
                             Ago{"2 weeks", Unit::week, 2}, Ago{"1 month", Unit::month, 1}};

Day after(Day day, const Ago& ago) {
  return ago.unit == Unit::month ? add_months(day, ago.count)
                                 : add_days(day, ago.unit == Unit::week ? 7 * ago.count : ago.count);
}

template <typename Row>
const Row* find_id(const std::vector<Row>& rows, const std::string& id) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.id == id; });
  return found == rows.end() ? nullptr : &*found;
}

// What a customer may call a product; empty if nobody knows.
std::string phrase_for(const Latent& latent, const std::string& product_id, Random& random) {
  const Latent::Product* product = find_id(latent.products, product_id);
  return product == nullptr || product->phrases.empty() ? "" : random.pick(product->phrases);
}

// Do the words fit this product better than everything else that the account has bought?
bool is_clear(const Sources& sources, const Purchase& bought, const std::string& phrase) {
  const auto [from, to] = sources.by_account.at(bought.account_id);
  const int fit = likeness(phrase, bought.product);
  for (std::size_t i = from; i < to; ++i) {
    const Purchase& other = sources.purchases[i];
    if (other.product_id != bought.product_id && likeness(phrase, other.product) >= fit) return false;
  }
  return fit > 0;
}

// Has the account bought nothing of that name, and nothing at all of that sort on that day?
bool is_absent(const Sources& sources, const Purchase& customer, const std::string& phrase, Day day) {
  const auto [from, to] = sources.by_account.at(customer.account_id);
  const int all = static_cast<int>(name_words(phrase).size());
  for (std::size_t i = from; i < to; ++i) {
    const Purchase& other = sources.purchases[i];
    const int fit = likeness(phrase, other.product);
    if (fit == all || (fit > 0 && other.day == day)) return false;
  }
  return true;
}

Json limits_of(const Latent& latent, const Latent::Issue& issue) {
  Json allowed = Json::array();
  for (const Latent::Remedy& remedy : latent.remedies) {
    if (std::find(issue.remedies.begin(), issue.remedies.end(), remedy.name) != issue.remedies.end())
      allowed.push_back({{"remedy", remedy.name}, {"days", remedy.days}});
  }
  return allowed;
}

}  // namespace

// A case like one that the org has: with its subject and description, for whoever knows its issue and product best.
std::optional<Draft> draw_routing(const Sources& sources, TaskKind kind, bool, Random& random) {
  if (sources.cases.empty()) return std::nullopt;
  const CaseRow& about = random.pick(sources.cases);
  // Which product it is must be said, in case that the issue alone does not decide.
  if ((about.subject + about.description).find(about.product) == std::string::npos) return std::nullopt;
  const Slots slots = {{"subject", about.subject}, {"description", about.description}};
  Json facts = {{"case_subject", about.subject},
                {"case_description", about.description},
                {"issue_id", about.issue_id},
                {"product_id", about.product_id}};
  return make_draft(sources, kind, sources.wording.question(kind, "any", slots, random), slots, std::move(facts),
                    about.subject + "\n" + about.description);
}

std::optional<Draft> draw_knowledge(const Sources& sources, TaskKind kind, bool, Random& random) {
  if (sources.latent == nullptr || sources.latent->facts.empty()) return std::nullopt;
  const Latent::ArticleFact& fact = random.pick(sources.latent->facts);
  Json facts = {{"article_id", fact.article}, {"evidence", fact.evidence}, {"short_answer", fact.answer}};
  Draft draft = make_draft(sources, kind, fact.question, {}, std::move(facts), fact.question);
  draft.task.answers = {fact.answer};
  return draft;
}

std::optional<Draft> draw_entity(const Sources& sources, TaskKind kind, bool none, Random& random) {
  if (sources.latent == nullptr || sources.purchases.empty()) return std::nullopt;
  const Purchase& bought = random.pick(sources.purchases);
  const Ago& ago = kAgo[random.below(kAgo.size())];
  const Day today = after(bought.day, ago);
  if (before(today, ago.unit, ago.count) != bought.day) return std::nullopt;  // a month before the 28th of February
  const std::string wanted = none ? random.pick(sources.products).first : bought.product_id;
  const std::string phrase = phrase_for(*sources.latent, wanted, random);
  if (phrase.empty()) return std::nullopt;
  if (none ? !is_absent(sources, bought, phrase, bought.day) : !is_clear(sources, bought, phrase)) return std::nullopt;
  const std::string when = sources.wording.line({"ago", ago.words}, random), day = org::format_date(today);
  const Slots slots = {{"phrase", phrase}, {"ago", when}, {"today", day}, {"contact", bought.contact_id}};
  Json facts = {{"today", day},
                {"customer_id", bought.contact_id},
                {"bought", org::format_date(bought.day)},
                {"phrase", phrase},
                {"product_id", none ? Json(nullptr) : Json(bought.product_id)}};
  return make_draft(sources, kind, sources.wording.question(kind, "any", slots, random), slots, std::move(facts),
                    bought.contact_id + day + phrase);
}

std::optional<Draft> draw_violation(const Sources& sources, TaskKind kind, bool none, Random& random) {
  if (sources.latent == nullptr || sources.latent->cases.empty()) return std::nullopt;
  const Latent::Case& drawn = random.pick(sources.latent->cases);
  if (none != (drawn.verdict == "allowed")) return std::nullopt;
  const CaseRow* about = find_id(sources.cases, drawn.id);
  const Latent::Issue* issue = about == nullptr ? nullptr : find_id(sources.latent->issues, about->issue_id);
  if (issue == nullptr) return std::nullopt;
  const Slots slots = {{"case", drawn.id}};
  Json facts = {{"case_id", drawn.id},    {"issue_id", issue->id},    {"article_id", issue->article},
                {"remedy", drawn.remedy}, {"offered", drawn.offered}, {"allowed", limits_of(*sources.latent, *issue)}};
  return make_draft(sources, kind, sources.wording.question(kind, "any", slots, random), slots, std::move(facts), drawn.id);
}

}  // namespace localorg::eval
