// Times paired queries, SOQL through localorg against hand-written SQL, in one process:
//     query-bench ORG DATA QUERIES [Google Benchmark's options]
// ORG is DATA imported; QUERIES is [{"name", "shape", "soql", "sql"}, ...].  Per query three medians in microseconds: the floor
// (floor.h), localorg with the text seen before, localorg with a new text each time.  Then the ratios.
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "api/render.h"
#include "base/json.h"
#include "floor.h"
#include "soql/query.h"
#include "store/org_file.h"

namespace localorg::bench {
namespace {

struct Pair {
  std::string name, shape, soql, sql;
};

template <typename T>
T must(Result<T> result, const char* what) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "query-bench: %s: %s\n", what, result.error().message.c_str());
  std::exit(1);
}

std::string answer(soql::Engine& engine, const std::string& text) {
  soql::PreparedPlan* prepared = must(soql::query(engine, text), text.c_str());
  if (prepared->plan.kind == soql::ResultKind::count)
    return api::render_envelope(must(api::render_count(*prepared), text.c_str()), "");
  const api::RenderedRecords records = must(api::render_records(*prepared, "59.0"), text.c_str());
  return api::render_envelope(records.size(), records.text);
}

// Keeps the median of each benchmark.
class Medians : public benchmark::ConsoleReporter {
 public:
  bool ReportContext(const Context& /*context*/) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type == Run::RT_Aggregate && run.aggregate_name == "median")
        medians[run.run_name.function_name] = run.GetAdjustedRealTime();
      if (run.run_type == Run::RT_Iteration && run.repetitions <= 1)
        medians[run.run_name.function_name] = run.GetAdjustedRealTime();
    }
  }
  std::map<std::string, double> medians;
};

void print(const std::vector<Pair>& pairs, const std::map<std::string, double>& medians) {
  std::printf("%-4s %-48s %9s %9s %6s %9s %9s\n", "", "", "floor us", "known us", "ratio", "new us", "added us");
  double logs = 0;
  for (const Pair& pair : pairs) {
    const double floor = medians.at("floor/" + pair.name);
    const double known = medians.at("known/" + pair.name);
    const double fresh = medians.at("new/" + pair.name);
    logs += std::log(known / floor);
    std::printf("%-4s %-48s %9.2f %9.2f %6.2f %9.2f %9.2f\n", pair.name.c_str(), pair.shape.c_str(), floor, known,
                known / floor, fresh, fresh - known);
  }
  std::printf("%-53s %26.2f\n", "geometric mean of the ratios", std::exp(logs / static_cast<double>(pairs.size())));
}

int run(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 4) {
    std::fprintf(stderr, "query-bench ORG DATA QUERIES\n");
    return 2;
  }
  const store::OpenOrg org = must(store::open_org(argv[1], store::Access::view), argv[1]);
  soql::Engine engine(org, org::Clock());
  Floor floor(argv[2]);
  std::vector<Pair> pairs;
  for (const Json& entry : must(read_json_file(argv[3]), argv[3])) {
    if (entry.at("soql").get<std::string>().starts_with("SELECT"))
      pairs.push_back({entry["name"], entry["shape"], entry["soql"], entry["sql"]});
  }
  for (const Pair& pair : pairs) {
    sqlite3_stmt* statement = floor.prepare(pair.sql);
    benchmark::RegisterBenchmark(("floor/" + pair.name).c_str(), [&floor, statement](benchmark::State& state) {
      for (auto _ : state) benchmark::DoNotOptimize(floor.run(statement));
    })->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark(("known/" + pair.name).c_str(), [&engine, &pair](benchmark::State& state) {
      for (auto _ : state) benchmark::DoNotOptimize(answer(engine, pair.soql));
    })->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark(("new/" + pair.name).c_str(), [&engine, &pair](benchmark::State& state) {
      static std::uint32_t number = 0;
      for (auto _ : state) {
        std::string text = pair.soql;  // its number in blanks and tabs makes it a text that was not seen before
        for (std::uint32_t bits = ++number, i = 0; i < 24; ++i, bits >>= 1) text += (bits & 1) != 0 ? ' ' : '\t';
        benchmark::DoNotOptimize(answer(engine, text));
      }
    })->Unit(benchmark::kMicrosecond);
  }
  Medians medians;
  benchmark::RunSpecifiedBenchmarks(&medians);
  print(pairs, medians.medians);
  return 0;
}

}  // namespace
}  // namespace localorg::bench

int main(int argc, char** argv) { return localorg::bench::run(argc, argv); }
