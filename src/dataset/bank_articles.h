// articles.json: the knowledge articles of a bank, and what must hold of them.
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "dataset/bank.h"

namespace localorg::dataset {

// After issues, remedies and categories, which the articles name.  Throws Json::exception as the other readers of bank.cpp.
void read_articles(Bank& bank, const Json& json);

// Each issue has one article, whose remedies are those that the issue allows; the evidence of each fact stands in its article.
Result<void> check_articles(const Bank& bank);

// The whole text of an article before any slot is filled: {remedies} is the numbered list of its clauses.
std::string text_of(const Bank& bank, const ArticleWords& words);

}  // namespace localorg::dataset
