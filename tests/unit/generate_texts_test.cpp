// What is written in the generated org: mail threads, chats, articles.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "dataset/generate_steps.h"
#include "org/datetime.h"
#include "support/generated_org.h"

using namespace localorg;
using namespace localorg::dataset;
using namespace localorg::test;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("generate: mail threads") {
  CHECK(one("SELECT count(*) FROM \"Case\" c WHERE Origin = 'Email' AND ClosedDate IS NOT NULL AND ClosedDate <> "
            "(SELECT max(MessageDate) FROM EmailMessage WHERE ParentId = c.Id)") == "0");
  CHECK(one("SELECT count(*) FROM \"Case\" c WHERE (Origin = 'Email') <> EXISTS (SELECT 1 FROM EmailMessage WHERE ParentId = "
            "c.Id)") == "0");
  const std::regex customer(R"([a-z]+\.[a-z]+\d*@example\.com)");
  const std::regex agent(R"([a-z]+\.[a-z]+\d*@alderandfinch\.example)");
  const std::string sql =
      "SELECT m.ParentId, m.Subject, m.TextBody, m.FromAddress, m.ToIds, m.MessageDate, m.Incoming, c.CreatedDate, p.Id, "
      "p.Name, p.Email, c.ContactId, "
      "m.FromName FROM EmailMessage m JOIN \"Case\" c ON c.Id = m.ParentId JOIN Contact p ON p.Id = c.ContactId ORDER BY "
      "m.ParentId, m.MessageDate";
  std::string thread, subject, before;
  for (const Row& m : rows(sql)) {
    CHECK_MESSAGE(m[2].find('{') == std::string::npos, m[2]);
    CHECK(m[2].find("\n" + m[12]) != std::string::npos);  // the signature
    const bool incoming = m[6] == "1";
    if (m[0] != thread) {
      thread = m[0];
      subject = m[1];
      CHECK(incoming);
      CHECK(m[5] >= m[7]);
      CHECK(*org::parse_datetime(m[5]) - *org::parse_datetime(m[7]) < 60'000);  // at once, or some seconds later
    } else {
      CHECK(m[5] > before);
      CHECK((m[1] == "Re: " + subject || !m[1].starts_with("Re: ")));
    }
    before = m[5];
    CHECK(std::regex_match(m[3], incoming ? customer : agent));
    CHECK(m[4].starts_with(incoming ? "[\"005" : "[\"003"));
    if (incoming) {
      CHECK(m[3] == m[10]);
      CHECK(m[12] == m[9]);
      CHECK(m[2].ends_with("\n" + m[9]));
    } else {
      CHECK(m[4] == "[\"" + m[11] + "\"]");
      CHECK(m[2].ends_with("\nAlder & Finch Outfitters"));
    }
  }
}

TEST_CASE("generate: chat transcripts") {
  CHECK(one("SELECT count(*) FROM LiveChatTranscript t JOIN \"Case\" c ON c.Id = t.CaseId WHERE c.Origin = 'Chat' AND "
            "t.AccountId = c.AccountId AND t.OwnerId = c.OwnerId "
            "AND t.ContactId IS NULL AND (c.ClosedDate IS NULL OR c.ClosedDate = t.EndTime)") == "387");
  const std::regex line(R"(\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\] (.+) \((Customer|Agent)\): (.+))");
  const std::string sql =
      "SELECT t.Body, t.EndTime, c.CreatedDate, a.Name, f.Name, o.Name FROM LiveChatTranscript t JOIN \"Case\" c ON c.Id = "
      "t.CaseId JOIN Account a ON a.Id = c.AccountId "
      "JOIN User o ON o.Id = c.OwnerId JOIN CaseHistory__c h ON h.CaseId__c = c.Id AND h.Field__c = 'Owner Assignment' AND "
      "h.OldValue__c IS NULL "
      "JOIN User f ON f.Id = h.NewValue__c";
  for (const Row& t : rows(sql)) {
    const auto lines = lines_of(t[0]);
    CHECK(lines.size() >= 7);
    CHECK(lines.size() <= 11);
    CHECK(t[0].find('\'') == std::string::npos);
    CHECK(t[0].find('{') == std::string::npos);
    std::string before = t[2].substr(0, 19);
    std::set<std::string> agents;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::smatch part;
      REQUIRE_MESSAGE(std::regex_match(lines[i], part, line), lines[i]);
      CHECK(part[1].str() > before);
      before = part[1].str();
      if (i == 0) CHECK(part[3].str() == "Customer");
      if (part[3].str() == "Customer") CHECK(part[2].str() == t[3]);
      if (part[3].str() == "Agent") agents.insert(part[2].str());
    }
    CHECK(before == t[1].substr(0, 19));
    CHECK(agents == std::set<std::string>{t[4], t[5]});
  }
}

