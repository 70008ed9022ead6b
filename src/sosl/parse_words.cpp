#include "sosl/parse_words.h"

#include <algorithm>

#include "base/text.h"
#include "sosl/parse.h"
#include "sosl/parse_messages.h"

namespace localorg::sosl {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

// A term, a parenthesis, or the end.
struct Token {
  enum class Kind { term, open, close, end } kind = Kind::end;
  Term term;
};

class Reader {
 public:
  Reader(std::string_view source, SourceSpan span) : source_(source), at_(span.begin), end_(span.end) {}

  Result<Sequence> read() {
    LOCALORG_CHECK(advance());
    LOCALORG_TRY(Sequence words, level(0));
    if (token_.kind == Token::Kind::close) return unexpected_token(")", token_.term.place);
    return words;
  }

 private:
  Result<void> advance() {
    while (at_ < end_ && is_blank(source_[at_])) ++at_;
    token_ = {};
    token_.term.place = {{at_, std::min(at_ + 1, end_)}};
    if (at_ == end_) return {};
    const char c = source_[at_];
    if (c == '(' || c == ')') {
      token_.kind = c == '(' ? Token::Kind::open : Token::Kind::close;
      ++at_;
      return {};
    }
    token_.kind = Token::Kind::term;
    if (c == '"') return phrase();
    read_until([](char next) { return is_blank(next) || next == '(' || next == ')' || next == '"'; });
    return {};
  }

  // Takes characters, and escaped ones whatever they are.
  template <typename Ends>
  void read_until(Ends ends) {
    const std::size_t begin = at_;
    while (at_ < end_ && !ends(source_[at_])) at_ += source_[at_] == '\\' && at_ + 1 < end_ ? 2 : 1;
    token_.term.typed = source_.substr(begin, at_ - begin);
    token_.term.place = {{begin, at_}};
  }

  Result<void> phrase() {
    ++at_;
    read_until([](char next) { return next == '"'; });
    if (at_ == end_) return mismatched_character(source_, end_, "\"");
    token_.term.is_phrase = true;
    ++at_;
    return {};
  }

  bool is_word(std::string_view word) const {
    return token_.kind == Token::Kind::term && !token_.term.is_phrase && text::equal_ignoring_case(token_.term.typed, word);
  }

  // Terms and groups up to a closing parenthesis or the end.
  Result<Sequence> level(std::size_t depth) {
    if (depth > kMaxNesting) return too_complicated();
    Sequence out;
    std::vector<Term> operators;  // read, and not yet known to stand between two terms
    while (token_.kind == Token::Kind::term || token_.kind == Token::Kind::open) {
      if (token_.kind == Token::Kind::term && is_operator(out, operators)) {
        operators.push_back(token_.term);
        LOCALORG_CHECK(advance());
        continue;
      }
      const Joint joint = joint_of(operators);
      operators.clear();
      if (token_.kind == Token::Kind::term) {
        add(out, joint, token_.term);
        LOCALORG_CHECK(advance());
        continue;
      }
      LOCALORG_CHECK(advance());
      LOCALORG_TRY(Sequence inner, level(depth + 1));
      if (token_.kind != Token::Kind::close) return expecting("a right parentheses", "}", token_.term.place);
      if (inner.items.empty()) return unexpected_token(")", token_.term.place);
      LOCALORG_CHECK(advance());
      add(out, joint, Box<Sequence>(std::move(inner)));
    }
    for (Term& word : operators) add(out, Joint::adjacent, std::move(word));  // nothing follows: words
    return out;
  }

  // AND, OR behind a term; NOT behind AND.
  bool is_operator(const Sequence& before, const std::vector<Term>& operators) const {
    if (before.items.empty()) return false;
    if (operators.empty()) return is_word("AND") || is_word("OR");
    return operators.size() == 1 && text::equal_ignoring_case(operators.front().typed, "AND") && is_word("NOT");
  }

  static Joint joint_of(const std::vector<Term>& operators) {
    if (operators.empty()) return Joint::adjacent;
    if (operators.size() == 2) return Joint::and_not;
    return text::equal_ignoring_case(operators.front().typed, "OR") ? Joint::or_ : Joint::and_;
  }

  template <typename Item>
  static void add(Sequence& out, Joint joint, Item item) {
    if (!out.items.empty()) out.joints.push_back(joint);
    out.items.emplace_back(std::move(item));
  }

  std::string_view source_;
  std::size_t at_;
  std::size_t end_;
  Token token_;
};

// All words of a text that is too long for operators.
void flatten(const Sequence& from, Sequence& out) {
  for (const auto& item : from.items) {
    if (const auto* inner = std::get_if<Box<Sequence>>(&item)) {
      flatten(**inner, out);
    } else {
      if (!out.items.empty()) out.joints.push_back(Joint::or_);
      out.items.push_back(std::get<Term>(item));
    }
  }
}

}  // namespace

Result<Sequence> parse_words(std::string_view source, SourceSpan span) {
  LOCALORG_TRY(Sequence words, Reader(source, span).read());
  const std::size_t characters = text::utf16(source.substr(span.begin, span.end - span.begin)).size();
  if (characters > kMaxSearchCharacters) return Sequence{};
  if (characters <= kMaxCharactersWithOperators) return words;
  Sequence flat;
  flatten(words, flat);
  return flat;
}

std::string escape(std::string_view text) {
  constexpr std::string_view kReserved = "?&|!{}[]()^~*:\\\"'+-";
  std::string out;
  for (const char c : text) {
    if (kReserved.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace localorg::sosl
