// Folders with a file per object, named by the object: Case.csv, Case.json, Case.jsonl.  Hidden files and folders inside
// are left alone; other files are listed, so that Case.xlsx is told to be no object and not passed over.
#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "dataset/source.h"

namespace localorg::dataset {
namespace {

namespace fs = std::filesystem;

struct Format {
  std::string_view extension;
  Result<std::unique_ptr<Rows>> (*open)(const std::string& path);
};

constexpr std::array<Format, 3> kFormats = {{{".csv", open_csv}, {".json", open_json}, {".jsonl", open_jsonl}}};

const Format* format_of(const fs::path& file) {
  const std::string extension = text::lower(file.extension().string());
  const auto found = std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& f) { return f.extension == extension; });
  return found == kFormats.end() ? nullptr : &*found;
}

class FolderSource : public Source {
 public:
  explicit FolderSource(std::string path) : path_(std::move(path)) {}

  Result<void> list() {
    std::error_code fault;
    for (fs::directory_iterator entry(path_, fault), end; !fault && entry != end; entry.increment(fault)) {
      const fs::path file = entry->path();
      std::error_code unknown;
      if (!fs::is_regular_file(file, unknown) || file.filename().string().starts_with('.')) continue;
      const std::string name = format_of(file) != nullptr ? file.stem().string() : file.filename().string();
      const auto size = fs::file_size(file, unknown);
      tables_.push_back({name, "file " + file.filename().string(), unknown ? 0 : static_cast<std::uint64_t>(size)});
    }
    if (fault) return unusable(path_, fault.message());
    std::sort(tables_.begin(), tables_.end(), [](const Table& a, const Table& b) { return a.place < b.place; });
    return {};
  }

  Result<std::unique_ptr<Rows>> read(const Table& table) override {
    const fs::path file = fs::path(path_) / table.place.substr(std::string_view("file ").size());
    const Format* format = format_of(file);
    if (format == nullptr) return unusable(file.string(), "neither CSV nor JSON nor JSONL");
    return format->open(file.string());
  }

  std::string_view holder() const override { return ".csv, .json or .jsonl file"; }

 private:
  std::string path_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_folder_source(const std::string& path) {
  auto source = std::make_unique<FolderSource>(path);
  LOCALORG_CHECK(source->list());
  return std::unique_ptr<Source>(std::move(source));
}

}  // namespace localorg::dataset
