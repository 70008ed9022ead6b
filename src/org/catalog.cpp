#include "org/catalog.h"

#include <algorithm>
#include <cassert>
#include <initializer_list>

#include "base/embedded.h"
#include "base/json.h"
#include "base/text.h"
#include "org/catalog_files.h"

namespace localorg::org {
namespace {

SalesforceError bad_catalog(const std::string& where, const std::string& what) {
  return error_without_position(ErrorCode::ORG_UNUSABLE, "catalog: " + where + ": " + what);
}

template <typename T>
T get(const Json& json, const char* key, T absent) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? std::move(absent) : found->template get<T>();
}

// A default is kept as text and read like any imported text.
std::string text_of(const Json& json) {
  if (json.is_null()) return {};
  return json.is_string() ? json.get<std::string>() : json.dump();
}

// An object but for one of its parts, which may be most of it.
Json without(const Json& json, std::string_view part) {
  Json out = Json::object();
  for (const auto& [name, value] : json.items()) {
    if (name != part) out[name] = value;
  }
  return out;
}

std::vector<PicklistValue> read_picklist(const Json& values) {
  std::vector<PicklistValue> out;
  for (const Json& entry : values) {
    PicklistValue value;
    if (entry.is_string()) {
      value.value = value.label = entry.get<std::string>();
    } else {
      value.value = entry.at("value").get<std::string>();
      value.label = get<std::string>(entry, "label", value.value);
      value.is_default = get(entry, "default", false);
      for (const auto& [name, attribute] : entry.items()) value.attributes.emplace(name, text_of(attribute));
    }
    out.push_back(std::move(value));
  }
  return out;
}

Computed read_computed(const Json& json) {
  Computed computed;
  computed.join = get<std::vector<std::string>>(json, "join", {});
  computed.picklist = get<std::string>(json, "picklist", "");
  computed.attribute = get<std::string>(json, "attribute", "");
  computed.copy = get<std::string>(json, "copy", "");
  return computed;
}

std::vector<HistoryRule> read_history(const Json& rules) {
  std::vector<HistoryRule> out;
  for (const Json& entry : rules) {
    HistoryRule rule;
    rule.when = entry.at("when").get<std::string>();
    rule.to = entry.contains("to") ? text_of(entry["to"]) : "";
    rule.object = entry.at("object").get<std::string>();
    for (const auto& [name, value] : entry.at("values").items()) rule.values.emplace_back(name, text_of(value));
    out.push_back(std::move(rule));
  }
  return out;
}

bool is_text_type(FieldType type) {
  const TypeClass type_class = traits(type).type_class;
  return type_class == TypeClass::text || type_class == TypeClass::multipicklist;
}

Result<Field> read_field(const Json& json, const std::string& object) {
  Field field;
  field.name = get<std::string>(json, "name", "");
  const std::string where = object + "." + field.name;
  if (field.name.empty()) return bad_catalog(object, "a field without a name");
  const auto type = field_type(get<std::string>(json, "type", ""));
  if (!type) return bad_catalog(where, "unknown type '" + get<std::string>(json, "type", "") + "'");
  const TypeTraits& type_traits = traits(*type);
  const bool is_id = type_traits.type_class == TypeClass::id;
  const bool is_number = type_traits.type_class == TypeClass::number;

  field.type = *type;
  field.label = get<std::string>(json, "label", field.name);
  field.length = get(json, "length", is_id ? 18 : is_text_type(*type) ? 255 : 0);
  const bool is_long = is_text_type(*type) && *type == FieldType::textarea && field.length > 255;
  field.precision = get(json, "precision", is_number ? 18 : 0);
  field.scale = get(json, "scale", is_number ? 2 : 0);
  field.digits = get(json, "digits", *type == FieldType::int_ ? 9 : 0);
  field.nillable = get(json, "nillable", *type != FieldType::id && *type != FieldType::boolean);
  field.filterable = get(json, "filterable", type_traits.filterable && !is_long);
  field.sortable = get(json, "sortable", type_traits.sortable && !is_long);
  field.groupable = get(json, "groupable", type_traits.groupable && !is_long);
  field.aggregatable = get(json, "aggregatable", type_traits.aggregatable && !is_long);
  field.calculated = get(json, "calculated", false);
  field.auto_number = get<std::string>(json, "autoNumber", "");
  const bool set_by_org = *type == FieldType::id || field.calculated || !field.auto_number.empty();
  field.createable = get(json, "createable", !set_by_org);
  field.updateable = get(json, "updateable", !set_by_org);
  field.unique = get(json, "unique", false);
  field.case_sensitive = get(json, "caseSensitive", false);
  field.external_id = get(json, "externalId", false);
  field.id_lookup = get(json, "idLookup", *type == FieldType::id || field.external_id);
  field.html_formatted = get(json, "htmlFormatted", false);
  field.restricted_picklist = get(json, "restrictedPicklist", false);
  field.name_field = get(json, "nameField", false);
  field.cascade_delete = get(json, "cascadeDelete", false);
  field.indexed = get(json, "indexed", false) || is_id || field.unique || field.external_id || field.name_field;
  field.default_value = json.contains("default") ? text_of(json["default"]) : "";
  if (*type == FieldType::boolean && field.default_value.empty()) field.default_value = "false";
  field.default_unless = get<std::string>(json, "defaultUnless", "");
  field.from = get<std::string>(json, "from", "");
  field.product = get<std::vector<std::string>>(json, "product", {});
  if (json.contains("setWhen"))
    field.set_when = {json["setWhen"].at("field").get<std::string>(), text_of(json["setWhen"].at("is"))};
  if (json.contains("computed")) field.computed = read_computed(json["computed"]);
  if (json.contains("picklistValues")) field.picklist_values = read_picklist(json["picklistValues"]);
  field.reference_to = get<std::vector<std::string>>(json, "referenceTo", {});
  field.relationship_name = get<std::string>(json, "relationshipName", "");
  field.child_relationship_name = get<std::string>(json, "childRelationshipName", "");
  field.search = get<std::vector<std::string>>(json, "search", {});
  field.definition = json.dump();
  return field;
}

}  // namespace

