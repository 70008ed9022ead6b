// The corpus of a target: tests/fuzz/corpus/NAME/.  There, seeds.txt holds many inputs, parted by lines of four equals signs;
// every other file is one input, byte for byte: findings, under names that tell what was wrong.
#pragma once

#include <string>
#include <vector>

namespace localorg::fuzz {

struct Seed {
  std::string name;  // seeds.txt:3, or the file's
  std::string bytes;
};

// By name of file; of seeds.txt in its order.
std::vector<Seed> seeds_in(const std::string& folder);

}  // namespace localorg::fuzz
