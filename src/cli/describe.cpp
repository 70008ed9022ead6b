// localorg describe
#include <iostream>

#include "api/describe.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/table.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  out.add_options()("api-version", po::value<std::string>()->default_value("59.0")->value_name("N"), "the version in the URLs of the answer");
  add_format_option(out);
  add_org_options(out);
  return out;
}

std::string yes(bool value, const char* letter) { return value ? letter : "-"; }

std::string reference_of(const org::Field& field) {
  if (field.reference_to.empty()) return "";
  const std::string targets = text::join(field.reference_to, ", ");
  return field.relationship_name.empty() ? targets : field.relationship_name + " -> " + targets;
}

Cells cells_of(const org::SObject& object) {
  Cells cells{{"Field", "Type", "Length", "May", "Relationship or values"}, {}, {false, false, true, false, false}};
  for (const org::Field& field : object.fields) {
    std::vector<std::string> values;
    for (const org::PicklistValue& value : field.picklist_values) values.push_back(value.value);
    const std::string may = yes(field.filterable, "F") + yes(field.sortable, "S") + yes(field.groupable, "G") +
                            yes(field.createable, "C") + yes(field.updateable, "U") + yes(!field.nillable, "R");
    cells.rows.push_back({field.name, std::string(org::traits(field.type).name), field.length == 0 ? "" : std::to_string(field.length), may,
                          values.empty() ? reference_of(field) : text::join(values, " | ")});
  }
  return cells;
}

Cells cells_of(const org::Catalog& catalog) {
  Cells cells{{"Object", "Label", "Prefix", "Fields", "Child relationships"}, {}, {false, false, false, true, false}};
  for (const org::SObject& object : catalog.objects()) {
    std::vector<std::string> children;
    for (const org::ChildRelationship& child : object.child_relationships) children.push_back(child.name);
    cells.rows.push_back({object.name, object.label, object.key_prefix, std::to_string(object.fields.size()), text::join(children, ", ")});
  }
  return cells;
}

void print(const Cells& cells, Format format, std::string_view legend) {
  if (format == Format::csv) return print_csv(std::cout, cells);
  print_table(std::cout, cells);
  std::cout << legend;
}

Result<int> describe(const po::variables_map& options) {
  LOCALORG_TRY(const Format format, format_of(options));
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(options));
  const org::Catalog& catalog = *org.catalog;
  const auto version = options["api-version"].as<std::string>();
  if (!options.contains("object")) {
    if (format == Format::json) {
      std::cout << api::describe_global(catalog, version).dump() << "\n";
    } else if (format == Format::jsonl) {
      const Json all = api::describe_global(catalog, version);
      for (const Json& object : all["sobjects"]) std::cout << object.dump() << "\n";
    } else {
      print(cells_of(catalog), format, "`localorg describe OBJECT` shows an object's fields.\n");
    }
    return int{kFine};
  }
  const auto name = options["object"].as<std::string>();
  const org::SObject* object = catalog.find(name);
  if (object == nullptr) {
    std::vector<std::string_view> names;
    for (const org::SObject& known : catalog.objects()) names.push_back(known.name);
    const std::string_view near = text::nearest(name, names);
    std::cerr << "NOT_FOUND: The requested resource does not exist\n" << (near.empty() ? "" : "Did you mean " + std::string(near) + "?\n");
    return int{kFailed};
  }
  if (format == Format::json) {
    std::cout << api::describe_object(*object, version).dump() << "\n";
  } else if (format == Format::jsonl) {
    const Json all = api::describe_object(*object, version);
    for (const Json& field : all["fields"]) std::cout << field.dump() << "\n";
  } else {
    print(cells_of(*object), format, "May: F filter, S sort, G group, C create, U update; R required.\n");
  }
  return int{kFine};
}

int run(const po::variables_map& options) {
  const auto code = describe(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command describe_command() {
  return {"describe", "[options] [OBJECT]", "Show the org's objects, or an object's fields.",
          "With --format json prints what the REST describe resources answer.", options, {"object"}, run};
}

}  // namespace localorg::cli
