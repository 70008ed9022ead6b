// The property test at length: soak --queries N --seed S [--minutes M].  Generated queries over many generated orgs, each
// also in a mutated form; ends with a line "N queries, 0 disagreements".  With --query K alone: query K of org S, in full.
// With --searches N or --search K the same of SOSL searches.
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string_view>

#include "support/search_trial.h"
#include "support/trial.h"

using namespace localorg::test;

namespace {

constexpr std::uint64_t kQueriesPerOrg = 500;
constexpr std::uint64_t kMaxShown = 20;

// --name number, for each of these names.
std::map<std::string_view, std::uint64_t> read_options(int argc, char** argv) {
  std::map<std::string_view, std::uint64_t> options = {
      {"--queries", 20'000}, {"--searches", 0}, {"--seed", 1}, {"--minutes", 0}};
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::string_view text = i + 1 < argc ? argv[i + 1] : "";
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if ((!options.contains(name) && name != "--query" && name != "--search") || fault != std::errc{} ||
        end != text.data() + text.size()) {
      throw std::invalid_argument("usage: soak [--queries N] [--seed S] [--minutes M] [--query K | --searches N | --search K]");
    }
    options[name] = number;
  }
  return options;
}

// What is asked: a trial, its questions, and the words of the report.
struct Queries {
  using Asked = Trial;
  static constexpr const char* kName = "queries";
  static constexpr const char* kAgain = " --query ";
  static std::string question(Trial& trial, std::uint64_t number) { return trial.query(number); }
  static auto disagreement(Trial& trial, const std::string& query, std::uint64_t number) {
    return trial.disagreement(query, number % 8 == 7);
  }
};
struct Searches {
  using Asked = SearchTrial;
  static constexpr const char* kName = "searches";
  static constexpr const char* kAgain = " --search ";
  static std::string question(SearchTrial& trial, std::uint64_t number) { return trial.search(number); }
  static auto disagreement(SearchTrial& trial, const std::string& search, std::uint64_t /*number*/) {
    return trial.disagreement(search);
  }
};

template <typename Kind>
class Soak {
 public:
  Soak(std::uint64_t questions, std::uint64_t seed, std::uint64_t minutes) : questions_(questions), seed_(seed) {
    if (minutes > 0) end_ = std::chrono::steady_clock::now() + std::chrono::minutes(minutes);
  }

  bool run() {
    for (std::uint64_t seed = seed_; asked_ < questions_ && !is_over(); ++seed) {
      typename Kind::Asked trial(seed);
      Random random(seed);
      for (std::uint64_t number = 0; number < kQueriesPerOrg && asked_ < questions_ && !is_over(); ++number) {
        const std::string question = Kind::question(trial, number);
        count(Kind::disagreement(trial, question, number), seed, number);
        count(trial.misbehaviour(mutated(question, Kind::question(trial, number + 1), random)), seed, number);
        ++asked_;
        show_progress(seed);
      }
    }
    if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[K";
    std::cout << asked_ << " " << Kind::kName << ", " << disagreements_ << " disagreements" << std::endl;
    return disagreements_ == 0;
  }

 private:
  bool is_over() const { return end_ && std::chrono::steady_clock::now() > *end_; }

  void count(const std::optional<std::string>& fault, std::uint64_t seed, std::uint64_t number) {
    if (!fault || ++disagreements_ > kMaxShown) return;
    std::cout << *fault << "again: tools/soak --seed " << seed << Kind::kAgain << number << "\n" << std::endl;
  }

  void show_progress(std::uint64_t seed) const {
    if (asked_ % 100 != 0 || isatty(STDERR_FILENO) == 0) return;
    std::cerr << "\r\033[Korg " << seed << ", " << asked_ << " " << Kind::kName << ", " << disagreements_ << " disagreements"
              << std::flush;
  }

  std::uint64_t questions_;
  std::uint64_t seed_;
  std::optional<std::chrono::steady_clock::time_point> end_;
  std::uint64_t asked_ = 0;
  std::uint64_t disagreements_ = 0;
};

// One question in full.
template <typename Kind>
bool replay(std::uint64_t seed, std::uint64_t number) {
  typename Kind::Asked trial(seed);
  const std::string question = Kind::question(trial, number);
  std::cout << question << "\n";
  const auto fault = Kind::disagreement(trial, question, number);
  std::cout << fault.value_or("both agree\n");
  return !fault;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto options = read_options(argc, argv);
    const std::uint64_t seed = options.at("--seed");
    const std::uint64_t minutes = options.at("--minutes");
    if (options.contains("--query")) return replay<Queries>(seed, options.at("--query")) ? 0 : 1;
    if (options.contains("--search")) return replay<Searches>(seed, options.at("--search")) ? 0 : 1;
    if (options.at("--searches") > 0) return Soak<Searches>(options.at("--searches"), seed, minutes).run() ? 0 : 1;
    return Soak<Queries>(options.at("--queries"), seed, minutes).run() ? 0 : 1;
  } catch (const std::exception& fault) {
    std::cerr << "soak: " << fault.what() << "\n";
    return 2;
  }
}
