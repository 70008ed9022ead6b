// Issue__c, Knowledge__kav.
#include "dataset/conversation_text.h"
#include "dataset/generate_shape.h"
#include "dataset/generate_write.h"
#include "dataset/random.h"
#include "org/datetime.h"
#include "org/id.h"

namespace localorg::dataset {
namespace {

constexpr std::int64_t kIssuesMs = shape::kArticlesMs - kMsPerDay;
constexpr const char* kKnowledgeArticle = "kA0";  // Knowledge__ka, which the org does not hold

Result<void> write_issues(Output& output, const World& world) {
  Table table(output, "Issue__c");
  for (const IssueWords& issue : world.bank.issues) {
    org::Record record = table.blank();
    record["Name"] = issue.name;
    record["Description__c"] = issue.description;
    record["OwnerId"] = output.set_up_by;
    LOCALORG_CHECK(table.add(std::move(record), {kIssuesMs, kIssuesMs, output.set_up_by}));
  }
  return {};
}

// The second of the load, and five characters of its own: 1575302400-k3f9a
std::string url_name(Random& random) {
  constexpr std::string_view kCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string name = std::to_string(shape::kArticlesMs / 1000) + "-";
  for (int i = 0; i < 5; ++i) name += kCharacters[random.below(kCharacters.size())];
  return name;
}

Result<void> write_articles(Output& output, const World& world) {
  Table table(output, "Knowledge__kav");
  Random random(world.seed(), "url names");
  const std::string published = org::format_datetime(shape::kArticlesMs);
  for (std::size_t i = 0; i < world.articles.size(); ++i) {
    const Article& article = world.articles[i];
    org::Record record = table.blank();
    record["KnowledgeArticleId"] = org::make_id(kKnowledgeArticle, "Lo0", i + 1);
    record["ArticleNumber"] = table.auto_number("ArticleNumber");
    record["Title"] = article.title;
    record["Summary"] = article.summary;
    record["UrlName"] = url_name(random);
    record["FAQ_Answer__c"] = rich_text(article.body);
    record["OwnerId"] = output.set_up_by;
    record["FirstPublishedDate"] = published;
    record["LastPublishedDate"] = published;
    record["ArticleCreatedDate"] = published;
    record["ArticleCreatedById"] = output.set_up_by;
    record["ArticleMasterLanguage"] = "en_US";
    LOCALORG_CHECK(table.add(std::move(record), {shape::kArticlesMs, shape::kArticlesMs, output.set_up_by}));
  }
  return {};
}

}  // namespace

Result<void> write_knowledge(Output& output, const World& world) {
  LOCALORG_CHECK(write_issues(output, world));
  return write_articles(output, world);
}

}  // namespace localorg::dataset
