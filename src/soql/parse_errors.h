// Syntax errors in the server's words.  ANTLR names the situation, the server the text (release notes of Winter '25,
// soql.md 12.2):
//
//     no viable alternative           unexpected token: '<text from the start of the decision to the word it failed at>'
//     mismatched or extraneous word   unexpected token: '<word>'
//     missing word                    missing value at '<word>', of TYPEOF Missing 'END' at '<word>'
//     no such character               line 1:15 unexpected token: '$'
//
// Included by parse.cpp alone: it shows ANTLR's types.
#pragma once

#include <antlr4-runtime.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "base/span.h"

namespace localorg::soql {

// The query's text, and where the code points that ANTLR counts lie in its bytes.
class SourceMap {
 public:
  explicit SourceMap(std::string_view text);
  std::string_view text() const { return text_; }
  std::string_view text(SourceSpan span) const { return text_.substr(span.begin, span.end - span.begin); }
  std::size_t byte_of(std::size_t code_point) const;

 private:
  std::string_view text_;
  std::vector<std::size_t> bytes_;  // empty for ASCII, where both counts agree
};

// Ends a parse at its first error.
struct SyntaxError {
  SalesforceError error;
  std::size_t at;  // byte of the word it failed at
};

// Keeps the first character that starts no word.  The lexer skips it and goes on: it runs ahead of the parser, whose error
// counts if it stands before that character.
class LexerErrors : public antlr4::BaseErrorListener {
 public:
  explicit LexerErrors(const SourceMap& source) : source_(source) {}
  void syntaxError(antlr4::Recognizer* recognizer, antlr4::Token* offending, std::size_t line, std::size_t column,
                   const std::string& message, std::exception_ptr e) override;
  std::optional<SyntaxError>& first() { return first_; }

 private:
  const SourceMap& source_;
  std::optional<SyntaxError> first_;
};

class ServerErrors : public antlr4::DefaultErrorStrategy {
 public:
  explicit ServerErrors(const SourceMap& source) : source_(source) {}

 protected:
  void reportNoViableAlternative(antlr4::Parser* parser, const antlr4::NoViableAltException& e) override;
  void reportInputMismatch(antlr4::Parser* parser, const antlr4::InputMismatchException& e) override;
  void reportUnwantedToken(antlr4::Parser* parser) override;
  void reportMissingToken(antlr4::Parser* parser) override;

 private:
  [[noreturn]] void fail(antlr4::Token* at, const std::string& text) const;
  SourceSpan span_of(antlr4::Token* first, antlr4::Token* last) const;
  std::string text_of(antlr4::Token* token) const;
  std::string unexpected(antlr4::Parser* parser, antlr4::Token* token);

  const SourceMap& source_;
};

// The first string before byte `end` whose escapes are not SOQL's, as an error at its opening quote.
std::optional<SalesforceError> first_bad_string(antlr4::CommonTokenStream& tokens, std::size_t end, const SourceMap& source);

// The value of a string as typed, quotes included.  `is_pattern`: an operand of LIKE, where `\%`, `\_` and `\\` stay.
std::string unescape(std::string_view quoted, bool is_pattern);

// Length and nesting, before ANTLR sees the text; also that it is UTF-8.
Result<void> check_bounds(std::string_view statement, std::size_t max_characters, std::size_t max_nesting);

}  // namespace localorg::soql
