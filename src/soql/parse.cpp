// text -> AST: runs the generated parser and copies its tree.  The error texts are made in parse_errors.cpp.
#include "soql/parse.h"

#include <antlr4-runtime.h>

#include <memory>
#include <utility>

#include "SalesforceLexer.h"
#include "Soql.h"
#include "base/text.h"
#include "soql/parse_errors.h"
#include "soql/parse_tree.h"

namespace localorg::soql {
namespace {

using grammar::SalesforceLexer;
using Parser = grammar::Soql;

// One run of the parser.  SLL prediction is fast and right for nearly all; where it fails, LL decides and words the error.
Result<Query> run(const SourceMap& source, antlr4::atn::PredictionMode mode) {
  antlr4::ANTLRInputStream input{std::string(source.text())};
  SalesforceLexer lexer(&input);
  LexerErrors lexer_errors(source);
  lexer.removeErrorListeners();
  lexer.addErrorListener(&lexer_errors);
  antlr4::CommonTokenStream tokens(&lexer);
  Parser parser(&tokens);
  parser.removeErrorListeners();
  parser.setErrorHandler(std::make_shared<ServerErrors>(source));
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
  std::optional<SyntaxError> fault;
  Parser::StatementContext* tree = nullptr;
  try {
    tree = parser.statement();
  } catch (SyntaxError& error) {
    fault = std::move(error);
  }
  if (lexer_errors.first() && (!fault || lexer_errors.first()->at <= fault->at)) fault = std::move(lexer_errors.first());
  // Strings are checked as the parser passes them: a bad escape comes before any fault behind it.
  if (auto bad = first_bad_string(tokens, fault ? fault->at : source.text().size(), source)) return *std::move(bad);
  if (fault) return std::move(fault->error);
  return TreeBuilder<Parser>(source).query(tree->query());
}

}  // namespace

std::string_view statement_of(std::string_view text) { return text::trim(text); }

Result<Query> parse(std::string_view statement) {
  if (statement.empty()) return error_without_position(ErrorCode::MALFORMED_QUERY, "SOQL statements cannot be empty or null");
  LOCALORG_CHECK(check_bounds(statement, kMaxCharacters, kMaxNesting));
  const SourceMap source(statement);
  auto fast = run(source, antlr4::atn::PredictionMode::SLL);
  if (fast) return fast;
  return run(source, antlr4::atn::PredictionMode::LL);
}

}  // namespace localorg::soql