const Field* SObject::find_field(std::string_view api_name) const {
  const auto found = field_by_name_.find(text::lower(api_name));
  return found == field_by_name_.end() ? nullptr : &fields[found->second];
}

const Field* SObject::find_relationship(std::string_view api_name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& f) {
    return f.is_navigable() && text::equal_ignoring_case(f.relationship_name, api_name);
  });
  return found == fields.end() ? nullptr : &*found;
}

const ChildRelationship* SObject::find_child_relationship(std::string_view api_name) const {
  const auto found = std::find_if(child_relationships.begin(), child_relationships.end(),
                                  [&](const ChildRelationship& r) { return text::equal_ignoring_case(r.name, api_name); });
  return found == child_relationships.end() ? nullptr : &*found;
}

const Field* SObject::name_field() const {
  const auto found = std::find_if(fields.begin(), fields.end(), [](const Field& f) { return f.name_field; });
  return found == fields.end() ? nullptr : &*found;
}

std::size_t SObject::index_of(std::string_view field) const {
  const Field* found = find_field(field);
  assert(found != nullptr);
  return found->index;
}

std::vector<std::string> Catalog::built_in_names() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files()) {
    const auto parts = text::split(file.path, '/');
    if (parts.size() == 3 && parts[0] == "orgs" && parts[2] == "org.json") names.emplace_back(parts[1]);
  }
  return names;
}

Result<Catalog> Catalog::built_in(std::string_view name) { return read("orgs/" + std::string(name), read_built_in_file); }

Result<Catalog> Catalog::read_folder(const std::string& folder) {
  return read(folder, [](const std::string& path) { return read_json_file(path); });
}

Result<Catalog> Catalog::read(const std::string& folder, const std::function<Result<Json>(const std::string&)>& read_file) {
  LOCALORG_TRY(const Json json, read_catalog_files(folder, read_file));
  return from_json(json);
}

Result<Catalog> Catalog::from_json(const Json& json) {
  try {
    Catalog catalog;
    catalog.name_ = json.at("name").get<std::string>();
    const Json definition = without(json, "objects");
    catalog.definition_ = definition.dump();
    for (const auto& [name, value] : definition.items()) catalog.facts_.emplace(name, text_of(value));
    for (const Json& object : json.at("objects")) LOCALORG_CHECK(catalog.add(object));
    LOCALORG_CHECK(catalog.link());
    return catalog;
  } catch (const Json::exception& e) {
    return bad_catalog("org", e.what());
  }
}

Json Catalog::to_json() const {
  Json out = Json::parse(definition_);
  Json objects = Json::array();
  for (const SObject& object : objects_) {
    Json entry = Json::parse(object.definition);
    entry["fields"] = Json::array();
    for (const Field& field : object.fields) entry["fields"].push_back(Json::parse(field.definition));
    objects.push_back(std::move(entry));
  }
  out["objects"] = std::move(objects);
  return out;
}

Result<void> Catalog::add(const Json& json) {
  SObject object;
  object.name = json.at("name").get<std::string>();
  object.label = get<std::string>(json, "label", object.name);
  object.label_plural = get<std::string>(json, "labelPlural", object.label + "s");
  object.key_prefix = get<std::string>(json, "keyPrefix", "");
  object.queryable = get(json, "queryable", true);
  object.searchable = get(json, "searchable", false);
  for (const std::string& trait : get<std::vector<std::string>>(json, "search", {})) {
    object.search.every_field |= trait == "everyField";
    object.search.any_word |= trait == "anyWord";
    object.search.stop_words |= trait == "stopWords";
    object.search.snippets |= trait == "snippets";
  }
  object.createable = get(json, "createable", true);
  object.updateable = get(json, "updateable", true);
  object.deletable = get(json, "deletable", true);
  if (json.contains("expectedRecords")) object.expected_records = json["expectedRecords"].get<std::int64_t>();
  if (json.contains("history")) object.history = read_history(json["history"]);
  for (const Json& record : get<Json>(json, "records", Json::array())) {
    auto& values = object.records.emplace_back();
    for (const auto& [name, value] : record.items()) values.emplace_back(name, text_of(value));
  }
  object.definition = without(json, "fields").dump();
  for (const Json& field_json : json.at("fields")) {
    LOCALORG_TRY(Field field, read_field(field_json, object.name));
    field.index = object.fields.size();
    if (!object.field_by_name_.emplace(text::lower(field.name), field.index).second) {
      return bad_catalog(object.name + "." + field.name, "defined twice");
    }
    object.fields.push_back(std::move(field));
  }
  if (object.find_field("Id") == nullptr) return bad_catalog(object.name, "has no Id");
  if (by_name_.contains(text::lower(object.name))) return bad_catalog(object.name, "defined twice");
  objects_.push_back(std::move(object));
  SObject& added = objects_.back();
  by_name_[text::lower(added.name)] = &added;
  if (!added.key_prefix.empty() && !by_prefix_.emplace(added.key_prefix, &added).second) {
    return bad_catalog(added.name, "key prefix " + added.key_prefix + " is taken");
  }
  return {};
}