TEST_CASE("generate: the conversation names the remedy that was offered, and no other") {
  const std::regex remedies(
      "full refund|partial refund|replacement|discount code|store credit|free shipping|ships free|extended warranty|loyalty "
      "points credit",
      std::regex::icase);
  const std::string sql =
      "SELECT c.Id, ifnull((SELECT group_concat(TextBody, ' ') FROM EmailMessage WHERE ParentId = c.Id AND Incoming = 0), "
      "(SELECT Body FROM LiveChatTranscript WHERE CaseId = c.Id)) FROM \"Case\" c WHERE Status = 'Closed'";
  for (const Row& row : rows(sql)) {
    std::set<std::string> named;
    for (std::sregex_iterator i(row[1].begin(), row[1].end(), remedies), end; i != end; ++i) {
      std::string word = i->str();
      std::transform(word.begin(), word.end(), word.begin(),
                     [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
      named.insert(word == "ships free" ? "free shipping" : word);
    }
    CHECK_MESSAGE(named.size() == 1, row[0]);
  }
}

TEST_CASE("generate: articles") {
  CHECK(one("SELECT count(*) FROM Knowledge__kav WHERE length(FAQ_Answer__c) NOT BETWEEN 2000 AND 4200") == "0");
  CHECK(one("SELECT count(DISTINCT Title) FROM Knowledge__kav") == "45");
  CHECK(one("SELECT count(*) FROM Knowledge__kav WHERE PublishStatus = 'Online' AND Language = 'en_US' AND UrlName GLOB "
            "'1575302400-[a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9]'") == "45");
  CHECK(one("SELECT count(*) FROM Knowledge__kav WHERE FAQ_Answer__c LIKE '%{%' OR Title LIKE '%{%' OR Summary LIKE '%{%' OR "
            "FAQ_Answer__c LIKE '%''%'") == "0");
  // One policy article per issue, which names its remedies with their days.
  CHECK(
      one("SELECT count(*) FROM Issue__c i WHERE (SELECT count(*) FROM Knowledge__kav WHERE Title LIKE i.Name || ':%') = 1") ==
      "10");
  const std::string text = one("SELECT FAQ_Answer__c FROM Knowledge__kav WHERE Title LIKE 'Shipping Delay:%'");
  for (const char* clause :
       {"1. **Loyalty Points Credit**", "2. **Store Credit**", "within 90 days", "3. **Free Shipping on Next Order**",
        "within 180 days", "4. **Exclusive Discount Code**", "within 60 days"}) {
    CHECK_MESSAGE(text.find(clause) != std::string::npos, clause);
  }
  CHECK(text.find("Full Refund") == std::string::npos);
  // What an agent reads as a policy's clause stands in no other article.
  CHECK(one("SELECT count(*) FROM Knowledge__kav k WHERE k.FAQ_Answer__c GLOB '*' || char(10) || '[0-9]. [*][*]*' AND NOT "
            "EXISTS (SELECT 1 FROM "
            "Issue__c i WHERE k.Title LIKE i.Name || ':%')") == "0");
  // An article about a category names products of it.
  CHECK(
      one("SELECT count(*) FROM Knowledge__kav k WHERE k.Title = 'Which Yoga Mat Is Mine?' AND 2 <= (SELECT count(*) FROM "
          "Product2 p JOIN ProductCategoryProduct l ON l.ProductId = p.Id JOIN ProductCategory c ON c.Id = l.ProductCategoryId "
          "WHERE c.Name = 'Yoga Apparel' AND instr(k.FAQ_Answer__c, '**' || p.Name || '**: ' || p.Description) > 0)") == "1");
}

TEST_CASE("generate: articles differ from org to org, and hold what they are asked for") {
  const std::string title = "Nine Weeks to Your First 5K";
  std::set<std::string> texts;
  for (const std::uint64_t seed : {1, 2, 3}) {
    const World world = *make_world({.seed = seed});
    for (const Article& article : world.articles) {
      if (article.title == title) texts.insert(article.body);
      for (const Fact& fact : article.facts) {
        CHECK_MESSAGE(article.body.find(fact.evidence) != std::string::npos, fact.question);
        CHECK(fact.question.find('{') == std::string::npos);
        CHECK(fact.answer.find('{') == std::string::npos);
      }
    }
  }
  CHECK(texts.size() == 3);
}
