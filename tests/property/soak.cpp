// The property test at length: soak --queries N --seed S [--minutes M].  Generated queries over many generated orgs, each
// also in a mutated form; ends with a line "N queries, 0 disagreements".  With --query K alone: query K of org S, in full.
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string_view>

#include "support/trial.h"

using namespace localorg::test;

namespace {

constexpr std::uint64_t kQueriesPerOrg = 500;
constexpr std::uint64_t kMaxShown = 20;

// --name number, for each of these names.
std::map<std::string_view, std::uint64_t> read_options(int argc, char** argv) {
  std::map<std::string_view, std::uint64_t> options = {{"--queries", 20'000}, {"--seed", 1}, {"--minutes", 0}};
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::string_view text = i + 1 < argc ? argv[i + 1] : "";
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if ((!options.contains(name) && name != "--query") || fault != std::errc{} || end != text.data() + text.size()) {
      throw std::invalid_argument("usage: soak [--queries N] [--seed S] [--minutes M] [--query K]");
    }
    options[name] = number;
  }
  return options;
}

class Soak {
 public:
  Soak(std::uint64_t queries, std::uint64_t seed, std::uint64_t minutes) : queries_(queries), seed_(seed) {
    if (minutes > 0) end_ = std::chrono::steady_clock::now() + std::chrono::minutes(minutes);
  }

  bool run() {
    for (std::uint64_t seed = seed_; asked_ < queries_ && !is_over(); ++seed) {
      Trial trial(seed);
      Random random(seed);
      for (std::uint64_t number = 0; number < kQueriesPerOrg && asked_ < queries_ && !is_over(); ++number) {
        const std::string query = trial.query(number);
        count(trial.disagreement(query, number % 8 == 7), seed, number);
        count(trial.misbehaviour(mutated(query, trial.query(number + 1), random)), seed, number);
        ++asked_;
        show_progress(seed);
      }
    }
    if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[K";
    std::cout << asked_ << " queries, " << disagreements_ << " disagreements" << std::endl;
    return disagreements_ == 0;
  }

 private:
  bool is_over() const { return end_ && std::chrono::steady_clock::now() > *end_; }

  void count(const std::optional<std::string>& fault, std::uint64_t seed, std::uint64_t number) {
    if (!fault || ++disagreements_ > kMaxShown) return;
    std::cout << *fault << "again: tools/soak --seed " << seed << " --query " << number << "\n" << std::endl;
  }

  void show_progress(std::uint64_t seed) const {
    if (asked_ % 100 != 0 || isatty(STDERR_FILENO) == 0) return;
    std::cerr << "\r\033[Korg " << seed << ", " << asked_ << " queries, " << disagreements_ << " disagreements" << std::flush;
  }

  std::uint64_t queries_;
  std::uint64_t seed_;
  std::optional<std::chrono::steady_clock::time_point> end_;
  std::uint64_t asked_ = 0;
  std::uint64_t disagreements_ = 0;
};

// One query in full.
bool replay(std::uint64_t seed, std::uint64_t number) {
  Trial trial(seed);
  const std::string query = trial.query(number);
  std::cout << query << "\n";
  const auto fault = trial.disagreement(query, number % 8 == 7);
  std::cout << fault.value_or("both agree\n");
  return !fault;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto options = read_options(argc, argv);
    const std::uint64_t seed = options.at("--seed");
    if (options.contains("--query")) return replay(seed, options.at("--query")) ? 0 : 1;
    return Soak(options.at("--queries"), seed, options.at("--minutes")).run() ? 0 : 1;
  } catch (const std::exception& fault) {
    std::cerr << "soak: " << fault.what() << "\n";
    return 2;
  }
}
