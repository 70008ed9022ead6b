// Several records in one request: what collections, trees and jobs share.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/call.h"
#include "base/result.h"
#include "dml/write.h"

namespace localorg::api {

// What became of one record.
struct Outcome {
  Result<dml::Upserted> saved;
};

// One after the other, each alone: what fails leaves the others.  With `all_or_none` the first failure takes everything back
// and every other record says so (ALL_OR_NONE_OPERATION_ROLLED_BACK).
using WriteOne = std::function<Result<dml::Upserted>(std::size_t index)>;
Result<std::vector<Outcome>> write_all(dml::Context& context, std::size_t count, bool all_or_none, const WriteOne& write);

// [{"id":"001...","success":true,"errors":[]}, {"success":false,"errors":[...]}]; with `created` for upserts.
Json results_of(const std::vector<Outcome>& outcomes, bool tells_created);

// The object that a record says it is of: {"attributes": {"type": "Account"}}.
Result<const org::SObject*> object_of_record(const org::Catalog& catalog, const Json& record);
// The members of a record but its Id, which may be spelled `Id` or `id`; its Id, or empty.
std::string take_id(Json& record);

inline constexpr std::size_t kMaxRecords = 200;
// LIMIT_EXCEEDED for more than 200 records (documented number, assumed text).
Result<void> check_count(std::size_t count);

}  // namespace localorg::api
