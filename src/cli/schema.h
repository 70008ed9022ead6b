// An org's objects and fields as tables, for describe and the shell.
#pragma once

#include <string_view>

#include "cli/table.h"
#include "org/catalog.h"

namespace localorg::cli {

// What the letters in the column "May" stand for.
inline constexpr std::string_view kFieldLegend = "May: F filter, S sort, G group, C create, U update; R required.\n";

Cells cells_of(const org::Catalog& catalog);
Cells cells_of(const org::SObject& object);

// The object of this name; null, and an error on standard error, if there is none.
const org::SObject* find_or_report(const org::Catalog& catalog, std::string_view name);

}  // namespace localorg::cli
