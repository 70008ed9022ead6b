// Times searches of the emails of an org, a rare and a frequent word, against a raw FTS5 table of the same texts in the same
// file:
//     search-bench ORG [Google Benchmark's options]
// ORG is read into memory and stays as it is.  A rare word is planted in three emails, so that it has as many hits in every
// org. Medians in microseconds; the goal for the rare word, its text seen before, is 2 x raw + 15.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "api/handle.h"
#include "api/search.h"
#include "store/org_file.h"

namespace localorg::bench {
namespace {

constexpr const char* kRawRows = "250";  // as many as a search gives

template <typename T>
T must(Result<T> result, const char* what) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "search-bench: %s: %s\n", what, result.error().message.c_str());
  std::exit(1);
}

void run(store::Database& database, const std::string& sql) {
  if (const auto done = database.execute(sql); !done) {
    std::fprintf(stderr, "search-bench: %s: %s\n", sql.c_str(), done.error().message.c_str());
    std::exit(1);
  }
}

std::string first_value(store::Database& database, const std::string& sql) {
  auto rows = must(database.prepare(sql), sql.c_str());
  return must(rows.step(), sql.c_str()) ? std::string(rows.text(0)) : "";
}

void plant(store::Database& database) {
  run(database,
      "UPDATE EmailMessage SET TextBody = TextBody || ' quagga' WHERE Id IN (SELECT Id FROM EmailMessage ORDER BY Id LIMIT 3);"
      "CREATE VIRTUAL TABLE raw USING fts5(Subject, TextBody, FromAddress, ToAddress, content='');"
      "INSERT INTO raw (rowid, Subject, TextBody, FromAddress, ToAddress) SELECT f.n, Subject, TextBody, FromAddress, "
      "ToAddress "
      "FROM localorg_found_EmailMessage f JOIN EmailMessage t ON t.Id = f.Id;"
      "INSERT INTO raw (raw) VALUES ('optimize');");
}

class Medians : public benchmark::ConsoleReporter {
 public:
  bool ReportContext(const Context& /*context*/) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      const bool counts = run.run_type == Run::RT_Aggregate ? run.aggregate_name == "median" : run.repetitions <= 1;
      if (counts) medians[run.run_name.function_name] = run.GetAdjustedRealTime();
    }
  }
  std::map<std::string, double> medians;
};

// Id and Subject of the best records.
void raw_search(store::Statement& statement, const std::string& word) {
  statement.bind_text(1, word);
  std::size_t bytes = 0;
  while (must(statement.step(), "raw")) bytes += statement.text(0).size() + statement.text(1).size();
  benchmark::DoNotOptimize(bytes);
  statement.reset();
}

int main_of(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) return std::fprintf(stderr, "search-bench ORG\n"), 2;
  store::OpenOrg org = must(store::open_org(argv[1], store::Access::image), argv[1]);
  plant(org.database);
  api::Session session(org, org::Clock());
  const std::string count = first_value(org.database, "SELECT count(*) FROM EmailMessage");
  // A bare word that about a third of the emails have.
  const std::string frequent = first_value(org.database,
                                           "SELECT term FROM localorg_words_EmailMessage WHERE term GLOB '[a-z][a-z][a-z]*' "
                                           "AND length(term) > 4 ORDER BY abs(doc - " +
                                               count + " / 3), term LIMIT 1");
  std::map<std::string, std::string> words = {{"rare", "quagga"}, {"frequent", frequent}};
  auto raw = must(
      org.database.prepare(std::string("SELECT f.Id, t.Subject FROM raw JOIN localorg_found_EmailMessage f ON f.n = raw.rowid "
                                       "JOIN EmailMessage t ON t.Id = f.Id WHERE raw MATCH ?1 ORDER BY rank LIMIT ") +
                           kRawRows),
      "raw");
  std::uint64_t fresh = 0;
  for (const auto& [name, word] : words) {
    const std::string text = "FIND {" + word + "} RETURNING EmailMessage(Id, Subject)";
    benchmark::RegisterBenchmark(("raw/" + name).c_str(), [&raw, word = word](benchmark::State& state) {
      for (auto _ : state) raw_search(raw, word);
    })->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark(("known/" + name).c_str(), [&session, text](benchmark::State& state) {
      for (auto _ : state) benchmark::DoNotOptimize(must(api::search_body(session, text, "59.0"), text.c_str()));
    })->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark(("new/" + name).c_str(), [&session, &fresh, word = word](benchmark::State& state) {
      for (auto _ : state) {
        const std::string own =
            "FIND {" + word + "} RETURNING EmailMessage(Id, Subject WHERE Subject != '" + std::to_string(++fresh) + "')";
        benchmark::DoNotOptimize(must(api::search_body(session, own, "59.0"), own.c_str()));
      }
    })->Unit(benchmark::kMicrosecond);
  }
  Medians medians;
  benchmark::RunSpecifiedBenchmarks(&medians);
  std::printf("%s emails\n%-10s %-12s %9s %9s %9s %9s\n", count.c_str(), "", "word", "raw us", "known us", "goal us", "new us");
  for (const auto& [name, word] : words) {
    const double floor = medians.medians["raw/" + name];
    std::printf("%-10s %-12s %9.2f %9.2f %9.2f %9.2f\n", name.c_str(), word.c_str(), floor, medians.medians["known/" + name],
                2 * floor + 15, medians.medians["new/" + name]);
  }
  return 0;
}

}  // namespace
}  // namespace localorg::bench

int main(int argc, char** argv) { return localorg::bench::main_of(argc, argv); }
