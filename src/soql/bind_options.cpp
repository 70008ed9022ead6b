// The clauses that choose by something other than a field: USING SCOPE, WITH, UPDATE, SET OPTIONS.
#include <array>
#include <set>

#include "base/text.h"
#include "soql/bind_scope.h"

namespace localorg::soql {
namespace {

constexpr std::size_t kMaxDataCategories = 3;

SalesforceError malformed(std::string message, const Place& place) {
  return SalesforceError{ErrorCode::MALFORMED_QUERY, std::move(message), {}, place, ColumnsFrom::zero};
}

SalesforceError unexpected(const Name& name) { return malformed("unexpected token: '" + name.text + "'", name.place); }

// Articles of Knowledge, by Salesforce's own naming rule.
bool has_data_categories(const org::SObject& object) { return object.name.ends_with("__kav"); }

// SOQL reference, WITH DATA CATEGORY: on articles, each group once, at most three.  No org here has category groups, so that
// none that is named can exist.  The documentation has the rules, not their texts: these are assumed.
Result<void> bind_data_categories(const Scope& scope, const WithDataCategory& with) {
  const Place& place = with.categories.front().group.place;
  if (!has_data_categories(*scope.bound.object)) {
    return malformed("Data category filter is not supported on entity '" + scope.bound.object->name + "'", place);
  }
  if (with.categories.size() > kMaxDataCategories) return malformed("Too many data category conditions, maximum is 3", place);
  std::set<std::string> groups;
  for (const DataCategory& category : with.categories) {
    if (!groups.insert(text::lower(category.group.text)).second) {
      return malformed("Duplicate data category group: " + category.group.text, category.group.place);
    }
  }
  return malformed("Invalid data category group: " + with.categories.front().group.text, place);
}

// A word alone is Apex's: REST fails at it whatever it is (documented).  WITH RecordVisibilityContext (...) only adds what
// no query asks for here.
Result<void> bind_with_word(const WithWord& with) {
  if (with.options.empty()) {
    return malformed(
        "rule soqlWithIdentifierClause failed predicate: {this.helper.allowApexSyntax() && this.helper.hasApexContext()}?",
        with.place);
  }
  if (!text::equal_ignoring_case(with.name.text, "RecordVisibilityContext")) return unexpected(with.name);  // assumed
  return {};
}

}  // namespace

Result<void> bind_using_scope(Scope& scope, std::vector<BoundCondition>& conditions) {
  const std::optional<Name>& name = scope.query.from.front().scope;
  if (!name || text::equal_ignoring_case(name->text, "everything")) return {};
  const org::Field* owner = scope.bound.object->find_field("OwnerId");
  if (!text::equal_ignoring_case(name->text, "mine") || owner == nullptr) return unexpected(*name);
  conditions.push_back({BoundCompare{BoundExpr{{}, {0, owner}}, Operator::equal, scope.viewer.user_id}});
  return {};
}

Result<void> bind_with(const Scope& scope) {
  for (const With& with : scope.query.with) {
    if (const auto* word = std::get_if<WithWord>(&with)) LOCALORG_CHECK(bind_with_word(*word));
    if (const auto* categories = std::get_if<WithDataCategory>(&with)) LOCALORG_CHECK(bind_data_categories(scope, *categories));
  }
  return {};  // WITH UserId = '...' belongs to feeds and has no effect on records
}

Result<void> bind_update(const Scope& scope) {
  for (const Name& word : scope.query.update) {
    const bool known = text::equal_ignoring_case(word.text, "TRACKING") || text::equal_ignoring_case(word.text, "VIEWSTAT");
    if (!known) return unexpected(word);
  }
  // Nothing here is stored as an empty string, so that honouring them changes nothing.  Other options: text assumed.
  for (const auto& [option, value] : scope.query.set_options) {
    if (text::equal_ignoring_case(option, "honorEmptyStrings")) continue;
    return error_without_position(ErrorCode::MALFORMED_QUERY, "unexpected token: '" + option + "'");
  }
  return {};
}

}  // namespace localorg::soql
