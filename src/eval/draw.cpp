#include "eval/draw.h"

#include "org/datetime.h"

namespace localorg::eval {
namespace {

using Rows = std::vector<SqlRoute::Row>;

constexpr const char* kCaseDays = "SELECT min(CreatedDate), max(CreatedDate) FROM \"Case\"";
constexpr const char* kCases =
    "SELECT c.Id, c.Subject, c.Description, c.IssueId__c, i.Product2Id, p.Name FROM \"Case\" c"
    " JOIN OrderItem i ON i.Id = c.OrderItemId__c JOIN Product2 p ON p.Id = i.Product2Id"
    " WHERE c.IssueId__c IS NOT NULL AND c.Subject IS NOT NULL AND c.Description IS NOT NULL ORDER BY c.Id";
constexpr const char* kProducts = "SELECT Id, Name FROM Product2 WHERE Name IS NOT NULL ORDER BY Id";
constexpr const char* kPurchases =
    "SELECT k.Id, o.AccountId, i.Product2Id, p.Name, o.EffectiveDate FROM \"Order\" o JOIN OrderItem i ON i.OrderId = o.Id"
    " JOIN Product2 p ON p.Id = i.Product2Id JOIN Contact k ON k.AccountId = o.AccountId"
    " WHERE o.Status = 'Activated' AND o.EffectiveDate IS NOT NULL ORDER BY o.AccountId, k.Id, i.Id";
constexpr std::size_t kDateLength = 10;

std::optional<Day> day_of(const std::string& moment) { return org::parse_date(moment.substr(0, kDateLength)); }

}  // namespace

Draft make_draft(const Sources& sources, TaskKind kind, std::string question, const dataset::Slots& slots, Json facts,
                 std::string key) {
  const TaskKindRow& row = row_of(kind);
  Draft draft;
  draft.key = std::move(key);
  draft.task.task = row.name;
  draft.task.query = question + sources.wording.reply(kind, slots);
  draft.task.reward_metric = kind == TaskKind::knowledge_qa ? "fuzzy_match" : "exact_match";
  draft.task.required = sources.wording.required(kind, slots);
  draft.task.optional = sources.wording.optional();
  facts["task"] = row.name;
  draft.task.source = {{"query", std::move(question)}, {"answer", Json::array()}, {"metadata", std::move(facts)}};
  return draft;
}

Result<Sources> read_sources(SqlRoute& route, const Wording& wording, const dataset::Latent* latent) {
  LOCALORG_TRY(const Rows days, route.rows(kCaseDays, {}));
  const auto first = day_of(days.at(0).at(0)), last = day_of(days.at(0).at(1));
  if (!first || !last) return error_without_position(ErrorCode::USAGE, "the org has no cases to ask about");
  Sources sources{route, wording, latent, *first, *last, {}, {}, {}, {}};
  LOCALORG_TRY(Rows cases, route.rows(kCases, {}));
  for (auto& row : cases) sources.cases.push_back({row[0], row[1], row[2], row[3], row[4], row[5]});
  LOCALORG_TRY(const Rows products, route.rows(kProducts, {}));
  for (const auto& row : products) sources.products.emplace_back(row[0], row[1]);
  if (latent == nullptr) return sources;
  LOCALORG_TRY(const Rows purchases, route.rows(kPurchases, {}));
  for (const auto& row : purchases) {
    const auto day = org::parse_date(row[4]);
    if (!day) continue;
    const std::size_t at = sources.purchases.size();
    auto& range = sources.by_account.emplace(row[1], std::pair(at, at)).first->second;
    range.second = at + 1;
    sources.purchases.push_back({row[0], row[1], row[2], row[3], *day});
  }
  return sources;
}

}  // namespace localorg::eval