Result<void> Catalog::check_rules(const SObject& object) const {
  for (const HistoryRule& rule : object.history) {
    const SObject* written = find(rule.object);
    if (written == nullptr) return bad_catalog(object.name, "a history in " + rule.object + ", which the org lacks");
    if (object.find_field(rule.when) == nullptr)
      return bad_catalog(object.name, "a history of " + rule.when + ", which it lacks");
    for (const auto& [name, value] : rule.values) {
      if (written->find_field(name) == nullptr) return bad_catalog(rule.object, "no field " + name + " for the history");
      const bool is_field = value.starts_with('$') && value != "$old" && value != "$new";
      if (is_field && object.find_field(value.substr(1)) == nullptr) return bad_catalog(object.name, "no field " + value);
    }
  }
  for (const auto& record : object.records) {
    for (const auto& [name, value] : record) {
      if (object.find_field(name) == nullptr) return bad_catalog(object.name, "a record with a field " + name);
    }
  }
  for (const Field& field : object.fields) {
    const std::string where = object.name + "." + field.name;
    for (const std::string& name : field.product) {
      if (object.find_field(name) == nullptr) return bad_catalog(where, "no field " + name + " to multiply");
    }
    for (const std::string& name : {field.default_unless, field.set_when.field}) {
      if (!name.empty() && object.find_field(name) == nullptr) return bad_catalog(where, "no field " + name);
    }
    if (field.from.empty()) continue;
    const std::size_t dot = std::min(field.from.find('.'), field.from.size() - 1);
    const Field* reference = object.find_field(field.from.substr(0, dot));
    const bool is_there = reference != nullptr && reference->targets.size() == 1 &&
                          reference->targets.front()->find_field(field.from.substr(dot + 1)) != nullptr;
    if (!is_there) return bad_catalog(where, "no field " + field.from + " to copy");
  }
  return {};
}

Result<void> Catalog::link() {
  for (SObject& object : objects_) {
    for (const Json& index : Json::parse(object.definition).value("indexes", Json::array())) {
      std::vector<const Field*> fields;
      for (const Json& name : index) {
        fields.push_back(object.find_field(name.get<std::string>()));
        if (fields.back() == nullptr)
          return bad_catalog(object.name, "an index over " + name.get<std::string>() + ", which it lacks");
      }
      object.indexes.push_back(std::move(fields));
    }
    for (Field& field : object.fields) {
      for (const std::string& target_name : field.reference_to) {
        const auto target = by_name_.find(text::lower(target_name));
        if (target == by_name_.end()) continue;
        field.targets.push_back(target->second);
        if (field.child_relationship_name.empty()) continue;
        if (target->second->find_child_relationship(field.child_relationship_name) != nullptr) {
          return bad_catalog(object.name + "." + field.name, "child relationship " + field.child_relationship_name + " of " +
                                                                 target->second->name + " is taken");
        }
        target->second->child_relationships.push_back({field.child_relationship_name, &object, &field});
      }
      const Computed& rule = field.computed;
      const auto lacks = [&](const std::string& name) { return !name.empty() && object.find_field(name) == nullptr; };
      const std::string where = object.name + "." + field.name;
      for (const std::string& part : rule.join) {
        if (lacks(part)) return bad_catalog(where, "no field " + part + " to join");
      }
      if (lacks(rule.picklist)) return bad_catalog(where, "no field " + rule.picklist + " to look up");
      if (lacks(rule.copy)) return bad_catalog(where, "no field " + rule.copy + " to copy");
    }
  }
  for (const SObject& object : objects_) LOCALORG_CHECK(check_rules(object));
  return {};
}

std::string Catalog::fact(const std::string& name) const {
  const auto found = facts_.find(name);
  return found == facts_.end() ? "" : found->second;
}

const SObject* Catalog::find(std::string_view name) const {
  const auto found = by_name_.find(text::lower(name));
  return found == by_name_.end() ? nullptr : found->second;
}

const SObject* Catalog::find_by_prefix(std::string_view id) const {
  const auto found = by_prefix_.find(std::string(id.substr(0, 3)));
  return found == by_prefix_.end() ? nullptr : found->second;
}

}  // namespace localorg::org
