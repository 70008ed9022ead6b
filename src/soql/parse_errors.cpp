#include "soql/parse_errors.h"

#include <algorithm>
#include <charconv>

#include "SalesforceLexer.h"
#include "base/text.h"

namespace localorg::soql {
namespace {

using grammar::SalesforceLexer;

constexpr std::string_view kEndOfInput = "<EOF>";
constexpr std::string_view kEscapes = "nNrRtTbBfF\"'\\";

SalesforceError syntax_error(SourceSpan span, std::string message) {
  return {ErrorCode::MALFORMED_QUERY, std::move(message), {}, span, ColumnsFrom::zero};
}

std::size_t next_code_point(std::string_view s, std::size_t at) {
  do {
    ++at;
  } while (at < s.size() && (static_cast<unsigned char>(s[at]) & 0xC0) == 0x80);
  return at;
}

// `line 1:15` of a byte.
std::string line_and_column(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto row = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_begin = before.rfind('\n') + 1;
  return "line " + std::to_string(row) + ":" + std::to_string(text::utf16(before.substr(line_begin)).size());
}

// Of a string with its quotes: the first escape that SOQL does not know, or a line end.  `\%` and `\_` are LIKE's alone.
std::string_view first_bad_escape(std::string_view string, bool is_pattern) {
  for (std::size_t i = 1; i + 1 < string.size(); ++i) {
    if (string[i] == '\n' || string[i] == '\r') return string.substr(i, 1);
    if (string[i] != '\\') continue;
    const char c = string[++i];
    const bool is_wildcard = is_pattern && (c == '%' || c == '_');
    const bool is_unicode = (c == 'u' || c == 'U') && i + 4 < string.size() - 1 &&
                            string.find_first_not_of("0123456789abcdefABCDEF", i + 1) >= i + 5;
    if (kEscapes.find(c) == std::string_view::npos && !is_wildcard && !is_unicode) {
      return string.substr(i - 1, next_code_point(string, i) - i + 1);
    }
  }
  return {};
}

}  // namespace

SourceMap::SourceMap(std::string_view text) : text_(text) {
  if (text::is_ascii(text)) return;
  for (std::size_t at = 0; at < text.size(); at = next_code_point(text, at)) bytes_.push_back(at);
  bytes_.push_back(text.size());
}

std::size_t SourceMap::byte_of(std::size_t code_point) const {
  if (bytes_.empty()) return std::min(code_point, text_.size());
  return bytes_[std::min(code_point, bytes_.size() - 1)];
}

void LexerErrors::syntaxError(antlr4::Recognizer* recognizer, antlr4::Token* /*offending*/, std::size_t /*line*/,
                              std::size_t /*column*/, const std::string& /*message*/, std::exception_ptr /*e*/) {
  if (first_) return;
  const auto* lexer = dynamic_cast<antlr4::Lexer*>(recognizer);
  const std::size_t begin = source_.byte_of(lexer->tokenStartCharIndex);
  const SourceSpan span{begin, std::min(next_code_point(source_.text(), begin), source_.text().size())};
  const std::string place = line_and_column(source_.text(), begin);
  first_ = SyntaxError{syntax_error(span, place + " unexpected token: '" + std::string(source_.text(span)) + "'"), begin};
}

SourceSpan ServerErrors::span_of(antlr4::Token* first, antlr4::Token* last) const {
  const std::size_t end = source_.text().size();
  const auto is_end = [](antlr4::Token* token) { return token->getType() == antlr4::Token::EOF; };
  const std::size_t begin = is_end(first) ? end : source_.byte_of(first->getStartIndex());
  if (is_end(last)) return {begin, end};
  // The server reads strings in pieces: of a string it names the opening quote.
  if (last->getType() == SalesforceLexer::STRING) return {begin, source_.byte_of(last->getStartIndex()) + 1};
  return {begin, source_.byte_of(last->getStopIndex() + 1)};
}

std::string ServerErrors::text_of(antlr4::Token* token) const {
  if (token->getType() == antlr4::Token::EOF) return std::string(kEndOfInput);
  return std::string(source_.text(span_of(token, token)));
}

void ServerErrors::fail(antlr4::Token* at, const std::string& text) const {
  const SourceSpan span = span_of(at, at);
  throw SyntaxError{syntax_error(span, text), span.begin};
}

void ServerErrors::reportNoViableAlternative(antlr4::Parser* /*parser*/, const antlr4::NoViableAltException& e) {
  // ANTLR prints the tokens with what stands between them, and no end of input unless it stands alone.
  SourceSpan run = span_of(e.getStartToken(), e.getOffendingToken());
  std::string_view words = text::trim(source_.text(run));
  if (e.getStartToken()->getType() == antlr4::Token::EOF) words = kEndOfInput;
  fail(e.getOffendingToken(), "unexpected token: '" + std::string(words) + "'");
}

void ServerErrors::reportInputMismatch(antlr4::Parser* parser, const antlr4::InputMismatchException& e) {
  fail(e.getOffendingToken(), unexpected(parser, e.getOffendingToken()));
}

void ServerErrors::reportUnwantedToken(antlr4::Parser* parser) {
  fail(parser->getCurrentToken(), unexpected(parser, parser->getCurrentToken()));
}

void ServerErrors::reportMissingToken(antlr4::Parser* parser) {
  fail(parser->getCurrentToken(), "missing value at '" + text_of(parser->getCurrentToken()) + "'");
}

// The one missing word that the server names is the END of TYPEOF (documented).
std::string ServerErrors::unexpected(antlr4::Parser* parser, antlr4::Token* token) {
  const antlr4::misc::IntervalSet expected = getExpectedTokens(parser);
  const bool is_name = expected.contains(static_cast<ssize_t>(SalesforceLexer::IDENTIFIER));
  const bool misses_end = !is_name && expected.contains(static_cast<ssize_t>(SalesforceLexer::END));
  return (misses_end ? "Missing 'END' at '" : "unexpected token: '") + text_of(token) + "'";
}

std::optional<SalesforceError> first_bad_string(antlr4::CommonTokenStream& tokens, std::size_t end, const SourceMap& source) {
  std::size_t open = 0;    // byte of the opening quote
  std::size_t before = 0;  // the word before it
  std::size_t last = 0;
  for (antlr4::Token* token : tokens.getTokens()) {
    const std::size_t type = token->getType();
    if (type == antlr4::Token::EOF || source.byte_of(token->getStartIndex()) >= end) break;
    if (type == SalesforceLexer::STRING || type == SalesforceLexer::QUOTE) {
      open = source.byte_of(token->getStartIndex());
      before = last;
    }
    if (type == SalesforceLexer::STRING || type == SalesforceLexer::STRING_END) {
      const SourceSpan span{open, source.byte_of(token->getStopIndex() + 1)};
      const std::string_view bad = first_bad_escape(source.text(span), before == SalesforceLexer::LIKE);
      if (!bad.empty()) {
        return syntax_error(span, "Invalid string literal " + std::string(source.text(span)) +
                                      ". Illegal character sequence '" + std::string(bad) + "' in string literal.");
      }
    }
    last = type;
  }
  return std::nullopt;
}

std::string unescape(std::string_view quoted, bool is_pattern) {
  const std::string_view body = quoted.substr(1, quoted.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '\\' || i + 1 == body.size()) {
      out += body[i];
      continue;
    }
    const char c = body[++i];
    switch (c) {
      case 'n':
      case 'N': out += '\n'; break;
      case 'r':
      case 'R': out += '\r'; break;
      case 't':
      case 'T': out += '\t'; break;
      case 'b':
      case 'B': out += '\b'; break;
      case 'f':
      case 'F': out += '\f'; break;
      case 'u':
      case 'U': {
        // A pair of escapes can stand for one character beyond the basic plane.
        std::u16string units;
        for (--i; i + 5 < body.size() + 0 && body[i] == '\\' && (body[i + 1] == 'u' || body[i + 1] == 'U'); i += 6) {
          unsigned unit = 0;
          std::from_chars(body.data() + i + 2, body.data() + i + 6, unit, 16);
          units += static_cast<char16_t>(unit);
        }
        --i;
        out += text::utf8(units);
        break;
      }
      default:
        if (is_pattern && (c == '%' || c == '_' || c == '\\')) out += '\\';
        out += c;
    }
  }
  return out;
}

Result<void> check_bounds(std::string_view statement, std::size_t max_characters, std::size_t max_nesting) {
  if (!text::is_valid_utf8(statement)) {
    return error_without_position(ErrorCode::MALFORMED_QUERY, "The query is not valid UTF-8");
  }
  if (statement.size() > max_characters && text::utf16(statement).size() > max_characters) {
    // Observed (django-salesforce 164, IlluminatedCloud 466).
    return error_without_position(ErrorCode::MALFORMED_QUERY,
                                  "SOQL statements can not be longer than " + std::to_string(max_characters) + " characters.");
  }
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < statement.size(); ++i) {
    const char c = statement[i];
    if (in_string && c == '\\') {
      ++i;
    } else if (c == '\'') {
      in_string = !in_string;
    } else if (!in_string && c == '(' && ++depth > max_nesting) {
      return error_without_position(ErrorCode::QUERY_TOO_COMPLICATED,
                                    "Query is either selecting too many fields or the filter conditions are too complicated.");
    } else if (!in_string && c == ')' && depth > 0) {
      --depth;
    }
  }
  return {};
}

}  // namespace localorg::soql
