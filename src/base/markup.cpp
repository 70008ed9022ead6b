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

struct Entity {
  std::string_view name;
  std::uint32_t character;
};

// Of letters the small ones: Eacute is 0x20 before eacute.
constexpr auto kLetters = std::to_array<Entity>({
    {"agrave", 0xE0}, {"aacute", 0xE1}, {"acirc", 0xE2},  {"atilde", 0xE3}, {"auml", 0xE4},   {"aring", 0xE5},
    {"aelig", 0xE6},  {"ccedil", 0xE7}, {"egrave", 0xE8}, {"eacute", 0xE9}, {"ecirc", 0xEA},  {"euml", 0xEB},
    {"igrave", 0xEC}, {"iacute", 0xED}, {"icirc", 0xEE},  {"iuml", 0xEF},   {"ntilde", 0xF1}, {"ograve", 0xF2},
    {"oacute", 0xF3}, {"ocirc", 0xF4},  {"otilde", 0xF5}, {"ouml", 0xF6},   {"oslash", 0xF8}, {"ugrave", 0xF9},
    {"uacute", 0xFA}, {"ucirc", 0xFB},  {"uuml", 0xFC},   {"yacute", 0xFD},
});
constexpr auto kSigns = std::to_array<Entity>({
    {"amp", 0x26},
    {"apos", 0x27},
    {"copy", 0xA9},
    {"euro", 0x20AC},
    {"gt", 0x3E},
    {"hellip", 0x2026},
    {"ldquo", 0x201C},
    {"lsquo", 0x2018},
    {"lt", 0x3C},
    {"mdash", 0x2014},
    {"nbsp", 0x20},
    {"ndash", 0x2013},
    {"quot", 0x22},
    {"rdquo", 0x201D},
    {"reg", 0xAE},
    {"rsquo", 0x2019},
    {"szlig", 0xDF},
    {"trade", 0x2122},
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
  const auto is_named = [](std::string_view wanted) { return [wanted](const Entity& e) { return e.name == wanted; }; };
  if (const auto* sign = std::find_if(kSigns.begin(), kSigns.end(), is_named(name)); sign != kSigns.end()) {
    return code_point(sign->character);
  }
  const std::string small = lower(name.substr(0, 1)) + std::string(name.substr(1));
  const auto* letter = std::find_if(kLetters.begin(), kLetters.end(), is_named(small));
  if (letter == kLetters.end()) return " ";
  return code_point(letter->character - (small == name ? 0 : 0x20));
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

std::string escape_xml(std::string_view text) {
  const auto is_character = [](std::int32_t c) {
    return c >= 0x20 ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r';
  };
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::int32_t c = next_code_point(text, at);
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\r': out += "&#13;"; break;  // which a reader would make a line feed of
      default: append_code_point(out, is_character(c) ? c : 0xFFFD);
    }
  }
  return out;
}

}  // namespace localorg::text
