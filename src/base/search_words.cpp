#include "base/search_words.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace localorg::text {
namespace {

// Letters that Unicode does not take apart, and the plain ones they are searched as.
constexpr auto kPlainLetters = std::to_array<std::pair<UChar32, std::string_view>>({
    {0xDF, "ss"},
    {0xE6, "ae"},
    {0xF0, "d"},
    {0xF8, "o"},
    {0xFE, "th"},
    {0x111, "d"},
    {0x131, "i"},
    {0x142, "l"},
    {0x153, "oe"},
});

void append_lower(std::string& out, UChar32 c) {
  if (u_charType(c) == U_NON_SPACING_MARK || u_isUWhiteSpace(c) != 0) return;  // some ligatures are several words
  const UChar32 lower = u_foldCase(c, U_FOLD_CASE_DEFAULT);
  const auto* plain =
      std::find_if(kPlainLetters.begin(), kPlainLetters.end(), [&](const auto& row) { return row.first == lower; });
  plain == kPlainLetters.end() ? append_code_point(out, lower) : void(out += plain->second);
}

void append_folded(std::string& out, UChar32 c) {
  static const UNormalizer2* nfkd = [] {
    UErrorCode fault = U_ZERO_ERROR;
    return unorm2_getNFKDInstance(&fault);
  }();
  std::array<UChar, 32> parts{};
  UErrorCode fault = U_ZERO_ERROR;
  const std::int32_t size = unorm2_getDecomposition(nfkd, c, parts.data(), static_cast<std::int32_t>(parts.size()), &fault);
  if (size < 0 || U_FAILURE(fault) != 0) return append_lower(out, c);
  for (std::int32_t i = 0; i < size;) {
    UChar32 part = 0;
    U16_NEXT(parts.data(), i, size, part);
    append_lower(out, part);
  }
}

bool is_ascii_word(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Written without blanks between words: each character is one.
bool stands_alone(UChar32 c) { return (c >= 0x3041 && c <= 0x30FF) || u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) != 0; }

bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

}  // namespace

bool WordReader::next() {
  word_.clear();
  bool in_word = false;
  while (at_ < text_.size()) {
    const std::size_t here = at_;
    const auto byte = static_cast<unsigned char>(text_[at_]);
    UChar32 c = byte;
    bool belongs = false;
    bool alone = false;
    if (byte < 0x80) {
      ++at_;
      belongs = is_ascii_word(byte) || (wildcards_ && (byte == '*' || byte == '?'));
    } else {
      c = next_code_point(text_, at_);
      belongs = u_isalnum(c) != 0 || (in_word && is_mark(c));
      alone = belongs && stands_alone(c);
    }
    if (in_word && (!belongs || alone)) {
      at_ = here;  // read again for the next word
      return true;
    }
    if (!belongs) continue;
    if (!in_word) begin_ = here;
    in_word = true;
    end_ = at_;
    if (word_.size() >= kMaxWord) continue;
    if (byte < 0x80) {
      word_ += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    } else {
      append_folded(word_, c);
    }
    if (alone) return true;
  }
  return in_word;
}

std::vector<std::string> search_words(std::string_view text) {
  std::vector<std::string> out;
  WordReader words(text);
  while (words.next()) out.push_back(words.word());
  return out;
}

}  // namespace localorg::text
