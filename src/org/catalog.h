// The catalog: what sObjects an org has, and what their fields are and may do.  Read from data/orgs/<name>/ when an
// org is made, from the org file afterwards.  It does not change while queries run, so everybody may hold pointers.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/json_fwd.h"
#include "base/result.h"
#include "org/field_type.h"

namespace localorg::org {

struct SObject;

struct PicklistValue {
  std::string value;
  std::string label;
  bool is_default = false;
  std::map<std::string, std::string> attributes;  // further properties as text, for computed fields: closed is true
};

// How the org itself fills a field.
struct Computed {
  std::vector<std::string> join;  // these fields' values, joined with a blank; or
  std::string picklist;           // `attribute` of the current value of this picklist; or
  std::string attribute;
  std::string copy;  // the value of this field

  bool any() const { return !join.empty() || !picklist.empty() || !copy.empty(); }
};

// A field that the org sets to the moment (dateTime) or to whoever writes (reference) when another field comes to have a
// value, and to null when that one no longer has it: ClosedDate when IsClosed is true.
struct SetWhen {
  std::string field;  // empty: no such rule
  std::string is;     // its value as text
};

// A record that the org writes when a field of another one changes.  Creation changes every field that is not null.
struct HistoryRule {
  std::string when;  // the field
  std::string to;    // only when it comes to have this value; empty: any
  std::string object;
  std::vector<std::pair<std::string, std::string>> values;  // by field: text, or $old, $new, $<field of the changed record>
};

struct Field {
  std::string name;
  std::string label;
  FieldType type = FieldType::string;
  int length = 0;
  int precision = 0;
  int scale = 0;
  int digits = 0;
  bool nillable = true;
  bool filterable = true;
  bool sortable = true;
  bool groupable = true;
  bool aggregatable = true;
  bool createable = true;
  bool updateable = true;
  bool calculated = false;
  bool unique = false;
  bool case_sensitive = false;
  bool external_id = false;
  bool id_lookup = false;
  bool html_formatted = false;
  bool restricted_picklist = false;
  bool name_field = false;
  bool cascade_delete = false;
  bool indexed = false;
  std::string auto_number;     // display format; empty: not an auto-number
  std::string default_value;   // as text; empty: none
  std::string default_unless;  // the default is for records to which this field was not given
  std::string from;            // ProductId.Name: filled from the record that a reference points to where nothing was given
  std::vector<std::string> product;  // these fields multiplied
  SetWhen set_when;
  Computed computed;
  std::vector<PicklistValue> picklist_values;
  std::vector<std::string> reference_to;  // as written, including objects the org lacks
  std::string relationship_name;          // way up; empty: cannot be followed
  std::string child_relationship_name;    // way down
  std::vector<std::string> search;        // SOSL groups: all, name, email, phone
  std::string definition;                 // the field as its JSON file has it

  std::vector<const SObject*> targets;  // reference_to, those that the org has
  std::size_t index = 0;                // place in its object

  bool is_custom() const { return name.ends_with("__c"); }
  // Can its relationship be followed, and does it lead to several objects (so only Name's fields can be reached)?
  bool is_navigable() const { return !relationship_name.empty() && !targets.empty(); }
  bool is_polymorphic() const { return reference_to.size() > 1; }
};

struct ChildRelationship {
  std::string name;  // as written in a subquery: Cases
  const SObject* child = nullptr;
  const Field* field = nullptr;  // the child's reference field
};

// How SOSL treats an object: the words of its `search` list.
struct SearchTraits {
  bool every_field = false;  // IN ... FIELDS is ignored, and it is searched only where RETURNING names it
  bool any_word = false;     // adjacent words are OR, not AND
  bool stop_words = false;   // the, of, and their like are not searched
  bool snippets = false;     // WITH SNIPPET shows one
};

struct SObject {
  std::string name;
  std::string label;
  std::string label_plural;
  std::string key_prefix;  // empty: has no records of its own
  bool queryable = true;
  bool searchable = false;
  SearchTraits search;
  bool createable = true;
  bool updateable = true;
  bool deletable = true;
  std::optional<std::int64_t> expected_records;
  std::vector<Field> fields;
  std::vector<ChildRelationship> child_relationships;
  std::vector<std::vector<const Field*>> indexes;  // over several fields
  std::vector<HistoryRule> history;
  // Records that every org of this catalog has, by field: text, or $ and the name of a fact about the org file.
  std::vector<std::vector<std::pair<std::string, std::string>>> records;
  std::string definition;  // JSON: the object without its fields

  bool is_custom() const { return name.ends_with("__c"); }
  bool is_virtual() const { return key_prefix.empty(); }  // the Name entity: no table
  // By API name, ignoring case; null if there is none.
  const Field* find_field(std::string_view name) const;
  const Field* find_relationship(std::string_view name) const;
  const ChildRelationship* find_child_relationship(std::string_view name) const;
  const Field* name_field() const;
  std::size_t index_of(std::string_view field) const;  // must exist

 private:
  friend class Catalog;
  std::unordered_map<std::string, std::size_t> field_by_name_;  // lower case
};

class Catalog {
 public:
  // One that comes with the program, by name (data/orgs/<name>), and their names.
  static Result<Catalog> built_in(std::string_view name);
  static std::vector<std::string> built_in_names();
  // From a folder as data/orgs/README.md describes it.
  static Result<Catalog> read_folder(const std::string& folder);
  // From {"name", "label", ..., "objects": [{..., "fields": [...]}, ...]}: the form kept in org files.
  static Result<Catalog> from_json(const Json& json);
  Json to_json() const;

  Catalog(Catalog&&) = default;
  Catalog& operator=(Catalog&&) = default;

  const std::string& name() const { return name_; }
  const std::string& definition() const { return definition_; }  // JSON: org.json without its objects
  // One of org.json's plain values as text: fact("localeSidKey"); empty if there is none.
  std::string fact(const std::string& name) const;
  const std::deque<SObject>& objects() const { return objects_; }
  // Ignoring case; null if there is none.
  const SObject* find(std::string_view name) const;
  const SObject* find_by_prefix(std::string_view id) const;
  // The virtual object whose fields are reached through polymorphic relationships.
  const SObject* name_entity() const { return find("Name"); }

 private:
  Catalog() = default;
  static Result<Catalog> read(const std::string& folder, const std::function<Result<Json>(const std::string&)>& read_file);
  Result<void> add(const Json& json);
  Result<void> link();
  Result<void> check_rules(const SObject& object) const;

  std::string name_;
  std::string definition_;
  std::map<std::string, std::string> facts_;
  std::deque<SObject> objects_;                        // a deque keeps addresses
  std::unordered_map<std::string, SObject*> by_name_;  // lower case
  std::unordered_map<std::string, SObject*> by_prefix_;
};

}  // namespace localorg::org
