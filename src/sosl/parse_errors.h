// What ANTLR reports, in the words of the server's SOSL parser (parse_messages.h).
//
// Included by parse.cpp alone: it shows ANTLR's types.
#pragma once

#include <antlr4-runtime.h>

#include <optional>

#include "base/error.h"
#include "soql/parse_errors.h"

namespace localorg::sosl {

// Keeps the first character that fits no token: in the braces one that is reserved, elsewhere one that begins no word.
class LexerErrors : public antlr4::BaseErrorListener {
 public:
  explicit LexerErrors(const soql::SourceMap& source) : source_(source) {}
  void syntaxError(antlr4::Recognizer* recognizer, antlr4::Token* offending, std::size_t line, std::size_t column,
                   const std::string& message, std::exception_ptr e) override;
  std::optional<soql::SyntaxError>& first() { return first_; }

 private:
  const soql::SourceMap& source_;
  std::optional<soql::SyntaxError> first_;
};

// Ends the parse at the first word that cannot stand where it stands.  What the server says of it depends on the clause.
class ParserErrors : public antlr4::DefaultErrorStrategy {
 public:
  explicit ParserErrors(const soql::SourceMap& source) : source_(source) {}

 protected:
  void reportNoViableAlternative(antlr4::Parser* parser, const antlr4::NoViableAltException& e) override;
  void reportInputMismatch(antlr4::Parser* parser, const antlr4::InputMismatchException& e) override;
  void reportUnwantedToken(antlr4::Parser* parser) override;
  void reportMissingToken(antlr4::Parser* parser) override;

 private:
  [[noreturn]] void fail(antlr4::Parser* parser, antlr4::Token* token);
  SalesforceError error_of(antlr4::Parser* parser, antlr4::Token* token, SourceSpan span);

  const soql::SourceMap& source_;
};

}  // namespace localorg::sosl
