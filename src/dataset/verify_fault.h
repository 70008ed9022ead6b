// Something wrong with records: how many, and the first few of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace localorg::dataset {

struct Fault {
  static constexpr int kExamples = 3;

  std::int64_t count = 0;
  std::string examples;

  void add(std::string_view example) {
    if (++count <= kExamples) examples += (examples.empty() ? "" : ", ") + std::string(example);
  }
  std::string text(const std::string& what) const { return std::to_string(count) + " " + what + ": " + examples; }
};

}  // namespace localorg::dataset
