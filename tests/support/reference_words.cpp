#include "support/reference_words.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "base/lemma.h"
#include "support/reference_text.h"

namespace localorg::reference {
namespace {

// ---- Words --------------------------------------------------------------------------------------------------------

const std::map<char32_t, std::u32string> kPlain = {{U'ß', U"ss"}, {U'æ', U"ae"}, {U'ð', U"d"}, {U'ø', U"o"}, {U'þ', U"th"},
                                                   {U'đ', U"d"},  {U'ı', U"i"},  {U'ł', U"l"}, {U'œ', U"oe"}};
constexpr std::size_t kLongestWord = 64;  // bytes; of a longer one only the beginning counts

std::string utf8(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) {
    const auto byte = [&](unsigned bits) { out += static_cast<char>(bits); };
    if (c < 0x80) {
      byte(c);
    } else if (c < 0x800) {
      byte(0xC0 | (c >> 6)), byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      byte(0xE0 | (c >> 12)), byte(0x80 | ((c >> 6) & 0x3F)), byte(0x80 | (c & 0x3F));
    } else {
      byte(0xF0 | (c >> 18)), byte(0x80 | ((c >> 12) & 0x3F)), byte(0x80 | ((c >> 6) & 0x3F)), byte(0x80 | (c & 0x3F));
    }
  }
  return out;
}

bool is_mark(char32_t c) {
  const auto type = u_charType(static_cast<UChar32>(c));
  return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK || type == U_ENCLOSING_MARK;
}

bool is_alone(char32_t c) {
  const bool is_kana = c > 0x3040 && c < 0x3100;
  return is_kana || u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC) != 0;
}

// One character without its accents and case.
std::u32string plain(char32_t c) {
  UErrorCode fault = U_ZERO_ERROR;
  std::array<UChar, 2> units{};
  std::int32_t size = 0;
  const auto code = static_cast<UChar32>(c);
  u_strFromUTF32(units.data(), 2, &size, &code, 1, &fault);
  std::array<UChar, 64> apart{};
  const std::int32_t count = unorm2_normalize(unorm2_getNFKDInstance(&fault), units.data(), size, apart.data(), 64, &fault);
  std::array<UChar32, 64> parts{};
  u_strToUTF32(parts.data(), 64, &size, apart.data(), count, &fault);
  std::u32string out;
  for (std::int32_t i = 0; i < size; ++i) {
    const UChar32 part = parts[static_cast<std::size_t>(i)];
    if (u_charType(part) == U_NON_SPACING_MARK || part == ' ') continue;
    const auto small = static_cast<char32_t>(u_foldCase(part, U_FOLD_CASE_DEFAULT));
    out += kPlain.contains(small) ? kPlain.at(small) : std::u32string(1, small);
  }
  return out;
}

// ---- HTML ---------------------------------------------------------------------------------------------------------

const std::set<std::string> kInWords = {"a",    "abbr", "b",     "big",  "code",   "em",     "font", "i",   "ins", "label",
                                        "mark", "s",    "small", "span", "strike", "strong", "sub",  "sup", "u",   "wbr"};
const std::map<std::string, std::string> kEntities = {{"&amp;", "&"},    {"&lt;", "<"},     {"&gt;", ">"},  {"&nbsp;", " "},
                                                      {"&eacute;", "é"}, {"&Eacute;", "É"}, {"&#39;", "'"}, {"&#xe9;", "é"},
                                                      {"&szlig;", "ß"},  {"&uuml;", "ü"},   {"&zz;", " "}};

std::string tag_name(const std::string& tag) {
  std::string name;
  for (const char c : tag.substr(tag.starts_with("</") ? 2 : 1)) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) break;
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

// ---- The search text ----------------------------------------------------------------------------------------------

const std::set<std::string> kStopWords = {"a",    "an",   "and",  "are",  "as",   "at",    "be",   "but",   "by",
                                          "for",  "if",   "in",   "into", "is",   "it",    "no",   "not",   "of",
                                          "on",   "or",   "such", "that", "the",  "their", "then", "there", "these",
                                          "they", "this", "to",   "was",  "will", "with"};

struct Token {
  enum class Kind { bare, phrase, open, close, end } kind = Kind::end;
  std::string text;
};

