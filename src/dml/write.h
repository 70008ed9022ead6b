// Writes: create, update, upsert, delete and undelete, as the org does them.
//
//     JSON -> validate -> Given -> WRITE -> rows
//
// Each is whole or not at all: a transaction of its own, or a part of the one that is under way (store/transaction.h), so that
// several may stand and fall together.  What the org itself sets comes from the catalog (defaults, computed fields,
// auto-numbers, owner, histories), from the clock and from whoever writes.  Ids count on from the greatest that the org has, so
// that the same writes to the same file give the same Ids.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_fwd.h"
#include "base/result.h"
#include "dml/validate.h"
#include "org/clock.h"
#include "store/org_file.h"

namespace localorg::dml {

// Where, when, and by whom.
struct Context {
  store::OpenOrg& org;
  org::Clock clock;
  std::string user_id;
};

// The Id of the new record.  `id` in the input is refused.
Result<std::string> create(Context& context, const org::SObject& object, const Json& fields);
// `id` with 15 or 18 characters.  A record in the recycle bin is ENTITY_IS_DELETED, one that never was
// INVALID_CROSS_REFERENCE_KEY.
Result<void> update(Context& context, const org::SObject& object, std::string_view id, const Json& fields);

struct Upserted {
  std::string id;
  bool created = false;
};
// Updates the record whose `key` has this value, or creates one.  Several are DUPLICATE_EXTERNAL_ID.
Result<Upserted> upsert(Context& context, const org::SObject& object, const org::Field& key, const Json& value,
                        const Json& fields);

// Moves a record, and those that go with it (cascadeDelete), to the recycle bin; other references to it become null, and where
// they may not be null it is DELETE_FAILED.
Result<void> remove(Context& context, const org::SObject& object, std::string_view id);
// Takes a record out of the recycle bin, with all that went there because of it.
Result<void> undelete(Context& context, const org::SObject& object, std::string_view id);

// The live records whose `key` has a value, by Id.
Result<std::vector<std::string>> find_by_key(Context& context, const org::SObject& object, const org::Field& key,
                                             const org::Value& value);
// Is there a live record of this Id?  ENTITY_IS_DELETED and INVALID_CROSS_REFERENCE_KEY as for update().
Result<void> check_exists(Context& context, const org::SObject& object, std::string_view id);

}  // namespace localorg::dml
