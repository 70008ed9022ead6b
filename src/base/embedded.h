// The files of data/, compiled into the program: it runs from one file, wherever it is put.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace localorg {

struct EmbeddedFile {
  std::string_view path;  // below data/: orgs/crmarena/org.json
  std::string_view text;
};

// All of them, by path.
const std::vector<EmbeddedFile>& embedded_files();
std::optional<std::string_view> embedded(std::string_view path);

}  // namespace localorg
