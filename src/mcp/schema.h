// The org's schema in compact JSON, made of what the describe resources answer.  A key is left out where it says what is usual:
// a field may be null, filtered, sorted and grouped by unless "nillable", "filterable", "sortable" or "groupable" is false.
// Inside mcp/ only.
#pragma once

#include <variant>

#include "mcp/ask.h"

namespace localorg::mcp {

// [{"name":"Case","label":"Case","keyPrefix":"500"}, ...]; with "queryable" or "searchable" false where an object is not.
OrgAnswer objects_of(api::Session& org);

// {"name":"Case","label":"Case","keyPrefix":"500",
//  "fields":[{"name":"AccountId","label":"Account
//  ID","type":"reference","referenceTo":["Account"],"relationshipName":"Account"},
//            ...],
//  "childRelationships":[{"relationshipName":"EmailMessages","childSObject":"EmailMessage","field":"ParentId"}, ...]}
// A picklist's values are named as they are stored.
OrgAnswer object_of(api::Session& org, const std::string& name);

}  // namespace localorg::mcp
