// The JSON body of a request, and where in it a value stands.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/call.h"
#include "base/result.h"

namespace localorg::api {

// The body as JSON.  A body of another type is UNSUPPORTED_MEDIA_TYPE (415), none and one that is no JSON, or neither object
// nor array, JSON_PARSER_ERROR.
Result<Json> json_body(const Call& call);
// The same, where it must be an object.
Result<Json> json_object_body(const Call& call);

// The way from the root of a JSON text to a value: {"records", 1, "Amount"}.
using JsonPath = std::vector<std::variant<std::string, std::size_t>>;

// [line:1, column:507], of the value at `path`, or of the text's beginning where there is none.
std::string place_in(std::string_view text, const JsonPath& path);

// Adds the place to an error of JSON's types (dml::read_record), whose value stands in the object at `path`; other errors stay
// as they are.
SalesforceError placed(SalesforceError error, std::string_view text, JsonPath path = {});

}  // namespace localorg::api
