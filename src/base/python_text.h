// Values as Python 3 prints them: what an agent of CRMArena sees of them.
//
//     {"Id": "500...", "ClosedDate": null, "UnitPrice": 22.5}    {'Id': '500...', 'ClosedDate': None, 'UnitPrice': 22.5}
//     "It's late"                                                "It's late"
//     "two\nlines"                                               'two\nlines'
//
// Objects that carry `attributes`, as records within records do, and pages of child records (`totalSize`) are printed as
// OrderedDict([('attributes', OrderedDict([...])), ...]), which is how the Salesforce client of that harness reads them and
// Python up to 3.11 prints them (assumed of the version; 3.12 prints braces inside).
#pragma once

#include <string>

#include "base/json_fwd.h"

namespace localorg::text {

// Python's repr().
std::string python_repr(const Json& value);
// Python's str(): a text as it is, anything else as repr().
std::string python_str(const Json& value);

}  // namespace localorg::text
