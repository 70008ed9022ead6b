// The two dresses of Bulk 1: JSON, and XML of one level.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "api/call.h"

namespace localorg::api {

// Does the client speak JSON?  Its content type says so; a GET of no type is answered as XML.
bool speaks_json(const Call& call);

// {"operation": "query"} or <jobInfo><operation>query</operation></jobInfo>, whatever the prefixes.
struct BulkForm {
  std::map<std::string, std::string> values;
  std::string text(const std::string& name) const;
};
BulkForm read_form(const Call& call);

// <name xmlns="http://www.force.com/2009/06/asyncapi/dataload"> with an element for each member; lists repeat theirs.
Response xml_answer(int status, std::string_view name, const Json& body);

}  // namespace localorg::api
