#include "eval/coverage.h"

#include <algorithm>
#include <map>

namespace localorg::eval {
namespace {

using Rows = std::vector<SqlRoute::Row>;

constexpr const char* kCases = "SELECT Id, CreatedDate, ClosedDate, OwnerId FROM \"Case\" WHERE CreatedDate IS NOT NULL";
constexpr const char* kAssignments =
    "SELECT CaseId__c, OldValue__c, NewValue__c FROM CaseHistory__c WHERE Field__c = 'Owner Assignment' ORDER BY CreatedDate, "
    "Id";
constexpr const char* kUnknownItems =
    "SELECT count(*) FROM \"Case\" c LEFT JOIN OrderItem i ON i.Id = c.OrderItemId__c WHERE i.Product2Id IS NULL";
constexpr const char* kItemsOfProduct = "SELECT count(*), count(OrderId) FROM OrderItem WHERE Product2Id = ?1";
constexpr const char* kUndatedOfProduct =
    "SELECT count(*) FROM OrderItem i JOIN \"Case\" c ON c.OrderItemId__c = i.Id"
    " WHERE i.Product2Id = ?1 AND c.CreatedDate IS NULL";
constexpr const char* kStateless =
    "SELECT count(*) FROM \"Case\" c LEFT JOIN Account a ON a.Id = c.AccountId"
    " WHERE c.Status = 'Closed' AND c.CreatedDate >= ?1 AND c.CreatedDate < ?2 AND a.ShippingState IS NULL";
constexpr const char* kOwnerless =
    "SELECT count(*) FROM \"Case\" WHERE OwnerId IS NULL OR Status IS NULL OR (Status = 'Closed' AND IssueId__c IS NULL)";

struct Assignment {
  std::string from, to;
};

// Does the chain lead from nobody to the owner, by way of every assignment?
bool is_whole(std::vector<Assignment> left, const std::string& owner) {
  std::string holder;
  while (!left.empty()) {
    const auto next = std::find_if(left.begin(), left.end(), [&](const Assignment& a) { return a.from == holder; });
    if (next == left.end()) return false;
    holder = next->to;
    left.erase(next);
  }
  return !holder.empty() && (owner.empty() || holder == owner);
}

int first_number(const Rows& rows, std::size_t column = 0) { return rows.empty() ? 0 : std::stoi(rows[0][column]); }

}  // namespace

Result<Coverage> Coverage::of(SqlRoute& route) {
  Coverage coverage;
  std::map<std::string, std::vector<Assignment>> chains;
  LOCALORG_TRY(const Rows assignments, route.rows(kAssignments, {}));
  for (const auto& row : assignments) chains[row[0]].push_back({row[1], row[2]});
  LOCALORG_TRY(const Rows cases, route.rows(kCases, {}));
  for (const auto& row : cases) {
    const auto chain = chains.find(row[0]);
    if (chain == chains.end() || !is_whole(chain->second, row[3])) coverage.broken_.push_back({row[1], row[2]});
  }
  LOCALORG_TRY(const Rows unknown, route.rows(kUnknownItems, {}));
  coverage.items_known_ = first_number(unknown) == 0;
  return coverage;
}

Result<std::optional<std::string>> Coverage::gap(SqlRoute& route, const Question& question) const {
  using Gap = std::optional<std::string>;
  const std::string first = question.window ? record_time(question.window->first) : "";
  const std::string end = question.window ? record_time(question.window->end) : "";
  switch (question.kind) {
    case TaskKind::handle_time:
    case TaskKind::transfer_count: {
      const bool touched = std::any_of(broken_.begin(), broken_.end(), [&](const OpenTime& c) {
        return c.created < end && (c.closed.empty() || c.closed >= first);
      });
      return touched ? Gap("owner assignments of cases in the window are missing") : Gap();
    }
    case TaskKind::monthly_trend_analysis:
    case TaskKind::top_issue_identification:
    case TaskKind::case_routing: {
      if (items_known_) return Gap();
      LOCALORG_TRY(const Rows items, route.rows(kItemsOfProduct, {question.product_id}));
      const int all = first_number(items), with_order = first_number(items, 1);
      const bool listed = (all - with_order) * 2 > all;
      if (!listed) return Gap("cases of unknown products may be of this one");
      if (question.kind != TaskKind::case_routing) return Gap();
      LOCALORG_TRY(const Rows ownerless, route.rows(kOwnerless, {}));
      return first_number(ownerless) > 0 ? Gap("owners, states or issues of cases are missing") : Gap();
    }
    case TaskKind::best_region_identification: {
      LOCALORG_TRY(const Rows stateless, route.rows(kStateless, {first, end}));
      return first_number(stateless) > 0 ? Gap("states of accounts are missing") : Gap();
    }
    case TaskKind::knowledge_qa:
    case TaskKind::named_entity_disambiguation:
    case TaskKind::policy_violation_identification: break;
  }
  return Gap();
}

Result<int> Coverage::undated_cases(SqlRoute& route, const Question& question) const {
  if (question.product_id.empty()) return 0;
  LOCALORG_TRY(const Rows rows, route.rows(kUndatedOfProduct, {question.product_id}));
  return first_number(rows);
}

}  // namespace localorg::eval
