// SQLite files in the layout of CRMArena's local_data: a table per object, its columns named by the fields' API names.
// The file is checked as a whole before anything is read, so that a truncated one is refused and not half imported.
#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "dataset/source.h"
#include "store/database.h"
#include "store/sql.h"

namespace localorg::dataset {
namespace {

// Looks at the file's header before SQLite does (sqlite.org/fileformat2.html, 1.3): its magic words, and its page size in
// bytes 16 and 17.  SQLite itself takes the page that a truncated file ends in for one that ends in zeros.
Result<void> check_header(const std::string& path) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  std::array<char, kMagic.size() + 2> start{};
  std::ifstream in(path, std::ios::binary);
  if (!in) return unusable(path, "cannot be read");
  if (!in.read(start.data(), start.size()) || !std::string_view(start.data(), start.size()).starts_with(kMagic)) {
    return unusable(path, "not an SQLite file (CSV and JSON files are imported by their folder)");
  }
  const auto byte = [&](std::size_t i) { return static_cast<std::uintmax_t>(static_cast<unsigned char>(start[i])); };
  const std::uintmax_t page_size = byte(16) == 0 && byte(17) == 1 ? 65536 : byte(16) * 256 + byte(17);
  std::error_code fault;
  const std::uintmax_t size = std::filesystem::file_size(path, fault);
  if (!fault && page_size != 0 && size % page_size != 0) return unusable(path, "truncated: ends within a page");
  return {};
}

// quick_check's finding in one line, without its heading "*** in database main ***".
std::string damage(std::string_view finding) {
  const std::size_t newline = finding.rfind('\n');
  return "damaged: " + std::string(newline == std::string_view::npos ? finding : finding.substr(newline + 1));
}

void set(Cell& cell, org::Value value) {
  cell.kind = Cell::Kind::text;
  if (auto* text = std::get_if<std::string>(&value)) {
    cell.text = std::move(*text);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    cell.text = std::to_string(*integer);
  } else if (const auto* number = std::get_if<double>(&value)) {
    cell.text = plain_digits(*number);
  } else {
    cell.kind = Cell::Kind::null;
  }
}

class SqliteRows : public Rows {
 public:
  SqliteRows(store::Statement statement, std::uint64_t count, std::string path)
      : statement_(std::move(statement)), count_(count), path_(std::move(path)) {
    for (int i = 0; i < statement_.column_count(); ++i) columns_.emplace_back(statement_.column_name(i));
  }

  Result<bool> next(Row& row) override {
    const auto there = statement_.step();
    if (!there) return unusable(path_, there.error().message);
    if (!*there) return false;
    row.number = ++read_;
    row.cells.resize(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) set(row.cells[i], statement_.value(static_cast<int>(i)));
    return true;
  }

  double done() const override { return count_ == 0 ? 1 : static_cast<double>(read_) / static_cast<double>(count_); }

 private:
  store::Statement statement_;
  std::uint64_t count_;
  std::uint64_t read_ = 0;
  std::string path_;
};

class SqliteSource : public Source {
 public:
  SqliteSource(std::string path, store::Database database) : path_(std::move(path)), database_(std::move(database)) {}

  // Checks the whole file and reads the names of its tables.
  Result<void> prepare() {
    const auto ready = check_and_list();
    return ready ? ready : unusable(path_, ready.error().message);
  }

  Result<std::unique_ptr<Rows>> read(const Table& table) override {
    auto statement = database_.prepare("SELECT * FROM " + store::quote_identifier(table.name));
    if (!statement) return unusable(path_, statement.error().message);
    return std::unique_ptr<Rows>(std::make_unique<SqliteRows>(*std::move(statement), table.size, path_));
  }

  std::string_view holder() const override { return "table"; }

 private:
  Result<void> check_and_list() {
    // What somebody else's schema computes runs nothing but SQLite's harmless functions.
    LOCALORG_CHECK(database_.execute("PRAGMA trusted_schema = OFF"));
    LOCALORG_TRY(store::Statement check, database_.prepare("PRAGMA quick_check(1)"));
    LOCALORG_TRY(const bool answered, check.step());
    if (!answered || check.text(0) != "ok") return error_without_position(ErrorCode::ORG_UNUSABLE, damage(check.text(0)));

    LOCALORG_TRY(store::Statement names, database_.prepare(kTables));
    for (;;) {
      LOCALORG_TRY(const bool row, names.step());
      if (!row) return {};
      LOCALORG_CHECK(add(std::string(names.text(0))));
    }
  }

  Result<void> add(const std::string& name) {
    if (name == "localorg_meta") {
      return error_without_position(ErrorCode::ORG_UNUSABLE, "is an org file already: use it with --org, it needs no import");
    }
    LOCALORG_TRY(store::Statement count, database_.prepare("SELECT count(*) FROM " + store::quote_identifier(name)));
    LOCALORG_TRY(const bool counted, count.step());
    tables_.push_back({name, "table " + name, counted ? static_cast<std::uint64_t>(count.integer(0)) : 0});
    return {};
  }

  // Views and full-text indexes (virtual tables and the "shadow" tables behind them) hold nothing of their own.
  static constexpr std::string_view kTables =
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
      "AND lower(substr(name, 1, 7)) <> 'sqlite_' ORDER BY name";

  std::string path_;
  store::Database database_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_sqlite_source(const std::string& path) {
  LOCALORG_CHECK(check_header(path));
  LOCALORG_TRY(store::Database database, store::Database::open_untouched(path));
  auto source = std::make_unique<SqliteSource>(path, std::move(database));
  LOCALORG_CHECK(source->prepare());
  return std::unique_ptr<Source>(std::move(source));
}

}  // namespace localorg::dataset
