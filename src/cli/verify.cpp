// localorg verify
#include "dataset/verify.h"

#include <functional>
#include <iostream>

#include "cli/command.h"
#include "cli/table.h"
#include "cli/terminal.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  out.add_options()("org", po::value<std::string>()->value_name("FILE"), "the org file (default: the default org)");
  return out;
}

void print_findings(std::string_view title, const std::vector<dataset::Finding>& findings) {
  if (findings.empty()) return;
  std::cout << "\n" << title << " (" << findings.size() << "):\n";
  for (const dataset::Finding& finding : findings)
    std::cout << "  " << finding.check << ": " << finding.subject << ": " << finding.what << "\n";
}

// Of the runs of eight words, how many were said in another conversation too: 4.3 %
void print_texts(const dataset::TextReport& texts) {
  if (texts.runs == 0) return;
  const std::int64_t tenths = texts.repeated * 1000 / texts.runs;
  std::cout << "\nOf " << texts.runs << " runs of eight words in " << texts.conversations << " conversations, " << tenths / 10
            << "." << tenths % 10 << " % occur in more than one.\n";
}

Result<int> verify(const po::variables_map& options) {
  po::variables_map named = options;
  if (options.contains("file")) {
    if (options.contains("org")) return error_without_position(ErrorCode::USAGE, "name the org file once");
    named.insert({"org", po::variable_value(options["file"].value(), false)});
  }
  LOCALORG_TRY(const store::OpenOrg org, open_org_of(named));
  std::optional<dataset::VerifyReport> done;
  {
    ProgressBar bar;
    LOCALORG_TRY(done, dataset::verify(org, std::ref(bar)));
  }
  Cells counts{{"Object", "Records", "Published"}, {}, {false, true, true}};
  for (const dataset::ObjectCount& object : done->counts) {
    counts.rows.push_back(
        {object.name, std::to_string(object.records), object.expected ? std::to_string(*object.expected) : ""});
  }
  print_table(std::cout, counts, terminal_width());
  Cells tasks{{"Task", "Possible", "Asked about"}, {}, {false, true, false}};
  for (const dataset::TaskReport& task : done->tasks)
    tasks.rows.push_back({task.name, std::to_string(task.count), task.things});
  std::cout << "\n";
  print_table(std::cout, tasks, terminal_width());
  print_texts(done->texts);
  print_findings("Errors", done->errors);
  print_findings("Warnings", done->warnings);
  const bool good = done->errors.empty();
  std::cout << "\n"
            << org_path_of(named) << ": " << (good ? done->warnings.empty() ? "all good" : "sound, with warnings" : "damaged")
            << ".\n";
  return int{good ? kFine : kFailed};
}

int run(const po::variables_map& options) {
  const auto code = verify(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command verify_command() {
  return {"verify",
          "[options] [FILE]",
          "Check an org file: integrity, format, content, what tasks it has, how much its texts repeat.",
          "Errors (exit code 1) are damage, and any fault of a generated org; warnings are odd data that an import kept as "
          "they came.",
          options,
          {{"file", "FILE"}},
          run};
}

}  // namespace localorg::cli
