#include "sosl/parse_errors.h"

#include <algorithm>
#include <array>

#include "SalesforceLexer.h"
#include "Sosl.h"
#include "sosl/parse_messages.h"

namespace localorg::sosl {
namespace {

using grammar::SalesforceLexer;
using Parser = grammar::Sosl;

// The innermost of the rules that the parser is in.
bool is_in(antlr4::Parser* parser, std::size_t rule) {
  for (auto* context = dynamic_cast<antlr4::ParserRuleContext*>(parser->getContext()); context != nullptr;
       context = dynamic_cast<antlr4::ParserRuleContext*>(context->parent)) {
    if (context->getRuleIndex() == rule) return true;
  }
  return false;
}

// What the server expects first in a rule, from the inside out.
struct Expectation {
  std::size_t rule;
  std::string_view what;
};
constexpr auto kExpectations = std::to_array<Expectation>({
    {Parser::RuleLiteral, "a colon"},  // a name where a value belongs may have been meant as a bind variable
    {Parser::RuleReturnedLimit, "a colon"},
    {Parser::RuleReturnedOffset, "a colon"},
    {Parser::RuleLimitClause, "a number"},
    {Parser::RuleSearchText, "a string literal"},
    {Parser::RuleReturnedEnd, "a right parentheses"},
});

bool is_word(std::string_view token) {
  return !token.empty() && ((token.front() >= 'a' && token.front() <= 'z') || (token.front() >= 'A' && token.front() <= 'Z'));
}

std::string name_behind_with(antlr4::Parser* parser) {
  auto* context = dynamic_cast<antlr4::ParserRuleContext*>(parser->getContext());
  while (context != nullptr && context->getRuleIndex() != Parser::RuleSearchWith)
    context = dynamic_cast<antlr4::ParserRuleContext*>(context->parent);
  if (context == nullptr) return "";
  antlr4::Token* name = parser->getTokenStream()->get(context->start->getTokenIndex() + 1);
  return name->getType() == antlr4::Token::EOF ? "" : name->getText();
}

}  // namespace

void LexerErrors::syntaxError(antlr4::Recognizer* recognizer, antlr4::Token* /*offending*/, std::size_t /*line*/,
                              std::size_t /*column*/, const std::string& /*message*/, std::exception_ptr /*e*/) {
  if (first_) return;
  auto* lexer = dynamic_cast<antlr4::Lexer*>(recognizer);
  const std::size_t begin = source_.byte_of(lexer->tokenStartCharIndex);
  const std::size_t stopped = source_.byte_of(lexer->getInputStream()->index());
  const char c = begin < source_.text().size() ? source_.text()[begin] : ' ';
  if (lexer->mode == SalesforceLexer::SEARCH && c == '{') {
    first_ = soql::SyntaxError{mismatched_character(source_.text(), stopped, "}"), stopped};
  } else if (lexer->mode == SalesforceLexer::SEARCH && c == '\'') {
    first_ = soql::SyntaxError{mismatched_character(source_.text(), stopped, "'"), stopped};
  } else {
    first_ = soql::SyntaxError{no_viable_character(source_.text(), begin), begin};
  }
}

SalesforceError ParserErrors::error_of(antlr4::Parser* parser, antlr4::Token* token, SourceSpan span) {
  const bool is_end = token->getType() == antlr4::Token::EOF;
  const std::string text = is_end ? "<EOF>" : std::string(source_.text(span));
  const std::size_t rule = dynamic_cast<antlr4::ParserRuleContext*>(parser->getContext())->getRuleIndex();
  const auto expected = getExpectedTokens(parser);
  const auto expects = [&](std::size_t type) { return expected.contains(static_cast<ssize_t>(type)); };

  if (is_end && expects(SalesforceLexer::SEARCH_TEXT)) {
    return malformed("No search term found. The search term must be enclosed in braces.");
  }
  if (is_in(parser, Parser::RuleGroupClause)) return malformed_at(span, "Malformed search token: " + text);
  if (is_in(parser, Parser::RuleListViewClause)) return malformed_at(span, "Invalid using expr");
  if (is_in(parser, Parser::RuleSearchUpdate)) return malformed_at(span, "The update option is invalid.");
  if (const std::string name = name_behind_with(parser); !name.empty() && name != text) {
    return malformed_at(span, "Invalid WITH " + name + " clause");
  }
  if (is_end && expects(SalesforceLexer::STRING_END)) return mismatched_character(source_.text(), span.begin, "'");
  if (rule == Parser::RuleStringLiteral && token->getType() == SalesforceLexer::NULL_)
    return malformed_at(span, "invalid operator");
  if (token->getType() == SalesforceLexer::AND_ || token->getType() == SalesforceLexer::OR_)
    return unexpected_token(text, span);
  if (token->getType() != SalesforceLexer::RPAREN) {
    for (const Expectation& expectation : kExpectations) {
      if (rule == expectation.rule || (rule == Parser::RuleInteger && is_in(parser, expectation.rule))) {
        return expecting(expectation.what, text, span);
      }
    }
    const bool wants_name = rule == Parser::RuleReturnedObject || (expects(SalesforceLexer::IDENTIFIER) && !is_word(text));
    if (wants_name && !is_end && is_in(parser, Parser::RuleReturningClause))
      return expecting("a field or entity name", text, span);
    if (expects(SalesforceLexer::RPAREN)) return expecting("a right parentheses", text, span);
    if (rule == Parser::RuleFieldExpr && text == "(") return expecting("a right parentheses", text, span);
  }
  return unexpected_token(text, span);
}

void ParserErrors::fail(antlr4::Parser* parser, antlr4::Token* token) {
  const std::size_t size = source_.text().size();
  const bool is_end = token->getType() == antlr4::Token::EOF;
  const SourceSpan span = is_end
                              ? SourceSpan{size, size}
                              : SourceSpan{source_.byte_of(token->getStartIndex()), source_.byte_of(token->getStopIndex() + 1)};
  throw soql::SyntaxError{error_of(parser, token, span), span.begin};
}

void ParserErrors::reportNoViableAlternative(antlr4::Parser* parser, const antlr4::NoViableAltException& e) {
  fail(parser, e.getOffendingToken());
}
void ParserErrors::reportInputMismatch(antlr4::Parser* parser, const antlr4::InputMismatchException& e) {
  fail(parser, e.getOffendingToken());
}
void ParserErrors::reportUnwantedToken(antlr4::Parser* parser) { fail(parser, parser->getCurrentToken()); }
void ParserErrors::reportMissingToken(antlr4::Parser* parser) { fail(parser, parser->getCurrentToken()); }

}  // namespace localorg::sosl
