#include "base/markup.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace localorg::text {
namespace {

// Tags within a word or sentence: nothing stands in their place.
constexpr auto kInlineTags =
    std::to_array<std::string_view>({"a",    "abbr", "b",     "big",  "code",   "em",     "font", "i",   "ins", "label",
                                     "mark", "s",    "small", "span", "strike", "strong", "sub",  "sup", "u",   "wbr"});

constexpr auto kEntities = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"aacute", "á"}, {"agrave", "à"}, {"amp", "&"},    {"apos", "'"},  {"auml", "ä"}, {"ccedil", "ç"}, {"copy", "©"},
    {"eacute", "é"}, {"ecirc", "ê"},  {"egrave", "è"}, {"euro", "€"},  {"gt", ">"},   {"hellip", "…"}, {"iacute", "í"},
    {"ldquo", "“"},  {"lsquo", "‘"},  {"lt", "<"},     {"mdash", "—"}, {"nbsp", " "}, {"ndash", "–"},  {"ntilde", "ñ"},
    {"oacute", "ó"}, {"ouml", "ö"},   {"quot", "\""},  {"rdquo", "”"}, {"reg", "®"},  {"rsquo", "’"},  {"shy", ""},
    {"szlig", "ß"},  {"trade", "™"},  {"uacute", "ú"}, {"uuml", "ü"},
});

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string code_point(std::uint32_t c) {
  if (c == 0xA0) return " ";
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return " ";
  std::string out;
  append_code_point(out, static_cast<std::int32_t>(c));
  return out;
}

// What &name; or &#39; stands for; a blank for one that is not known.
std::string entity(std::string_view name) {
  if (name.starts_with('#')) {
    const bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(is_hex ? 2 : 1);
    std::uint32_t c = 0;
    const auto done = std::from_chars(digits.data(), digits.data() + digits.size(), c, is_hex ? 16 : 10);
    return done.ec == std::errc{} && done.ptr == digits.data() + digits.size() ? code_point(c) : " ";
  }
  const auto* row = std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& e) { return e.first == name; });
  return row == kEntities.end() ? " " : std::string(row->second);
}

class Reader {
 public:
  explicit Reader(std::string_view html) : html_(html) {}

  std::string read() {
    while (at_ < html_.size()) {
      const char c = html_[at_];
      if (c == '<' && is_tag()) {
        tag();
      } else if (c == '&' && entity_end() != 0) {
        const std::size_t end = entity_end();
        out_ += entity(html_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
      } else {
        out_ += c;
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  bool is_tag() const {
    if (at_ + 1 >= html_.size()) return false;
    const char c = html_[at_ + 1];
    return is_letter(c) || c == '/' || c == '!' || c == '?';
  }

  // The place of the ; of an entity that begins here; 0: there is none.
  std::size_t entity_end() const {
    constexpr std::size_t kLongest = 10;
    for (std::size_t i = at_ + 1; i < html_.size() && i <= at_ + kLongest; ++i) {
      const char c = html_[i];
      if (c == ';') return i > at_ + 1 ? i : 0;
      if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '#') return 0;
    }
    return 0;
  }

  void skip_behind(std::string_view mark) {
    const std::size_t found = html_.find(mark, at_);
    at_ = found == std::string_view::npos ? html_.size() : found + mark.size();
  }

  void tag() {
    if (html_.substr(at_).starts_with("<!--")) return skip_behind("-->");
    std::size_t begin = at_ + 1;
    const bool closes = html_[begin] == '/';
    if (closes) ++begin;
    std::size_t end = begin;
    while (end < html_.size() && (is_letter(html_[end]) || (html_[end] >= '0' && html_[end] <= '9'))) ++end;
    const std::string name = lower(html_.substr(begin, end - begin));
    skip_behind(">");
    if (!closes && (name == "script" || name == "style")) {
      skip_behind("</" + name);
      skip_behind(">");
    }
    if (std::find(kInlineTags.begin(), kInlineTags.end(), name) == kInlineTags.end()) out_ += ' ';
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string plain_text(std::string_view html) {
  if (html.find_first_of("<&") == std::string_view::npos) return std::string(html);
  return Reader(html).read();
}

}  // namespace localorg::text
