// What the org adds to a record that is written, and what it refuses because of other records.
#pragma once

#include "base/result.h"
#include "dml/rows.h"
#include "dml/validate.h"

namespace localorg::dml {

// The record as it will stand: `before` is null for a new one.
struct Change {
  const org::Record* before = nullptr;
  org::Record after;
  std::vector<bool> is_given;
};

// Fields that the client did not give: defaults and owner (new records), what comes from parents, computed fields, products,
// and what is set when another field changes.
Result<void> fill(Context& context, Change& change);

// REQUIRED_FIELD_MISSING, then references to records that are not there, then values that must be unique.
Result<void> check(Context& context, const Change& change);

// The records that the catalog asks for when this one changes.
Result<void> write_history(Context& context, const Change& change);

// A new record's Id, auto-numbers, creation and owner.
Result<void> stamp_new(Context& context, org::Record& record);
// Who changed it last, and when.
void stamp_change(const Context& context, org::Record& record);

}  // namespace localorg::dml
