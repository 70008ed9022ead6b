// Reading .test files and the list of known differences, and writing answers into the files.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "support/conformance_parts.h"
#include "support/test_org.h"

namespace localorg::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEndOfQuery = "----";
constexpr std::string_view kEndOfCase = "====";
constexpr std::string_view kSource = "source:";

// Reads a file's lines from top to bottom: header, then cases, with blank lines and comments between them.
class CaseReader {
 public:
  explicit CaseReader(CaseFile& file) : file_(file) {}

  Result<void> read() {
    while (at_ < file_.lines.size()) {
      const std::string& line = file_.lines[at_];
      if (text::trim(line).empty()) {
        ++at_;
      } else if (line.starts_with('#')) {
        read_comment(line);
      } else if (line.starts_with("org ")) {
        file_.org = first_word(line).second;
        ++at_;
      } else {
        LOCALORG_CHECK(read_case());
      }
    }
    return {};
  }

 private:
  SalesforceError fault(std::size_t line, const std::string& what) const {
    return error_without_position(ErrorCode::ORG_UNUSABLE, file_.path + ":" + std::to_string(line + 1) + ": " + what);
  }

  void read_comment(std::string_view line) {
    const std::size_t mark = line.find(kSource);
    if (mark != std::string_view::npos) {
      std::string& source = file_.org.empty() ? file_source_ : next_source_;
      source = std::string(text::trim(line.substr(mark + kSource.size())));
    }
    ++at_;
  }

  Result<void> read_case() {
    const std::size_t begin = at_;
    Case test;
    test.line = begin + 1;
    std::tie(test.verb, test.title) = first_word(file_.lines[at_++]);
    if (!is_verb(test.verb)) return fault(begin, "'" + test.verb + "' is no verb known here");
    if (test.title.empty()) return fault(begin, "a case without a title");
    if (file_.org.empty()) return fault(begin, "no `org` line before the first case");
    if (!titles_.insert(test.title).second) return fault(begin, "a second case '" + test.title + "'");
    test.source = next_source_.empty() ? file_source_ : std::exchange(next_source_, "");
    if (file_.name.starts_with("conformance/") && test.source_kind().empty())
      return fault(begin, "the case has no source: `# source: documented|observed|computed|assumed`");
    for (; at_ < file_.lines.size() && file_.lines[at_].starts_with("with "); ++at_) {
      const auto [name, value] = first_word(file_.lines[at_].substr(5));
      if (name != "now" && name != "timezone" && name != "writes") return fault(at_, "with what: '" + name + "'");
      test.with[name] = value;
    }
    LOCALORG_TRY(const std::size_t end_of_query, find(kEndOfQuery, begin));
    test.query = strip_line_feeds(join_lines(file_.lines, at_, end_of_query));
    at_ = end_of_query + 1;
    LOCALORG_TRY(const std::size_t end_of_case, find(kEndOfCase, begin));
    test.expected_begin = at_;
    test.expected_end = end_of_case;
    test.expected = strip_line_feeds(join_lines(file_.lines, at_, end_of_case));
    at_ = end_of_case + 1;
    file_.cases.push_back(std::move(test));
    return {};
  }

  Result<std::size_t> find(std::string_view mark, std::size_t case_begin) const {
    const auto found = std::find(file_.lines.begin() + static_cast<std::ptrdiff_t>(at_), file_.lines.end(), mark);
    if (found == file_.lines.end()) return fault(case_begin, "the case has no " + std::string(mark));
    return static_cast<std::size_t>(found - file_.lines.begin());
  }

  CaseFile& file_;
  std::size_t at_ = 0;
  std::string file_source_;
  std::string next_source_;
  std::set<std::string> titles_;
};

Result<std::string> read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return error_without_position(ErrorCode::ORG_UNUSABLE, "cannot read " + path);
  return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::string_view Case::source_kind() const {
  const auto found = std::find_if(kSourceKinds.begin(), kSourceKinds.end(), [&](std::string_view kind) {
    return source.starts_with(kind) && (source.size() == kind.size() || source[kind.size()] == ',');
  });
  return found == kSourceKinds.end() ? std::string_view{} : *found;
}

Result<CaseFile> read_case_file(const std::string& path, const std::string& name) {
  LOCALORG_TRY(const std::string text, read_text(path));
  CaseFile file{path, name, "", lines_of(text), {}};
  LOCALORG_CHECK(CaseReader(file).read());
  return file;
}

Result<std::vector<CaseFile>> read_case_files(const std::string& folder) {
  const fs::path root = tests_folder();
  std::vector<std::string> names;
  std::error_code fault;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder, fault)) {
    if (entry.path().extension() == ".test") names.push_back(fs::relative(entry.path(), root).generic_string());
  }
  if (fault) return error_without_position(ErrorCode::ORG_UNUSABLE, (root / folder).string() + ": " + fault.message());
  std::sort(names.begin(), names.end());
  std::vector<CaseFile> files;
  for (const std::string& name : names) {
    LOCALORG_TRY(CaseFile file, read_case_file((root / name).string(), name));
    files.push_back(std::move(file));
  }
  return files;
}

// The last first, so that line numbers hold.
Result<void> write_answers(CaseFile file, const std::vector<std::string>& answers) {
  for (std::size_t i = file.cases.size(); i-- > 0;) {
    const Case& test = file.cases[i];
    if (answers[i].empty() || canonical_answer(answers[i]) == canonical_answer(test.expected)) continue;
    const auto lines = lines_of(with_advice_marked(answers[i]));
    const auto begin = file.lines.begin() + static_cast<std::ptrdiff_t>(test.expected_begin);
    const auto end = file.lines.begin() + static_cast<std::ptrdiff_t>(test.expected_end);
    file.lines.insert(file.lines.erase(begin, end), lines.begin(), lines.end());
  }
  std::ofstream out(file.path, std::ios::binary);
  out << text::join(file.lines, "\n");
  if (!out.flush()) return error_without_position(ErrorCode::ORG_UNUSABLE, "cannot write " + file.path);
  return {};
}

Result<KnownDifferences> read_known_differences() {
  const std::string path = tests_folder() + "/known_differences.txt";
  LOCALORG_TRY(const std::string text, read_text(path));
  KnownDifferences known;
  for (const std::string& line : lines_of(text)) {
    if (text::trim(line).empty() || line.starts_with('#')) continue;
    const std::size_t bar = line.rfind(" | ");
    if (bar == std::string::npos) return error_without_position(ErrorCode::ORG_UNUSABLE, path + ": no ` | reason`: " + line);
    known[std::string(text::trim(line.substr(0, bar)))] = std::string(text::trim(line.substr(bar + 3)));
  }
  return known;
}

}  // namespace localorg::test