std::vector<Token> tokens_of(const std::string& text) {
  std::vector<Token> out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (std::string(" \t\r\n\f").find(c) != std::string::npos) {
      ++i;
    } else if (c == '(' || c == ')') {
      out.push_back({c == '(' ? Token::Kind::open : Token::Kind::close, ""});
      ++i;
    } else {
      const bool quoted = c == '"';
      const std::string ends = quoted ? "\"" : " \t\r\n\f()\"";
      Token token{quoted ? Token::Kind::phrase : Token::Kind::bare, ""};
      for (i += quoted ? 1 : 0; i < text.size() && ends.find(text[i]) == std::string::npos; ++i) {
        token.text += text[i];
        if (text[i] == '\\' && i + 1 < text.size()) token.text += text[++i];
      }
      if (quoted) ++i;
      out.push_back(token);
    }
  }
  out.push_back({});
  return out;
}

Term term_of(const Token& token) {
  std::string text;
  for (std::size_t i = 0; i < token.text.size(); ++i) {
    const bool escaped = token.text[i] == '\\' && i + 1 < token.text.size();
    if (escaped) ++i;
    text += escaped && (token.text[i] == '*' || token.text[i] == '?') ? ' ' : token.text[i];
  }
  Term term{{}, token.kind == Token::Kind::bare, ""};
  bool all_digits = true;
  for (std::string word : words_of(text, true)) {
    word.erase(0, word.find_first_not_of("*?"));  // never in front
    if (word.empty()) continue;
    while (word.find("**") != std::string::npos) word.erase(word.find("**"), 1);
    all_digits = all_digits && word.find_first_not_of("0123456789") == std::string::npos;
    term.digits += word;
    term.words.push_back(word);
  }
  if (!all_digits || term.words.size() < 2 || term.digits.size() < 7) term.digits.clear();
  return term;
}

enum class Joint { none, all, any, except };

class Reader {
 public:
  Reader(const std::string& text, const Habits& habits, bool flat)
      : tokens_(tokens_of(text)), habits_(habits), is_flat_(flat) {}

  Words read() {
    std::optional<Node> root = level();
    if (!root) return {};
    Words out;
    keep_terms(*root, out);
    out.root.push_back(*std::move(root));
    return out;
  }

 private:
  bool is_word(std::size_t at, const char* word) const {
    if (at >= tokens_.size() || tokens_[at].kind != Token::Kind::bare) return false;
    std::string small;
    for (const char c : tokens_[at].text) small += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return small == word;
  }
  bool begins_item(std::size_t at) const {
    return at < tokens_.size() && tokens_[at].kind != Token::Kind::close && tokens_[at].kind != Token::Kind::end;
  }

  // The operator behind a term, if one stands there and something follows.
  Joint joint() {
    if (is_word(at_, "and") && is_word(at_ + 1, "not")) {
      if (!begins_item(at_ + 2)) return Joint::none;
      at_ += 2;
      return Joint::except;
    }
    const Joint joint = is_word(at_, "and") ? Joint::all : is_word(at_, "or") ? Joint::any : Joint::none;
    if (joint == Joint::none || !begins_item(at_ + 1)) return Joint::none;
    ++at_;
    return joint;
  }

  // The terms that the tree still has: what stands behind AND NOT goes with what it would be taken from.
  void keep_terms(Node& node, Words& out) const {
    if (node.kind == Node::Kind::term) {
      out.terms.push_back(out_.terms[node.term]);
      node.term = out.terms.size() - 1;
    }
    for (Node& part : node.parts) keep_terms(part, out);
  }

  std::optional<Node> level() {
    std::vector<std::vector<std::pair<Joint, std::optional<Node>>>> chains(1);  // between the ORs
    bool is_first = true;
    while (begins_item(at_)) {
      Joint how = is_first ? Joint::none : joint();
      if (how == Joint::none) how = habits_.any_word ? Joint::any : Joint::all;
      if (is_flat_) how = Joint::any;
      if (!is_first && how == Joint::any) chains.emplace_back();
      is_first = false;
      chains.back().emplace_back(how, item());
    }
    Node any{Node::Kind::any, 0, {}};
    for (auto& chain : chains) {
      if (auto part = from_the_right(chain, 0)) any.parts.push_back(*std::move(part));
    }
    return only_part(std::move(any));
  }

