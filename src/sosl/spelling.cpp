#include "sosl/spelling.h"

#include <algorithm>

namespace localorg::sosl {
namespace {

constexpr std::size_t kLongWord = 8;

// Damerau-Levenshtein distance, swaps of neighbours counting one.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<KnownWord>& words) {
  const std::size_t allowed = word.size() >= kLongWord ? 2 : 1;
  const KnownWord* best = nullptr;
  std::size_t best_distance = allowed + 1;
  for (const KnownWord& known : words) {
    if (known.text.empty() || known.text.front() != word.front()) continue;
    const std::size_t far = distance(word, known.text);
    const bool is_better =
        far < best_distance || (far == best_distance && best != nullptr &&
                                (known.records > best->records || (known.records == best->records && known.text < best->text)));
    if (!is_better) continue;
    best = &known;
    best_distance = far;
  }
  return best == nullptr ? "" : best->text;
}

}  // namespace localorg::sosl
