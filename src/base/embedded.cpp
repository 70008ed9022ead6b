#include "base/embedded.h"

#include <algorithm>

namespace localorg {

std::optional<std::string_view> embedded(std::string_view path) {
  const auto& files = embedded_files();
  const auto found =
      std::lower_bound(files.begin(), files.end(), path, [](const EmbeddedFile& f, std::string_view p) { return f.path < p; });
  if (found == files.end() || found->path != path) return std::nullopt;
  return found->text;
}

}  // namespace localorg