  // a AND (b AND NOT (c AND d))
  std::optional<Node> from_the_right(std::vector<std::pair<Joint, std::optional<Node>>>& chain, std::size_t i) {
    if (i == chain.size()) return std::nullopt;
    std::optional<Node> first = std::move(chain[i].second);
    const bool is_except = i + 1 < chain.size() && chain[i + 1].first == Joint::except;
    std::optional<Node> rest = from_the_right(chain, i + 1);
    if (is_except && !first) return std::nullopt;
    Node node{is_except ? Node::Kind::except : Node::Kind::all, 0, {}};
    if (first) node.parts.push_back(*std::move(first));
    if (rest) node.parts.push_back(*std::move(rest));
    return only_part(std::move(node));
  }

  static std::optional<Node> only_part(Node node) {
    if (node.parts.empty()) return std::nullopt;
    if (node.parts.size() > 1) return node;
    Node part = std::move(node.parts.front());
    return part;
  }

  std::optional<Node> item() {
    const Token& token = tokens_[at_++];
    if (token.kind == Token::Kind::open) {
      auto inner = level();
      ++at_;
      return inner;
    }
    Term term = term_of(token);
    const bool is_stop = habits_.stop_words && term.bare && term.words.size() == 1 && kStopWords.contains(term.words[0]);
    if (term.words.empty() || is_stop) return std::nullopt;
    out_.terms.push_back(std::move(term));
    return Node{Node::Kind::term, out_.terms.size() - 1, {}};
  }

  std::vector<Token> tokens_;
  Habits habits_;
  bool is_flat_;
  std::size_t at_ = 0;
  Words out_;
};

bool glob(const std::u32string& pattern, std::size_t p, const std::u32string& word, std::size_t w) {
  if (p == pattern.size()) return w == word.size();
  if (pattern[p] == U'*') return glob(pattern, p + 1, word, w) || (w < word.size() && glob(pattern, p, word, w + 1));
  return w < word.size() && (pattern[p] == U'?' || pattern[p] == word[w]) && glob(pattern, p + 1, word, w + 1);
}

}  // namespace

std::vector<std::string> words_of(const std::string& text, bool wildcards) {
  std::vector<std::string> out;
  bool in_word = false;
  for (const char32_t c : code_points(text)) {
    const bool is_wildcard = wildcards && (c == U'*' || c == U'?');
    const bool is_letter = is_wildcard || u_isalnum(static_cast<UChar32>(c)) != 0 || (in_word && is_mark(c));
    const bool alone = is_letter && is_alone(c) && !is_wildcard;
    if (is_letter && (!in_word || alone)) out.emplace_back();
    if (is_letter && out.back().size() < kLongestWord) out.back() += utf8(plain(c));
    in_word = is_letter && !alone;
  }
  return out;
}

std::string shown_text(const std::string& html) {
  std::string out;
  for (std::size_t i = 0; i < html.size();) {
    const std::string rest = html.substr(i);
    const bool is_tag =
        rest.size() > 1 && rest[0] == '<' &&
        (std::isalpha(static_cast<unsigned char>(rest[1])) != 0 || std::string("/!?").find(rest[1]) != std::string::npos);
    const auto entity =
        std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& e) { return rest.starts_with(e.first); });
    const auto behind = [&](const std::string& mark) {
      const auto at = html.find(mark, i);
      return at == std::string::npos ? html.size() : at + mark.size();
    };
    if (is_tag && rest.starts_with("<!--")) {
      i = behind("-->");
    } else if (is_tag) {
      const std::string name = tag_name(rest);
      i = behind(">");
      if (rest[1] != '/' && (name == "script" || name == "style")) {
        i = behind("</" + name);
        i = behind(">");
      }
      if (!kInWords.contains(name)) out += ' ';
    } else if (entity != kEntities.end()) {
      out += entity->second;
      i += entity->first.size();
    } else {
      out += html[i++];
    }
  }
  return out;
}

Words read_search(const std::string& text, const Habits& habits) {
  const auto points = code_points(text);
  const auto beyond = std::count_if(points.begin(), points.end(), [](char32_t c) { return c > 0xFFFF; });
  const std::size_t characters = points.size() + static_cast<std::size_t>(beyond);  // UTF-16
  if (characters > 10'000) return {};
  const bool flat = characters > 4'000;
  Words words = Reader(text, habits, flat).read();
  if (words.root.empty() && habits.stop_words) words = Reader(text, {habits.any_word, false}, flat).read();
  return words;
}

bool fits(const std::string& wanted, const std::string& word, bool inflected) {
  if (wanted.find_first_of("*?") != std::string::npos) return glob(code_points(wanted), 0, code_points(word), 0);
  return inflected ? text::lemma(wanted) == text::lemma(word) : wanted == word;
}

}  // namespace localorg::reference
