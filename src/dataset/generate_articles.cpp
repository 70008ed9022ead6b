// Knowledge articles: the bank's texts, with numbers of this org's own and with products of its catalogue.
#include <algorithm>
#include <cctype>
#include <set>

#include "base/text.h"
#include "dataset/bank_articles.h"
#include "dataset/generate_shape.h"
#include "dataset/generate_steps.h"
#include "dataset/random.h"

namespace localorg::dataset {
namespace {

bool has_word(std::string_view name, std::string_view word) {
  const auto words = text::split(name, ' ');
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Puts names of products where an article has a slot that begins with a capital letter:
//     {Trail Shoes}   one of the best-selling shoes of the article's category, with "Trail" in its name if there is one
//     {Trail Shoes:}  the same, as the head of a list item with the product's description
// No product is named twice.  Where the category has none of that sort, as in a tiny org, the sort itself is named.
class Mentions {
 public:
  Mentions(const World& world, std::size_t category, Random& random) : world_(world), random_(random) {
    for (const Product& product : world.products) {
      if (std::find(product.categories.begin(), product.categories.end(), category) != product.categories.end())
        products_.push_back(&product);
    }
    std::stable_sort(products_.begin(), products_.end(),
                     [](const Product* a, const Product* b) { return a->popularity > b->popularity; });
  }

  std::string put_into(std::string_view text) {
    std::string out;
    for (;;) {
      const std::size_t open = text.find('{');
      const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
      if (close == std::string_view::npos) return out.append(text);
      const std::string_view slot = text.substr(open + 1, close - open - 1);
      const bool is_product = !slot.empty() && std::isupper(static_cast<unsigned char>(slot.front())) != 0;
      out.append(text.substr(0, open));
      out.append(is_product ? mention(slot) : std::string(text.substr(open, close + 1 - open)));
      text.remove_prefix(close + 1);
    }
  }

 private:
  std::string mention(std::string_view slot) {
    const bool described = slot.ends_with(':');
    if (described) slot.remove_suffix(1);
    const std::size_t blank = slot.rfind(' ');
    const std::string_view noun = blank == std::string_view::npos ? slot : slot.substr(blank + 1);
    const Product* product = pick(noun, slot.substr(0, slot.size() - noun.size()));
    if (product == nullptr) product = pick(noun, {});
    if (product == nullptr) return text::lower(slot);
    named_.insert(product);
    return described ? "**" + product->name + "**: " + product->description : product->name;
  }

  const Product* pick(std::string_view noun, std::string_view words) {
    constexpr std::size_t kBestSelling = 4;
    std::vector<const Product*> found;
    for (const Product* product : products_) {
      if (found.size() == kBestSelling) break;
      const auto wanted = text::split(text::trim(words), ' ');
      const bool fits = std::all_of(wanted.begin(), wanted.end(),
                                    [&](std::string_view word) { return word.empty() || has_word(product->name, word); });
      if (fits && world_.bank.nouns[product->noun].name == noun && !named_.contains(product)) found.push_back(product);
    }
    return found.empty() ? nullptr : random_.pick(found);
  }

  const World& world_;
  Random& random_;
  std::vector<const Product*> products_;
  std::set<const Product*> named_;
};

// The sentence of a clause that tells until when its remedy can be granted.
std::string limit_sentence(const std::string& clause, std::string_view limit) {
  const std::size_t at = clause.find(limit), before = clause.rfind(". ", at);
  const std::size_t begin = before == std::string::npos ? 0 : before + 2;
  return clause.substr(begin, clause.find('.', at) + 1 - begin);
}

Fact policy_fact(const Bank& bank, const IssueWords& issue, const Clause& clause, Random& random) {
  const RemedyWords& remedy = bank.remedies[clause.remedy];
  const PolicyQuestions& words = bank.policy_questions;
  const bool open = remedy.days == 0;
  const std::string days = std::to_string(remedy.days);
  const Slots slots = {{"issue", issue.name}, {"remedy", remedy.name}, {"days", days}};
  return {fill(random.pick(open ? words.open_questions : words.limit_questions), slots),
          fill(random.pick(open ? words.open_answers : words.limit_answers), slots),
          fill(limit_sentence(clause.text, open ? "at any time" : "{days} days"), slots)};
}

std::string with_capital(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

Article make_article(const World& world, const ArticleWords& words, Random& random) {
  const Bank& bank = world.bank;
  Slots slots = {{"company", bank.company}, {"hours", bank.support_hours}};
  for (const auto& [name, values] : words.facts) slots.emplace_back(name, random.pick(values));
  Article article;
  article.title = words.title;
  article.summary = fill(words.summary, slots);
  article.body = fill(text_of(bank, words), slots);
  if (words.category) article.body = Mentions(world, *words.category, random).put_into(article.body);
  if (words.issue) article.issue = static_cast<std::uint32_t>(*words.issue);
  for (const Clause& clause : words.clauses)
    article.facts.push_back(policy_fact(bank, bank.issues[*words.issue], clause, random));
  for (const Fact& fact : words.questions)
    article.facts.push_back({fill(fact.question, slots), with_capital(fill(fact.answer, slots)), fill(fact.evidence, slots)});
  return article;
}

}  // namespace

void make_articles(World& world) {
  Random random(world.seed(), "articles");
  for (const ArticleWords& words : world.bank.articles) world.articles.push_back(make_article(world, words, random));
  random.shuffle(world.articles);
}

}  // namespace localorg::dataset
