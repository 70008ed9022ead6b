// Names: the objects and aliases of FROM, and paths through relationships.
#include <algorithm>

#include "base/text.h"
#include "soql/bind_scope.h"

namespace localorg::soql {
namespace {

constexpr std::string_view kReference = " Please reference your WSDL or the describe call for the appropriate names.";
constexpr std::size_t kMaxHops = 5;

SalesforceError unknown_object(const Name& name) {
  return error_at(ErrorCode::INVALID_TYPE, name.place,
                  "sObject type '" + name.text +
                      "' is not supported. If you are attempting to use a custom object, be sure to "
                      "append the '__c' after the entity name." +
                      std::string(kReference));
}

std::string unknown_relationship(std::string_view name, std::string_view where) {
  return "Didn't understand relationship '" + std::string(name) + "' in " + std::string(where) +
         ". If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship "
         "name." +
         std::string(kReference);
}

// A path cut at its dots, without a prefix that names FROM's object or an alias.
struct Steps {
  std::size_t join = 0;  // where the path starts
  std::vector<std::string_view> steps;
  SourceSpan place;  // of what is left
};

Steps steps_of(const Scope& scope, const Name& path) {
  Steps out{0, text::split(path.text, '.'), path.place};
  if (out.steps.size() < 2) return out;
  const auto named = std::find_if(scope.names.begin(), scope.names.end(),
                                  [&](const auto& name) { return text::equal_ignoring_case(name.first, out.steps.front()); });
  if (named == scope.names.end()) return out;
  out.join = named->second;
  out.place.begin += out.steps.front().size() + 1;
  out.steps.erase(out.steps.begin());
  return out;
}

// Follows all steps but the last `keep`, and returns the join they lead to.
Result<std::size_t> follow(Scope& scope, const Steps& path, std::size_t keep) {
  if (path.steps.size() > kMaxHops + keep) {
    return error_at(ErrorCode::INVALID_FIELD, path.place,  // text assumed
                    "Relationship paths can have at most 5 levels: " + std::string(path.steps.front()));
  }
  std::size_t join = path.join;
  for (std::size_t i = 0; i + keep < path.steps.size(); ++i) {
    const org::Field* reference = scope.bound.joins[join].object->find_relationship(path.steps[i]);
    if (reference == nullptr) {
      return error_at(ErrorCode::INVALID_FIELD, path.place, unknown_relationship(path.steps[i], "field path"));
    }
    const org::SObject* name_entity = scope.catalog.name_entity();
    const bool polymorphic = reference->is_polymorphic() && name_entity != nullptr;
    join = join_to(scope.bound, join, *reference, polymorphic ? *name_entity : *reference->targets.front());
  }
  return join;
}

Result<BoundField> bind_steps(Scope& scope, const Steps& path) {
  LOCALORG_TRY(const std::size_t join, follow(scope, path, 1));
  const org::SObject& object = *scope.bound.joins[join].object;
  const org::Field* field = object.find_field(path.steps.back());
  if (field == nullptr) return error_at(ErrorCode::INVALID_FIELD, path.place, no_such_column(path.steps.back(), object));
  return BoundField{join, field};
}

// FROM Case c, c.Account a: the second and later entries.
Result<void> bind_from_path(Scope& scope, const FromItem& item) {
  const auto parts = text::split(item.source.text, '.');
  // Only the first object counts: a relationship of a relationship is refused too (observed).
  const bool known = parts.size() > 1 && std::any_of(scope.names.begin(), scope.names.end(), [&](const auto& name) {
                       return name.second == 0 && text::equal_ignoring_case(name.first, parts.front());
                     });
  if (!known) {
    return error_at(ErrorCode::MALFORMED_QUERY, item.source.place,  // position assumed
                    "A driving SObject type has already been set, all other entity types in the FROM clause must be "
                    "relationships to the initial object.  The driving object is " +
                        scope.bound.object->name + ".");
  }
  LOCALORG_TRY(const std::size_t join, follow(scope, steps_of(scope, item.source), 0));
  scope.names.emplace_back(item.alias ? item.alias->text : std::string(parts.back()), join);
  return {};
}

// FROM Contacts, or FROM Account.Contacts, in a subquery of Account.
Result<const org::SObject*> child_object(const Name& source, const org::SObject& parent) {
  const auto parts = text::split(source.text, '.');
  const bool prefixed = parts.size() == 2 && text::equal_ignoring_case(parts.front(), parent.name);
  const std::string_view name = prefixed ? parts.back() : std::string_view(source.text);
  const org::ChildRelationship* relationship = parent.find_child_relationship(name);
  if (relationship == nullptr) {
    return error_at(ErrorCode::INVALID_TYPE, source.place, unknown_relationship(name, "FROM part of query call"));
  }
  return relationship->child;
}

}  // namespace

std::string no_such_column(std::string_view field, const org::SObject& object) {
  return "No such column '" + std::string(field) + "' on entity '" + object.name +
         "'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name." +
         std::string(kReference);
}

Result<void> bind_from(Scope& scope, const org::SObject* parent) {
  const FromItem& first = scope.query.from.front();
  const org::SObject* object = nullptr;
  if (parent != nullptr) {
    LOCALORG_TRY(object, child_object(first.source, *parent));
  } else {
    object = scope.catalog.find(first.source.text);
    if (object == nullptr) return unknown_object(first.source);
  }
  if (!object->queryable) {
    return error_without_position(ErrorCode::INVALID_TYPE_FOR_OPERATION,
                                  "entity type " + object->name + " does not support query");
  }
  scope.bound.object = object;
  scope.bound.joins.push_back({0, nullptr, object});
  if (first.alias) scope.names.emplace_back(first.alias->text, 0);
  scope.names.emplace_back(object->name, 0);
  for (std::size_t i = 1; i < scope.query.from.size(); ++i) LOCALORG_CHECK(bind_from_path(scope, scope.query.from[i]));
  return {};
}

std::size_t join_to(BoundQuery& bound, std::size_t parent, const org::Field& reference, const org::SObject& object) {
  const auto same = std::find_if(bound.joins.begin() + 1, bound.joins.end(), [&](const BoundJoin& join) {
    return join.parent == parent && join.reference == &reference && join.object == &object;
  });
  if (same != bound.joins.end()) return static_cast<std::size_t>(same - bound.joins.begin());
  bound.joins.push_back({parent, &reference, &object});
  return bound.joins.size() - 1;
}

std::vector<std::string> path_to(const BoundQuery& bound, std::size_t join) {
  std::vector<std::string> path;
  for (; join != 0; join = bound.joins[join].parent) path.push_back(bound.joins[join].reference->relationship_name);
  std::reverse(path.begin(), path.end());
  return path;
}

Result<BoundField> bind_path(Scope& scope, const Name& path) { return bind_steps(scope, steps_of(scope, path)); }

Result<BoundField> bind_path_from(Scope& scope, std::size_t join, const Name& path) {
  return bind_steps(scope, {join, text::split(path.text, '.'), path.place});
}

Result<BoundField> bind_relationship(Scope& scope, const Name& path) {
  const Steps steps = steps_of(scope, path);
  LOCALORG_TRY(const std::size_t join, follow(scope, steps, 1));
  const org::Field* reference = scope.bound.joins[join].object->find_relationship(steps.steps.back());
  if (reference == nullptr) {
    return error_at(ErrorCode::INVALID_FIELD, steps.place, unknown_relationship(steps.steps.back(), "field path"));
  }
  return BoundField{join, reference};
}

}  // namespace localorg::soql
