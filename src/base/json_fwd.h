// The name of the JSON type, for headers that only pass it on: the library's own header is large.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace localorg {

using Json = nlohmann::ordered_json;  // keys keep their order, as Salesforce's answers do

}  // namespace localorg
