// localorg import
#include "dataset/import.h"

#include <functional>
#include <iostream>

#include "cli/command.h"
#include "cli/table.h"
#include "cli/terminal.h"

namespace localorg::cli {
namespace {

constexpr std::size_t kMaxIssues = 20;

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                                //
      ("out,o", po::value<std::string>()->required()->value_name("FILE"), "the org file to make")  //
      ("schema", po::value<std::string>()->default_value("crmarena")->value_name("SCHEMA|FOLDER"),
       "a built-in org or a folder like data/orgs/crmarena")  //
      ("verbose", po::bool_switch(), "name every record and note, not only the first 20 of each kind");
  return out;
}

void print_counts(const dataset::ImportReport& report) {
  Cells cells{{"Object", "Read", "Written", "Expected"}, {}, {false, true, true, true}};
  for (const dataset::ImportedObject& object : report.objects) {
    cells.rows.push_back({object.name, std::to_string(object.read), std::to_string(object.written),
                          object.expected ? std::to_string(*object.expected) : ""});
  }
  print_table(std::cout, cells, terminal_width());
}

void print_issues(std::string_view title, const std::vector<dataset::ImportIssue>& issues, bool all) {
  if (issues.empty()) return;
  std::cout << "\n" << title << " (" << issues.size() << "):\n";
  for (std::size_t i = 0; i < issues.size(); ++i) {
    if (!all && i == kMaxIssues) {
      std::cout << "  and " << issues.size() - kMaxIssues << " more; --verbose names them\n";
      return;
    }
    std::cout << "  " << issues[i].object;
    if (issues[i].row != 0) std::cout << " row " << issues[i].row;
    std::cout << ": " << issues[i].reason << "\n";
  }
}

void print_dangling(const std::vector<dataset::DanglingReferences>& references) {
  if (references.empty()) return;
  std::cout << "\nReferences to records that the source lacks (kept as they are):\n";
  for (const dataset::DanglingReferences& entry : references) {
    std::cout << "  " << entry.field << ": " << entry.count << ", for instance";
    for (const std::string& id : entry.examples) std::cout << " " << id;
    std::cout << "\n";
  }
}

Result<int> import(const po::variables_map& options) {
  if (!options.contains("source")) return error_without_position(ErrorCode::USAGE, "import takes the file or folder to read");
  LOCALORG_TRY(const org::Catalog catalog, catalog_of(options));
  const auto path = options["out"].as<std::string>();
  std::optional<dataset::ImportReport> done;
  {
    ProgressBar bar;
    LOCALORG_TRY(done, dataset::import_org(options["source"].as<std::string>(), catalog, path, std::ref(bar)));
  }
  const bool all = options["verbose"].as<bool>();
  print_counts(*done);
  print_issues("Refused records", done->refused, all);
  print_issues("Notes", done->notes, all);
  print_dangling(done->dangling);
  std::cout << "\nMade " << path << ".\n";
  return int{done->refused.empty() ? kFine : kFailed};
}

int run(const po::variables_map& options) {
  const auto code = import(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command import_command() {
  return {"import",
          "[options] SOURCE --out FILE",
          "Make an org from CRMArena's database files, JSON or CSV.",
          "SOURCE is an SQLite file in the layout of CRMArena's local_data, or a folder with Case.csv, Case.json (an array)\n"
          "or Case.jsonl and so on.  Exit code 1: the org was made, but some records were refused; each is named.",
          options,
          {{"source", "FILE|FOLDER"}},
          run};
}

}  // namespace localorg::cli
