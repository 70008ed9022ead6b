// A target without libFuzzer, over its corpus or over files:
//     replay_soql tests/fuzz/corpus/soql          replay_soql FILE...
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>

#include "fuzz/seeds.h"
#include "support/temp_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using localorg::fuzz::Seed;

std::vector<Seed> seeds_at(const std::string& path) {
  if (std::filesystem::is_directory(path)) return localorg::fuzz::seeds_in(path);
  return {{path, localorg::test::read_file(path)}};
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const Seed& seed : seeds_at(argv[i])) {
      std::fprintf(stderr, "%s\n", seed.name.c_str());  // the last one named is the one that failed
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(seed.bytes.data()), seed.bytes.size());
      ++count;
    }
  }
  std::printf("%zu inputs\n", count);
  return count > 0 ? 0 : 1;
}
