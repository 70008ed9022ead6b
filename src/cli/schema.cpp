#include "cli/schema.h"

#include <iostream>

#include "base/text.h"
#include "cli/answer.h"
#include "soql/suggest.h"

namespace localorg::cli {
namespace {

std::string yes(bool value, const char* letter) { return value ? letter : "-"; }

std::string reference_of(const org::Field& field) {
  if (field.reference_to.empty()) return "";
  const std::string targets = text::join(field.reference_to, ", ");
  return field.relationship_name.empty() ? targets : field.relationship_name + " -> " + targets;
}

}  // namespace

Cells cells_of(const org::SObject& object) {
  Cells cells{{"Field", "Type", "Length", "May", "Relationship or values"}, {}, {false, false, true, false, false}};
  for (const org::Field& field : object.fields) {
    std::vector<std::string> values;
    for (const org::PicklistValue& value : field.picklist_values) values.push_back(value.value);
    const std::string may = yes(field.filterable, "F") + yes(field.sortable, "S") + yes(field.groupable, "G") +
                            yes(field.createable, "C") + yes(field.updateable, "U") + yes(!field.nillable, "R");
    cells.rows.push_back({field.name, std::string(org::traits(field.type).name),
                          field.length == 0 ? "" : std::to_string(field.length), may,
                          values.empty() ? reference_of(field) : text::join(values, " | ")});
  }
  return cells;
}

Cells cells_of(const org::Catalog& catalog) {
  Cells cells{{"Object", "Label", "Prefix", "Fields", "Child relationships"}, {}, {false, false, false, true, false}};
  for (const org::SObject& object : catalog.objects()) {
    std::vector<std::string> children;
    for (const org::ChildRelationship& child : object.child_relationships) children.push_back(child.name);
    cells.rows.push_back(
        {object.name, object.label, object.key_prefix, std::to_string(object.fields.size()), text::join(children, ", ")});
  }
  return cells;
}

const org::SObject* find_or_report(const org::Catalog& catalog, std::string_view name) {
  const org::SObject* object = catalog.find(name);
  if (object != nullptr) return object;
  std::cerr << "NOT_FOUND: The requested resource does not exist\n";
  print_suggestion(soql::suggest_object(name, catalog));
  return nullptr;
}

}  // namespace localorg::cli
