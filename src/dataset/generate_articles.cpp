// Knowledge articles.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "dataset/generate_shape.h"
#include "dataset/generate_steps.h"
#include "dataset/random.h"

namespace localorg::dataset {
namespace {

std::string numbered(const Lines& lines) {
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) out += "\n" + std::to_string(i + 1) + ". " + lines[i];
  return out;
}

// The sentence of a clause that tells until when its remedy can be granted.
std::string limit_sentence(const std::string& clause) {
  const std::size_t at = clause.find(" can be granted ");
  if (at == std::string::npos) return clause;
  const std::size_t before = clause.rfind(". ", at), start = clause.rfind(": ", at);
  const std::size_t begin = (before == std::string::npos ? start : before) + 2;
  return clause.substr(begin, clause.find('.', at) + 1 - begin);
}

Fact policy_fact(const Bank& bank, const IssueWords& issue, const RemedyWords& remedy, const std::string& clause) {
  const PolicyQuestions& words = bank.policy_questions;
  const std::string days = std::to_string(remedy.days);
  const Slots slots = {{"issue", issue.name}, {"remedy", remedy.name}, {"days", days}};
  const bool open = remedy.days == 0;
  return {fill(open ? words.open_question : words.limit_question, slots),
          fill(open ? words.open_answer : words.limit_answer, slots), limit_sentence(clause)};
}

// Opening; steps; the allowed remedies with their days; closing.
Article policy_article(const Bank& bank, std::uint32_t issue_index, Random& random) {
  const IssueWords& issue = bank.issues[issue_index];
  Lines remedies;
  std::vector<Fact> facts;
  for (const std::size_t index : issue.remedies) {
    const std::string days = std::to_string(bank.remedies[index].days);
    remedies.push_back(fill(bank.remedies[index].article, {{"days", days}}));
    facts.push_back(policy_fact(bank, issue, bank.remedies[index], remedies.back()));
  }
  const std::string body = text::join(issue.article.opening, "\n\n") + "\n\n" + random.pick(bank.policy_steps) +
                           numbered(issue.article.steps) + "\n\n" + random.pick(bank.policy_remedies) + "\n" +
                           numbered(remedies) + "\n\n" + random.pick(bank.policy_records) + "\n\n" +
                           text::join(issue.article.closing, "\n\n");
  return {issue.article.title, issue.article.summary, fill(body, {{"company", bank.company}}), issue_index, facts};
}

Article general_article(const Bank& bank, const GeneralArticle& words, Random& random) {
  const Slots slots = {{"company", bank.company}, {"hours", bank.support_hours}};
  return {words.title, fill(words.summary, slots),
          fill(text::join(words.paragraphs, "\n\n") + "\n\n" + random.pick(bank.general_closings), slots), kNone,
          words.questions};
}

std::string capitalized(const std::string& text) {
  std::string out = text;
  bool start = true;
  for (char& c : out) {
    if (start) c = text::upper(std::string_view(&c, 1)).front();
    start = c == ' ';
  }
  for (const std::string_view small : {" And ", " Or ", " Of ", " The "}) {
    for (std::size_t at = out.find(small); at != std::string::npos; at = out.find(small))
      out.replace(at, small.size(), text::lower(small));
  }
  return out;
}

// Five favourites of the category, as a list with their descriptions.
std::string product_list(const World& world, std::size_t category, Random& random) {
  constexpr std::size_t kListed = 5, kFavourites = 12;
  std::vector<const Product*> products;
  for (const Product& product : world.products) {
    if (std::find(product.categories.begin(), product.categories.end(), category) != product.categories.end())
      products.push_back(&product);
  }
  std::stable_sort(products.begin(), products.end(),
                   [](const Product* a, const Product* b) { return a->popularity > b->popularity; });
  products.resize(std::min(products.size(), kFavourites));
  random.shuffle(products);
  products.resize(std::min(products.size(), kListed));
  std::string out;
  if (products.empty()) return {};
  for (const Product* product : products) out += "\n- **" + product->name + "**: " + product->description;
  return out;
}

// Each of the six sections ends with one of the topic's six facts.  The topic's articles share the facts, in another order.
std::string sections(const TopicKind& kind, const Lines& facts, Random& random) {
  Lines shuffled = facts;
  random.shuffle(shuffled);
  std::string out;
  for (std::size_t i = 0; i < kind.sections.size(); ++i) {
    const std::string& fact = shuffled[i % shuffled.size()];
    out += "**" + std::to_string(i + 1) + ". " + kind.sections[i].first + "**\n" +
           fill(kind.sections[i].second, {{"fact", fact}}) + "\n\n";
  }
  return out;
}

Article topic_article(const World& world, const TopicWords& topic, const TopicKind& kind, Random& random) {
  const std::string big_things = capitalized(topic.things);
  const std::string big_activity = capitalized(topic.activity);
  const Slots slots = {{"things", topic.things},
                       {"Things", big_things},
                       {"thing", topic.thing},
                       {"activity", topic.activity},
                       {"Activity", big_activity},
                       {"place", topic.place},
                       {"category", world.bank.categories[topic.category].name},
                       {"company", world.bank.company}};
  const std::string text = random.pick(kind.intros) + "\n\n" + sections(kind, topic.facts, random);
  const std::string& products = random.pick(world.bank.product_leads);
  const std::string list = product_list(world, topic.category, random);
  const std::string lead = list.empty() ? "" : products + list;
  return {fill(random.pick(kind.titles), slots), fill(random.pick(kind.summaries), slots),
          fill(text, slots) + lead + "\n\n" + fill(random.pick(kind.closings), slots), kNone, topic.questions};
}

}  // namespace

void make_articles(World& world) {
  Random random(world.seed(), "articles");
  const Bank& bank = world.bank;
  for (std::uint32_t issue = 0; issue < bank.issues.size(); ++issue)
    world.articles.push_back(policy_article(bank, issue, random));
  for (const TopicWords& topic : bank.topics) {
    for (const std::string& kind : topic.kinds)
      world.articles.push_back(topic_article(world, topic, bank.topic_kinds.at(kind), random));
  }
  for (const GeneralArticle& words : bank.general_articles) world.articles.push_back(general_article(bank, words, random));
  random.shuffle(world.articles);
}

}  // namespace localorg::dataset
