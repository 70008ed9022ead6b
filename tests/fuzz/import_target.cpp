// Files to import: the first line is the file's name (Case.csv, Account.json, User.jsonl, or Case.db for an SQLite file), the
// rest its bytes.
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "dataset/records.h"
#include "dataset/source.h"
#include "fuzz/invariants.h"
#include "org/id.h"

using namespace localorg;

namespace {

// A file in memory, under a path of its own.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("fuzz", 0)) {
    while (!bytes.empty()) {
      const auto written = write(descriptor_, bytes.data(), bytes.size());
      fuzz::expect(written > 0, "no file can be made");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

const org::SObject& object_named(std::string_view name) {
  const org::SObject* found = fuzz::small_org().catalog->find(name);
  return found != nullptr && !found->is_virtual() ? *found : *fuzz::small_org().catalog->find("Case");
}

// The names in them are the source's, whatever its bytes: the report of import_org() makes UTF-8 of them.
void expect_sentences(const std::vector<dataset::ImportIssue>& issues) {
  for (const dataset::ImportIssue& issue : issues) fuzz::expect(!issue.reason.empty(), "a reason is empty");
}

// Records in Id order, each whole; every row is a record or refused.
std::string described(const dataset::ReadRecords& read, const org::SObject& object) {
  fuzz::expect(read.rows == read.records.size() + read.refused.size(), "rows are lost");
  expect_sentences(read.refused);
  expect_sentences(read.notes);
  std::string all, last;
  for (const org::Record& record : read.records) {
    const auto* id = std::get_if<std::string>(&record["Id"]);
    fuzz::expect(id != nullptr && org::normalize_id(*id) == *id && *id > last, "an Id is none, or out of order", id ? *id : "");
    last = *id;
    for (std::size_t i = 0; i < object.fields.size(); ++i) {
      const auto* value = std::get_if<std::string>(&record.values[i]);
      fuzz::expect(value == nullptr || text::is_valid_utf8(*value), "a value is no UTF-8", object.fields[i].name);
      all += value == nullptr ? std::to_string(record.values[i].index()) : *value;
      all += '\n';
    }
  }
  return all;
}

std::string read_rows(Result<std::unique_ptr<dataset::Rows>> rows, const org::SObject& object) {
  if (!rows) {
    fuzz::expect_error(rows.error(), "");
    return rows.error().message;
  }
  const auto read =
      dataset::read_records(**rows, object, [](double done) { fuzz::expect(done >= 0 && done <= 1, "progress"); });
  if (!read) fuzz::expect_error(read.error(), "");
  return read ? described(*read, object) : read.error().message;
}

std::string read_tables(const std::string& path) {
  const auto source = dataset::open_sqlite_source(path);
  if (!source) {
    fuzz::expect_error(source.error(), "");
    return "";
  }
  std::string all;
  for (const dataset::Table& table : (*source)->tables()) all += read_rows((*source)->read(table), object_named(table.name));
  return all;
}

std::string read_file(std::string_view name, const std::string& path) {
  const std::size_t dot = std::min(name.find('.'), name.size());
  const org::SObject& object = object_named(name.substr(0, dot));
  const std::string_view form = name.substr(dot);
  if (form == ".db") return read_tables(path);
  if (form == ".json") return read_rows(dataset::open_json(path), object);
  if (form == ".jsonl") return read_rows(dataset::open_jsonl(path), object);
  return read_rows(dataset::open_csv(path), object);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const MemoryFile file(bytes.substr(std::min(end + 1, bytes.size())));
  const std::string first = read_file(bytes.substr(0, end), file.path());
  fuzz::expect(first == read_file(bytes.substr(0, end), file.path()), "a file has two contents", first);
  return 0;
}
