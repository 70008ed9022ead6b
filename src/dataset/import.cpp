#include "dataset/import.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "base/text.h"
#include "dataset/records.h"
#include "dataset/references.h"
#include "dataset/source.h"
#include "org/id.h"
#include "store/org_file.h"

namespace localorg::dataset {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOrgIdPrefix = "00D";
constexpr std::string_view kInstance = "Lo0";

// An object of the catalog, and the table that holds its records.
struct Match {
  const org::SObject* object;
  const Table* table;
};

std::string names_of(const org::Catalog& catalog) {
  std::vector<std::string> names;
  for (const org::SObject& object : catalog.objects()) {
    if (!object.is_virtual()) names.push_back(object.name);
  }
  return text::join(names, ", ");
}

// Finds the objects' tables, in catalog order.  Tables without an object and objects without a table are noted; a source in
// which no object has a table is none.
Result<std::vector<Match>> match(const std::string& path, const Source& source, const org::Catalog& catalog,
                                 ImportReport& report) {
  std::vector<Match> matches;
  for (const org::SObject& object : catalog.objects()) {
    if (object.is_virtual()) continue;
    const Table* found = nullptr;
    for (const Table& table : source.tables()) {
      if (!text::equal_ignoring_case(table.name, object.name)) continue;
      if (found != nullptr) return unusable(path, "both " + found->place + " and " + table.place + " hold " + object.name);
      found = &table;
    }
    if (found != nullptr) {
      matches.push_back({&object, found});
    } else if (object.records.empty()) {  // else the catalog has them
      report.notes.push_back({object.name, 0, 0, "", "the source has no " + std::string(source.holder()) + " of this object"});
    }
  }
  if (matches.empty()) {
    return unusable(path, "wrong layout: no " + std::string(source.holder()) + " for any object of " + catalog.name() +
                              " (looked for " + names_of(catalog) + ")");
  }
  for (const Table& table : source.tables()) {
    const bool is_known = std::any_of(matches.begin(), matches.end(), [&](const Match& m) { return m.table == &table; });
    if (!is_known) report.notes.push_back({table.name, 0, 0, "", table.place + " is no object of the org, not imported"});
  }
  return matches;
}

// Tells progress over all tables by their sizes; reading a table is half of its share, writing its records the other.
class Share {
 public:
  Share(const std::vector<Match>& matches, const Progress& progress) : progress_(progress) {
    for (const Match& m : matches) total_ += weight(*m.table);
  }
  void tell(const Match& m, double done) const {
    if (progress_) progress_(m.object->name, total_ == 0 ? done : (before_ + weight(*m.table) * done) / total_);
  }
  void finish(const Match& m) { before_ += weight(*m.table); }

 private:
  static double weight(const Table& table) { return static_cast<double>(table.size); }

  const Progress& progress_;
  double total_ = 0;
  double before_ = 0;
};

Result<ImportedObject> import_object(const Match& m, Source& source, const Share& share, store::OrgWriter& writer,
                                     References& references, ImportReport& report) {
  share.tell(m, 0);
  LOCALORG_TRY(const auto rows, source.read(*m.table));
  LOCALORG_TRY(ReadRecords read, read_records(*rows, *m.object, [&](double done) { share.tell(m, done / 2); }));
  std::uint64_t written = 0;
  for (const org::Record& record : read.records) {
    LOCALORG_CHECK(writer.add(record));
    references.add(record);
    if (++written % kRowsPerProgress == 0)
      share.tell(m, 0.5 + static_cast<double>(written) / static_cast<double>(read.records.size()) / 2);
  }
  // Somebody must be the one who asks: the first user.
  if (m.object->name == "User" && written > 0)
    writer.set_meta("runningUserId", std::get<std::string>(read.records.front()["Id"]));
  std::move(read.refused.begin(), read.refused.end(), std::back_inserter(report.refused));
  std::move(read.notes.begin(), read.notes.end(), std::back_inserter(report.notes));
  share.tell(m, 1);
  return ImportedObject{m.object->name, read.rows, written, m.object->expected_records};
}

void set_meta(store::OrgWriter& writer, const std::string& source, const org::Catalog& catalog) {
  // Without its folder, which is nobody's business: the file may be passed on.
  std::error_code ignored;
  const fs::path path = fs::absolute(source, ignored).lexically_normal();
  writer.set_meta("source", (path.has_filename() ? path : path.parent_path()).filename().string());
  writer.set_meta("createdBy", "localorg import");
  writer.set_meta("orgId", org::make_id(kOrgIdPrefix, kInstance, 1));
  for (const char* name : {"timeZoneSidKey", "localeSidKey"}) {
    if (const std::string value = catalog.fact(name); !value.empty()) writer.set_meta(name, value);
  }
}

// Texts of the source stand in the report; what is no UTF-8 in them becomes U+FFFD, so that every surface can print it.
void make_printable(std::vector<ImportIssue>& issues) {
  for (ImportIssue& issue : issues) {
    for (std::string* part : {&issue.object, &issue.reason}) {
      if (!text::is_valid_utf8(*part)) *part = text::utf8(text::utf16(*part));
    }
  }
}

}  // namespace

Result<ImportReport> import_org(const std::string& source_path, const org::Catalog& catalog, const std::string& path,
                                const Progress& progress) {
  std::error_code ignored;
  if (fs::equivalent(source_path, path, ignored)) return unusable(path, "is the source; an import makes a new file");
  ImportReport report;
  LOCALORG_TRY(const auto source, open_source(source_path));
  LOCALORG_TRY(const std::vector<Match> matches, match(source_path, *source, catalog, report));
  LOCALORG_TRY(store::OrgWriter writer, store::OrgWriter::create(path, catalog));
  Share share(matches, progress);
  References references;
  for (const Match& m : matches) {
    LOCALORG_TRY(ImportedObject object, import_object(m, *source, share, writer, references, report));
    share.finish(m);
    report.objects.push_back(std::move(object));
  }
  report.dangling = references.dangling(catalog);
  set_meta(writer, source_path, catalog);
  LOCALORG_CHECK(writer.finish());
  make_printable(report.refused);
  make_printable(report.notes);
  return report;
}

}  // namespace localorg::dataset
