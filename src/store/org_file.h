// Org files: made whole, opened with their catalog.
#pragma once

#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "org/catalog.h"
#include "org/record.h"
#include "store/database.h"
#include "store/statement_cache.h"

namespace localorg::store {

// Facts about an org file: localorg_meta as it is.
using Meta = std::map<std::string, std::string>;

// What an org in memory goes back to (snapshot.h).
struct Snapshots {
  Image pristine;  // as it was before the first write; null: nothing was written
  std::map<std::string, Image> named;
  bool is_kept = false;  // is the pristine state known to be kept?
};

// Makes an org file.  All is written to `path` + ".partial" and moved to `path` by finish(), so that a failed or killed run
// leaves no file, or the old one.  A second writer of the same file waits for the first.  Records of an object must come in
// Id order for the file to be the same each time; two records with one Id are an error of add().
class OrgWriter {
 public:
  static Result<OrgWriter> create(const std::string& path, const org::Catalog& catalog);
  ~OrgWriter();
  OrgWriter(OrgWriter&&) noexcept;
  OrgWriter& operator=(OrgWriter&&) = delete;

  // The record must be complete (org::complete).  One whose IsDeleted is true goes to the recycle bin.
  Result<void> add(const org::Record& record);
  void set_meta(const std::string& name, const std::string& value) { meta_[name] = value; }
  // Writes the catalog and `meta`, makes the indexes, gathers the planner's statistics, and moves the file into place.
  Result<void> finish();

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, CloseFile>;

  OrgWriter(std::string path, const org::Catalog& catalog, File lock, Database database);
  static Result<File> lock_partial(const std::string& path);
  Result<void> add_fixed_records();

  std::string path_;
  const org::Catalog* catalog_;
  File lock_;  // on the partial file; outlives the connection to it
  std::optional<Database> database_;
  std::map<const org::SObject*, Statement> inserts_;
  std::map<const org::SObject*, Statement> inserts_of_deleted_;
  Meta meta_;
  bool finished_ = false;
};

// How an org is opened.
enum class Access {
  file,   // to be read; other processes may write meanwhile
  view,   // to be read in a copy in memory, which other connections can share
  image,  // a private copy in memory, of which nothing goes back to the file
  write,  // to be read and written; other processes may read and write meanwhile
};

// An open org.
struct OpenOrg {
  std::shared_ptr<const org::Catalog> catalog;  // its address holds while the org is open; copies of an org share it
  Meta meta;                                    // as it was when the org was opened
  Database database;
  Access access = Access::file;
  std::string path;           // of the file that is written; empty: in memory
  StatementCache statements;  // of writes; behind the database, which outlives them
  Snapshots snapshots;        // of an org in memory; those of a file lie beside it
};

// Fails with ORG_UNUSABLE for a missing file, one that is not SQLite or not an org, or one of a newer format (by name).
Result<OpenOrg> open_org(const std::string& path, Access access = Access::file);

// Another connection to an open org: shares its catalog, which is most of what opening costs.
Result<OpenOrg> open_again(const OpenOrg& known, const std::string& path, Access access);
// A reader of an image that others read, too: costs no copy.
Result<OpenOrg> view_of(const OpenOrg& org, const Image& image);

// A private copy in memory, to be written by one session alone.  The image may come from any number of copies ago; making one
// is a copy of its bytes.
Result<Image> image_of(const OpenOrg& org);
Result<OpenOrg> copy_of(const OpenOrg& org, const Image& image);

}  // namespace localorg::store
