// Long work tells how far it is: what it is doing, and how much of it is done (0 to 1).  The terminal draws it.
#pragma once

#include <functional>
#include <string_view>

namespace localorg::dataset {

using Progress = std::function<void(std::string_view what, double done)>;

}  // namespace localorg::dataset
