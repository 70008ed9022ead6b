// The answers by SQL over the tables.
#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "eval/said.h"
#include "eval/truth.h"
#include "org/datetime.h"

namespace localorg::eval {
namespace {

// All of this route's SQL.  Moments are texts in one form and sort as such; times between them are in milliseconds.
#define LOCALORG_MS(column) "(strftime('%s', substr(" column ", 1, 19)) * 1000 + substr(" column ", 21, 3))"
#define LOCALORG_MEAN "CAST(sum(" LOCALORG_MS("c.ClosedDate") " - " LOCALORG_MS("c.CreatedDate") ") AS REAL) / count(*)"

constexpr const char* kHandleTime =
    "WITH a AS MATERIALIZED (SELECT CaseId__c, NewValue__c FROM CaseHistory__c"
    " WHERE Field__c = 'Owner Assignment' AND CreatedDate >= ?1 AND CreatedDate <= ?2)"
    " SELECT c.OwnerId, " LOCALORG_MEAN
    " FROM \"Case\" c"
    " JOIN (SELECT CaseId__c FROM a GROUP BY 1 HAVING count(*) = 1) once ON once.CaseId__c = c.Id"
    " JOIN (SELECT NewValue__c FROM a GROUP BY 1 HAVING count(*) > ?3) able ON able.NewValue__c = c.OwnerId"
    " WHERE c.Status = 'Closed' AND c.CreatedDate >= ?1 AND c.CreatedDate < ?2 GROUP BY 1";
constexpr const char* kTransferCount =
    "WITH a AS MATERIALIZED (SELECT OldValue__c, NewValue__c FROM CaseHistory__c"
    " WHERE Field__c = 'Owner Assignment' AND CreatedDate >= ?1 AND CreatedDate <= ?2)"
    " SELECT a.OldValue__c, count(*) FROM a"
    " JOIN (SELECT NewValue__c FROM a GROUP BY 1 HAVING count(*) > ?3) able ON able.NewValue__c = a.OldValue__c"
    " WHERE a.OldValue__c IS NOT NULL GROUP BY 1";
constexpr const char* kTopIssue =
    "SELECT c.IssueId__c, count(*) FROM OrderItem i JOIN \"Case\" c ON c.OrderItemId__c = i.Id"
    " WHERE i.Product2Id = ?1 AND c.CreatedDate >= ?2 AND c.CreatedDate <= ?3 AND c.IssueId__c IS NOT NULL GROUP BY 1";
constexpr const char* kMonthlyTrend =
    "SELECT substr(c.CreatedDate, 6, 2), count(*) FROM OrderItem i JOIN \"Case\" c ON c.OrderItemId__c = i.Id"
    " WHERE i.Product2Id = ?1 AND c.CreatedDate >= ?2 AND c.CreatedDate < ?3 GROUP BY 1";
constexpr const char* kBestRegion =
    "SELECT a.ShippingState, " LOCALORG_MEAN
    " FROM \"Case\" c JOIN Account a ON a.Id = c.AccountId"
    " WHERE c.Status = 'Closed' AND c.CreatedDate >= ?1 AND c.CreatedDate < ?2 AND a.ShippingState IS NOT NULL GROUP BY 1";
constexpr const char* kIssueExperts =
    "SELECT OwnerId, count(*) FROM \"Case\" WHERE IssueId__c = ?1 AND Status = 'Closed' AND OwnerId IS NOT NULL GROUP BY 1";
constexpr const char* kProductCases =
    "SELECT count(*) FROM OrderItem i JOIN \"Case\" c ON c.OrderItemId__c = i.Id"
    " WHERE i.Product2Id = ?1 AND c.Status = 'Closed' AND c.OwnerId = ?2";
constexpr const char* kOpenCases = "SELECT count(*) FROM \"Case\" WHERE OwnerId = ?1 AND Status IS NOT 'Closed'";
constexpr const char* kBought =
    "SELECT i.Product2Id, p.Name FROM Contact k JOIN \"Order\" o ON o.AccountId = k.AccountId"
    " JOIN OrderItem i ON i.OrderId = o.Id LEFT JOIN Product2 p ON p.Id = i.Product2Id"
    " WHERE k.Id = ?1 AND o.EffectiveDate = ?2 AND o.Status = 'Activated'";
constexpr const char* kAccount = "SELECT AccountId FROM Contact WHERE Id = ?1 AND AccountId IS NOT NULL";
constexpr const char* kCaseAndOrder =
    "SELECT c.IssueId__c, o.EffectiveDate, s.Name FROM \"Case\" c JOIN Issue__c s ON s.Id = c.IssueId__c"
    " JOIN OrderItem i ON i.Id = c.OrderItemId__c JOIN \"Order\" o ON o.Id = i.OrderId WHERE c.Id = ?1";
constexpr const char* kArticle = "SELECT Title, FAQ_Answer__c FROM Knowledge__kav WHERE Id = ?1";

using Rows = std::vector<SqlRoute::Row>;

SalesforceError undecidable(const std::string& why) { return error_without_position(ErrorCode::USAGE, why); }

double number_of(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

// The keys (first column) with the extreme value (second column).
Truth extreme_of(const Rows& rows, Extreme extreme) {
  if (rows.empty()) return {{std::nullopt}, {}};
  const auto value = [](const SqlRoute::Row& row) { return number_of(row[1]); };
  const auto less = [&](const SqlRoute::Row& a, const SqlRoute::Row& b) { return value(a) < value(b); };
  const auto best = extreme == Extreme::most ? std::max_element(rows.begin(), rows.end(), less)
                                             : std::min_element(rows.begin(), rows.end(), less);
  Truth truth;
  for (const SqlRoute::Row& row : rows) {
    if (value(row) == value(*best)) truth.winners.emplace_back(row[0]);
  }
  return truth;
}

Result<Truth> agents_truth(SqlRoute& route, const char* sql, const Question& question) {
  LOCALORG_TRY(const Rows rows, route.rows(sql, {record_time(question.window->first), record_time(question.window->end),
                                                 std::int64_t{question.more_than}}));
  return extreme_of(rows, question.extreme);
}

Result<Truth> product_truth(SqlRoute& route, const char* sql, const Question& question) {
  LOCALORG_TRY(const Rows rows,
               route.rows(sql, {question.product_id, record_time(question.window->first), record_time(question.window->end)}));
  return extreme_of(rows, Extreme::most);
}

Result<Truth> monthly_trend(SqlRoute& route, const Question& question) {
  LOCALORG_TRY(Truth truth, product_truth(route, kMonthlyTrend, question));
  for (Answer& winner : truth.winners) {
    if (winner) winner = std::string(month_names()[static_cast<std::size_t>(std::stoi(*winner)) - 1]);
  }
  return truth;
}

Result<Truth> best_region(SqlRoute& route, const Question& question) {
  LOCALORG_TRY(const Rows rows,
               route.rows(kBestRegion, {record_time(question.window->first), record_time(question.window->end)}));
  return extreme_of(rows, Extreme::least);
}

// Of some agents, those whose value is extreme; the value by a statement that counts for one agent.
Result<std::vector<std::string>> narrowed(SqlRoute& route, const std::vector<std::string>& agents, const char* sql,
                                          const std::optional<std::string>& product, Extreme extreme) {
  Rows values;
  for (const std::string& agent : agents) {
    const auto parameters = product ? std::vector<org::Value>{*product, agent} : std::vector<org::Value>{agent};
    LOCALORG_TRY(const Rows count, route.rows(sql, parameters));
    values.push_back({agent, count.at(0).at(0)});
  }
  std::vector<std::string> best;
  for (const Answer& winner : extreme_of(values, extreme).winners) best.push_back(shown(winner));
  return best;
}

Result<Truth> case_routing(SqlRoute& route, const Question& question) {
  LOCALORG_TRY(const Rows experts, route.rows(kIssueExperts, {question.issue_id}));
  Truth truth = extreme_of(experts, Extreme::most);
  if (experts.empty()) return truth;
  for (const Answer& winner : truth.winners) truth.first_step.push_back(*winner);
  std::vector<std::string> agents = truth.first_step;
  if (agents.size() > 1) {
    LOCALORG_TRY(agents, narrowed(route, agents, kProductCases, question.product_id, Extreme::most));
  }
  if (agents.size() > 1) {
    LOCALORG_TRY(agents, narrowed(route, agents, kOpenCases, std::nullopt, Extreme::least));
  }
  truth.winners.assign(agents.begin(), agents.end());
  return truth;
}

// By the product that the source knows to be meant; for None, that nothing bought that day bears the name.
Result<Truth> named_entity(SqlRoute& route, const Task& task, const Question& question) {
  if (metadata_of(task).find("product_id") == metadata_of(task).end())
    return undecidable("which product is meant is not known");
  LOCALORG_TRY(const Rows account, route.rows(kAccount, {question.contact_id}));
  if (account.empty()) return undecidable("the org does not know the contact's account");
  LOCALORG_TRY(const Rows bought, route.rows(kBought, {question.contact_id, org::format_date(*question.bought)}));
  const std::string meant = fact_of(task, "product_id");
  const auto fits = [&](const SqlRoute::Row& row) {
    return meant.empty() ? likeness(question.phrase, row[1]) > 0 : row[0] == meant;
  };
  const auto found = std::find_if(bought.begin(), bought.end(), fits);
  return Truth{{found == bought.end() ? Answer{} : Answer{(*found)[0]}}, {}};
}

Result<Truth> policy_violation(SqlRoute& route, const Task& task, const Question& question) {
  const std::string remedy = fact_of(task, "remedy"), article = fact_of(task, "article_id");
  const auto offered = org::parse_date(fact_of(task, "offered"));
  if (remedy.empty() || article.empty() || !offered) return undecidable("what was offered is not known");
  LOCALORG_TRY(const Rows rows, route.rows(kCaseAndOrder, {question.case_id}));
  LOCALORG_TRY(const Rows articles, route.rows(kArticle, {article}));
  const auto bought = rows.empty() ? std::nullopt : org::parse_date(rows[0][1]);
  if (!bought || articles.empty()) return undecidable("the org does not know the order, the issue or its article");
  std::vector<Rule> rules;
  const auto allowed = metadata_of(task).find("allowed");
  if (allowed == metadata_of(task).end()) return undecidable("what the article allows is not known");
  for (const Json& rule : *allowed) rules.push_back({text_at(rule, "remedy"), rule.value("days", 0)});
  if (!articles[0][0].starts_with(rows[0][2])) return undecidable("the article is not about the case's issue");
  return Truth{{is_allowed({remedy, *offered}, rules, *bought) ? Answer{} : Answer{article}}, {}};
}

// The sentence that holds the fact stands in the article.
Result<Truth> knowledge(SqlRoute& route, const Task& task) {
  const std::string article = fact_of(task, "article_id"), evidence = fact_of(task, "evidence");
  if (article.empty() || evidence.empty()) return undecidable("what the answer was taken from is not known");
  LOCALORG_TRY(const Rows rows, route.rows(kArticle, {article}));
  const bool stands = !rows.empty() && plain_text(rows[0][1]).find(evidence) != std::string::npos;
  const bool fits = fact_of(task, "short_answer") == shown(task.answers.at(0));
  return stands && fits ? Truth{task.answers, {}} : Truth{};
}

}  // namespace

struct SqlRoute::Prepared {
  const store::OpenOrg& org;
  std::unordered_map<const char*, store::Statement> statements;
};

SqlRoute::SqlRoute(const store::OpenOrg& org) : prepared_(new Prepared{org, {}}) {}
SqlRoute::~SqlRoute() = default;
SqlRoute::SqlRoute(SqlRoute&&) noexcept = default;

Result<Rows> SqlRoute::rows(const char* sql, const std::vector<org::Value>& parameters) {
  auto found = prepared_->statements.find(sql);
  if (found == prepared_->statements.end()) {
    LOCALORG_TRY(store::Statement statement, prepared_->org.database.prepare(std::string_view(sql)));
    found = prepared_->statements.emplace(sql, std::move(statement)).first;
  }
  store::Statement& statement = found->second;
  statement.bind_all(parameters);
  Rows rows;
  for (;;) {
    LOCALORG_TRY(const bool more, statement.step());
    if (!more) break;
    Row& row = rows.emplace_back();
    for (int i = 0; i < statement.column_count(); ++i) row.emplace_back(statement.is_null(i) ? "" : statement.text(i));
  }
  statement.reset();
  return rows;
}

Result<Truth> SqlRoute::truth(const Task& task, const Question& question) {
  switch (question.kind) {
    case TaskKind::knowledge_qa: return knowledge(*this, task);
    case TaskKind::monthly_trend_analysis: return monthly_trend(*this, question);
    case TaskKind::top_issue_identification: return product_truth(*this, kTopIssue, question);
    case TaskKind::case_routing: return case_routing(*this, question);
    case TaskKind::named_entity_disambiguation: return named_entity(*this, task, question);
    case TaskKind::handle_time: return agents_truth(*this, kHandleTime, question);
    case TaskKind::transfer_count: return agents_truth(*this, kTransferCount, question);
    case TaskKind::policy_violation_identification: return policy_violation(*this, task, question);
    case TaskKind::best_region_identification: return best_region(*this, question);
  }
  return undecidable("no rule");
}

}  // namespace localorg::eval
