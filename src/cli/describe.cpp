// localorg describe
#include "api/describe.h"

#include <iostream>

#include "cli/command.h"
#include "cli/schema.h"
#include "cli/table.h"
#include "cli/terminal.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  out.add_options()("api-version", po::value<std::string>()->default_value("59.0")->value_name("N"),
                    "the version in the URLs of the answer");
  add_format_option(out);
  add_org_options(out);
  return out;
}

void print(const Cells& cells, Format format, std::string_view legend) {
  if (format == Format::csv) return print_csv(std::cout, cells);
  print_table(std::cout, cells, terminal_width());
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
  const org::SObject* object = find_or_report(catalog, options["object"].as<std::string>());
  if (object == nullptr) return int{kFailed};
  if (format == Format::json) {
    std::cout << api::describe_object(*object, version).dump() << "\n";
  } else if (format == Format::jsonl) {
    const Json all = api::describe_object(*object, version);
    for (const Json& field : all["fields"]) std::cout << field.dump() << "\n";
  } else {
    print(cells_of(*object), format, kFieldLegend);
  }
  return int{kFine};
}

int run(const po::variables_map& options) {
  const auto code = describe(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command describe_command() {
  return {"describe",
          "[options] [OBJECT]",
          "Show the org's objects, or an object's fields.",
          "With --format json prints what the REST describe resources answer.",
          options,
          {{"object", "OBJECT"}},
          run};
}

}  // namespace localorg::cli
