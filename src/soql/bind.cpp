#include "soql/bind.h"

#include <charconv>
#include <limits>

#include "soql/bind_scope.h"

namespace localorg::soql {
namespace {

constexpr std::int64_t kMaxOffset = 2000;
constexpr int kMaxDepth = 5;
constexpr std::size_t kMaxParents = 55;  // SQLite joins 64 tables at most

SalesforceError malformed(std::string message) {
  return error_without_position(ErrorCode::MALFORMED_QUERY, std::move(message));
}

// Too large a number is as good as no limit.
std::int64_t integer_of(const Integer& integer) {
  std::string_view digits = integer.text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault == std::errc{}) return value;
  return digits.starts_with('-') ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

Result<void> bind_limit(Scope& scope) {
  const Query& query = scope.query;
  if (query.limit) {
    const std::int64_t limit = integer_of(*query.limit);
    if (limit < 0) return malformed("Limit must be a non-negative value");
    scope.bound.limit = limit;
  }
  if (query.offset) {
    const std::int64_t offset = integer_of(*query.offset);
    if (offset < 0) return malformed("SOQL offset must be a non-negative value");
    if (offset > kMaxOffset) {
      return error_without_position(ErrorCode::NUMBER_OUTSIDE_VALID_RANGE, "Maximum SOQL offset allowed is 2000");
    }
    scope.bound.offset = offset;
  }
  const bool overall = scope.bound.kind == ResultKind::aggregates && !query.group_by;
  if (overall && (query.limit || query.offset)) {
    return malformed(std::string("Non-grouped query that uses overall aggregate functions cannot also use ") +
                     (query.limit ? "LIMIT" : "OFFSET"));
  }
  return {};
}

Result<void> bind_all_conditions(Scope& scope) {
  std::vector<BoundCondition> conditions;
  LOCALORG_CHECK(bind_using_scope(scope, conditions));
  if (scope.query.where) {
    LOCALORG_CHECK(check_semi_joins(*scope.query.where, scope.level));
    LOCALORG_TRY(BoundCondition where, bind_where(scope, *scope.query.where));
    conditions.push_back(std::move(where));
  }
  if (conditions.size() == 1) scope.bound.where = std::move(conditions.front());
  if (conditions.size() > 1) scope.bound.where = BoundCondition{BoundAll{std::move(conditions)}};
  return {};
}

}  // namespace

Result<BoundQuery> bind_level(const Query& query, const org::Catalog& catalog, const org::Viewer& viewer, Level level,
                              int depth, const org::SObject* parent) {
  // The text for more levels is not known (assumed).
  if (depth > kMaxDepth) return malformed("SOQL relationship queries can have at most 5 levels");
  BoundQuery bound;
  bound.time_zone = viewer.calendar.time_zone;
  bound.fiscal_start_month = viewer.calendar.fiscal_start_month;
  Scope scope{catalog, viewer, query, bound, level, depth, {}};
  LOCALORG_CHECK(bind_from(scope, parent));
  LOCALORG_CHECK(bind_select(scope));
  LOCALORG_CHECK(bind_all_conditions(scope));
  LOCALORG_CHECK(bind_with(scope));
  LOCALORG_CHECK(bind_group_by(scope));
  LOCALORG_CHECK(bind_order_by(scope));
  LOCALORG_CHECK(check_grouping(scope));
  LOCALORG_CHECK(bind_limit(scope));
  LOCALORG_CHECK(bind_update(scope));
  if (bound.joins.size() > kMaxParents + 1)
    return malformed("SOQL queries can follow at most 55 parent relationships");  // text assumed
  return bound;
}

Result<BoundQuery> bind(const Query& query, const org::Catalog& catalog, const org::Viewer& viewer) {
  return bind_level(query, catalog, viewer, Level::root, 1, nullptr);
}

}  // namespace localorg::soql
