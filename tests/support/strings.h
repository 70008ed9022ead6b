// Texts that doctest can print.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace localorg::test {

struct Strings : std::vector<std::string> {
  using vector::vector;
};

inline std::ostream& operator<<(std::ostream& out, const Strings& strings) {
  for (const std::string& s : strings) out << "\n    " << s;
  return out;
}

}  // namespace localorg::test
