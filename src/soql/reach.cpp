#include "soql/reach.h"

#include <algorithm>

#include "base/text.h"

namespace localorg::soql {
namespace {

Objects one_or_none(const org::SObject* object) { return object == nullptr ? Objects{} : Objects{object}; }

bool is_named(const Source& source, std::string_view name) {
  return text::equal_ignoring_case(source.alias.empty() ? source.path : source.alias, name) ||
         text::equal_ignoring_case(source.path, name);
}

// The objects behind one relationship; a polymorphic one leads to the Name entity.
Objects parents(const Objects& objects, std::string_view relationship, const org::Catalog& catalog) {
  Objects out;
  for (const org::SObject* object : objects) {
    const org::Field* reference = object->find_relationship(relationship);
    if (reference == nullptr || reference->targets.empty()) continue;
    const org::SObject* name_entity = catalog.name_entity();
    const org::SObject* target =
        reference->is_polymorphic() && name_entity != nullptr ? name_entity : reference->targets.front();
    if (std::find(out.begin(), out.end(), target) == out.end()) out.push_back(target);
  }
  return out;
}

Objects children(const Objects& objects, std::string_view source) {
  if (objects.empty()) return {};
  const auto parts = text::split(source, '.');  // Contacts, or Account.Contacts
  const org::ChildRelationship* relationship = objects.front()->find_child_relationship(parts.back());
  return one_or_none(relationship == nullptr ? nullptr : relationship->child);
}

// What the first `count` entries of FROM let `steps` start at; takes an alias off the steps.
Objects start_of(const Cursor& cursor, std::size_t count, std::vector<std::string_view>& steps, const org::Catalog& catalog) {
  const std::vector<Source>& sources = cursor.levels[cursor.level].sources;
  for (std::size_t i = 0; i < count && steps.size() > 1; ++i) {
    if (!is_named(sources[i], steps.front())) continue;
    steps.erase(steps.begin());
    if (i == 0) break;
    auto path = text::split(sources[i].path, '.');
    Objects objects = start_of(cursor, i, path, catalog);
    for (const std::string_view relationship : path) objects = parents(objects, relationship, catalog);
    return objects;
  }
  return objects_of(cursor, cursor.level, catalog);
}

bool is_in_typeof(Slot slot) { return slot == Slot::typeof_field || slot == Slot::typeof_next; }

}  // namespace

Objects objects_of(const Cursor& cursor, std::size_t level, const org::Catalog& catalog) {
  const QueryLevel& query = cursor.levels[level];
  if (query.sources.empty()) return {};
  const std::string_view source = query.sources.front().path;
  if (query.role == LevelRole::child) return children(objects_of(cursor, query.parent, catalog), source);
  return one_or_none(catalog.find(source));
}

Reach follow(const Cursor& cursor, std::string_view path, const org::Catalog& catalog, const Objects& otherwise) {
  auto steps = text::split(path, '.');
  Objects objects;
  if (is_in_typeof(cursor.slot)) {
    objects = one_or_none(catalog.find(cursor.typeof_object));
  } else {
    objects = start_of(cursor, cursor.levels[cursor.level].sources.size(), steps, catalog);
    if (objects.empty()) objects = otherwise;
  }
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    Objects next = parents(objects, steps[i], catalog);
    if (next.empty()) return {std::move(objects), steps[i], false};
    objects = std::move(next);
  }
  return {std::move(objects), steps.back(), true};
}

}  // namespace localorg::soql
