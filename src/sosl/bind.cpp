#include "sosl/bind.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

#include "base/text.h"
#include "org/calendar.h"
#include "soql/bind.h"
#include "sosl/bind_with.h"
#include "sosl/bind_words.h"
#include "sosl/parse.h"
#include "sosl/parse_messages.h"

namespace localorg::sosl {
namespace {

// Rows of an answer (SOSL reference, "SOSL Limits on Search Results").
constexpr std::int64_t kMaxRows = 2000;
constexpr std::int64_t kMaxRowsOfObject = 250;
constexpr std::int64_t kMaxOffset = 2000;

// Too large a number is as good as no limit.
std::int64_t integer_of(const soql::Integer& integer) {
  std::string_view digits = integer.text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t value = 0;
  const auto done = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (done.ec == std::errc{}) return value;
  return digits.starts_with('-') ? -1 : std::numeric_limits<std::int64_t>::max();
}

std::vector<const org::Field*> searched_fields(const org::SObject& object, Group group) {
  constexpr const char* kNames[] = {"all", "name", "email", "phone", "name"};  // SIDEBAR as NAME
  const std::string name = object.search.every_field ? "all" : kNames[static_cast<std::size_t>(group)];
  std::vector<const org::Field*> out;
  for (const org::Field& field : object.fields) {
    if (std::find(field.search.begin(), field.search.end(), name) != field.search.end()) out.push_back(&field);
  }
  return out;
}

// RETURNING's object as SOQL: SELECT fields FROM object WHERE ... ORDER BY ...
soql::Query query_of(const Returned& returned) {
  soql::Query query;
  for (const soql::SelectField& field : returned.fields) query.select.push_back(field);
  if (query.select.empty())
    query.select.push_back(soql::SelectField{{{}, {"Id", returned.object.place}, returned.object.place}, {}});
  query.from.push_back({returned.object, std::nullopt, std::nullopt});
  query.where = returned.where;
  query.order_by = returned.order_by;
  query.limit = returned.limit;
  return query;
}

// SOQL's own complaints under SOSL's code (assumed).
SalesforceError as_search_error(SalesforceError error) {
  if (error.errorCode == ErrorCode::MALFORMED_QUERY) error.errorCode = ErrorCode::MALFORMED_SEARCH;
  return error;
}

class Binder {
 public:
  Binder(const Search& search, const org::Catalog& catalog, const org::Viewer& viewer, const std::vector<std::string>& recent)
      : search_(search), catalog_(catalog), viewer_(viewer), recent_(recent) {}

  Result<BoundSearch> bind() {
    // Of several words one will do: an initial in a name is none too short (assumed; documented for a search of one word).
    const bool is_too_long = search_.words.items.empty() && search_.text.size() > kMaxSearchCharacters;
    if (!is_too_long && longest_term(search_.words) < 2) {
      return malformed("search term must be longer than one character: " + search_.text);
    }
    LOCALORG_TRY(with_, bind_with(search_, bound_));
    LOCALORG_CHECK(check_update(search_));
    if (search_.limit) bound_.limit = std::min(integer_of(*search_.limit), kMaxRows);
    if (search_.returning.empty()) LOCALORG_CHECK(bind_everything());
    for (const Returned& returned : search_.returning) LOCALORG_CHECK(bind_returned(returned));
    return std::move(bound_);
  }

 private:
  // Without RETURNING: the Ids of all objects but those that must be named.
  Result<void> bind_everything() {
    std::vector<Returned> all;
    for (const org::SObject& object : catalog_.objects()) {
      if (object.searchable && !object.search.every_field) all.push_back({.object = {object.name, {}}});
    }
    objects_ = all.size();
    for (const Returned& returned : all) LOCALORG_CHECK(bind_object(returned));
    return {};
  }

  Result<void> bind_returned(const Returned& returned) {
    objects_ = search_.returning.size();
    return bind_object(returned);
  }

  Result<void> bind_object(const Returned& returned) {
    soql::Query query = query_of(returned);
    if (returned.list_view) LOCALORG_CHECK(use_list_view(*returned.list_view, recent_, catalog_, query));
    with_.narrow(query, catalog_);
    auto bound = soql::bind(query, catalog_, viewer_);
    if (!bound) return as_search_error(bound.error());
    const org::SObject* object = bound->object;
    if (bound->kind != soql::ResultKind::records) {
      return malformed_at(returned.fields.front().expr.place, "Aggregate functions are not allowed in RETURNING");  // assumed
    }
    if (!object->searchable) {  // text assumed
      return error_at(ErrorCode::INVALID_TYPE_FOR_OPERATION, returned.object.place,
                      "entity type " + object->name + " does not support search");
    }
    if (!seen_.insert(object).second) {  // text assumed
      return malformed_at(returned.object.place, "duplicate entity in RETURNING: " + object->name);
    }
    BoundReturned out{object, bind_words(search_.words, object->search), searched_fields(*object, search_.group),
                      *std::move(bound)};
    LOCALORG_CHECK(bind_limits(returned, out.query));
    bound_.returned.push_back(std::move(out));
    return {};
  }

  Result<void> bind_limits(const Returned& returned, soql::BoundQuery& query) const {
    if (returned.offset) {
      const std::int64_t offset = integer_of(*returned.offset);
      if (objects_ > 1) return malformed_at(returned.offset->place, "OFFSET is only allowed with a single object");  // assumed
      if (offset < 0 || offset > kMaxOffset) return malformed("SOSL offset should be between 0 to 2000");
      query.offset = offset;
    }
    const bool is_filtered = returned.where.has_value() || !returned.order_by.empty();
    const auto objects = static_cast<std::int64_t>(objects_);
    std::int64_t limit = objects == 1 && is_filtered ? kMaxRows : std::min(kMaxRows / objects, kMaxRowsOfObject);
    if (query.limit) limit = std::min(limit, *query.limit);
    if (bound_.limit) limit = std::min(limit, *bound_.limit);
    query.limit = limit;
    return {};
  }

  const Search& search_;
  const org::Catalog& catalog_;
  const org::Viewer& viewer_;
  const std::vector<std::string>& recent_;
  BoundSearch bound_;
  Narrowing with_;
  std::size_t objects_ = 0;
  std::set<const org::SObject*> seen_;
};

}  // namespace

Result<BoundSearch> bind(const Search& search, const org::Catalog& catalog, const org::Viewer& viewer,
                         const std::vector<std::string>& recent) {
  return Binder(search, catalog, viewer, recent).bind();
}

bool uses_list_view(const Search& search) {
  return std::any_of(search.returning.begin(), search.returning.end(),
                     [](const Returned& returned) { return returned.list_view.has_value(); });
}

}  // namespace localorg::sosl
