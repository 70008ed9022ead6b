#include "dataset/bank_articles.h"

#include <algorithm>

#include "base/text.h"

namespace localorg::dataset {
namespace {

template <typename T>
std::size_t index_of(const std::vector<T>& rows, const std::string& name) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const T& row) { return row.name == name; });
  if (found == rows.end()) throw std::runtime_error("an article names '" + name + "', which the word bank lacks");
  return static_cast<std::size_t>(found - rows.begin());
}

ArticleWords article(const Bank& bank, const Json& json) {
  ArticleWords words;
  if (json.contains("issue")) words.issue = index_of(bank.issues, json.at("issue"));
  if (json.contains("category")) words.category = index_of(bank.categories, json.at("category"));
  words.title = json.at("title");
  words.summary = json.at("summary");
  words.paragraphs = json.at("paragraphs").get<Lines>();
  if (json.contains("facts")) words.facts = json.at("facts").get<Talk>();
  for (const Json& row : json.value("remedies", Json::array()))
    words.clauses.push_back({index_of(bank.remedies, row.at(0)), row.at(1)});
  for (const Json& row : json.at("questions")) words.questions.push_back({row.at(0), row.at(1), row.at(2)});
  return words;
}

SalesforceError wrong(const ArticleWords& words, const std::string& what) {
  return error_without_position(ErrorCode::ORG_UNUSABLE, "the article '" + words.title + "' " + what);
}

Result<void> check_policy(const Bank& bank, const ArticleWords& words) {
  std::vector<std::size_t> named;
  for (const Clause& clause : words.clauses) {
    named.push_back(clause.remedy);
    const bool limited = bank.remedies[clause.remedy].days != 0;
    if (clause.text.find(limited ? "within {days} days of the purchase date" : "at any time") == std::string::npos)
      return wrong(words, "does not say until when '" + bank.remedies[clause.remedy].name + "' is granted");
  }
  if (!std::is_permutation(named.begin(), named.end(), bank.issues[*words.issue].remedies.begin(),
                           bank.issues[*words.issue].remedies.end()))
    return wrong(words, "lists other remedies than its issue allows");
  return {};
}

Result<void> check_facts(const Bank& bank, const ArticleWords& words) {
  const std::string text = text_of(bank, words);
  for (const Fact& fact : words.questions) {
    if (text.find(fact.evidence) == std::string::npos) return wrong(words, "does not say '" + fact.evidence + "'");
  }
  return {};
}

}  // namespace

void read_articles(Bank& bank, const Json& json) {
  bank.policy_questions = {json.at("limitQuestions").get<Lines>(), json.at("limitAnswers").get<Lines>(),
                           json.at("openQuestions").get<Lines>(), json.at("openAnswers").get<Lines>()};
  for (const Json& row : json.at("articles")) bank.articles.push_back(article(bank, row));
}

Result<void> check_articles(const Bank& bank) {
  std::vector<int> articles(bank.issues.size());
  for (const ArticleWords& words : bank.articles) {
    if (words.issue) {
      ++articles[*words.issue];
      LOCALORG_CHECK(check_policy(bank, words));
    }
    LOCALORG_CHECK(check_facts(bank, words));
  }
  if (std::count(articles.begin(), articles.end(), 1) != static_cast<std::ptrdiff_t>(articles.size()))
    return error_without_position(ErrorCode::ORG_UNUSABLE, "each issue needs one article");
  return {};
}

std::string text_of(const Bank& bank, const ArticleWords& words) {
  std::string remedies;
  for (std::size_t i = 0; i < words.clauses.size(); ++i) {
    const auto& [remedy, text] = words.clauses[i];
    remedies += (i == 0 ? "" : "\n") + std::to_string(i + 1) + ". **" + bank.remedies[remedy].name +
                "**: " + fill(text, {{"days", std::to_string(bank.remedies[remedy].days)}});
  }
  return fill(text::join(words.paragraphs, "\n\n"), {{"remedies", remedies}});
}

}  // namespace localorg::dataset
