#include "fuzz/seeds.h"

#include "support/temp_folder.h"

namespace localorg::fuzz {
namespace {

constexpr std::string_view kParting = "\n====\n";

void add_seeds(const std::string& text, std::vector<Seed>& seeds) {
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(kParting, begin), text.size());
    seeds.push_back({"seeds.txt:" + std::to_string(++number), text.substr(begin, end - begin)});
    begin = end + kParting.size();
  }
}

}  // namespace

std::vector<Seed> seeds_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  std::vector<Seed> seeds;
  for (const std::string& name : names) {
    const std::string bytes = test::read_file(folder + "/" + name);
    if (name == "seeds.txt") {
      add_seeds(bytes, seeds);
    } else {
      seeds.push_back({name, bytes});
    }
  }
  return seeds;
}

}  // namespace localorg::fuzz
