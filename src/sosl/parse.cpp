// text -> AST: runs the generated parser and copies its tree.
#include "sosl/parse.h"

#include <antlr4-runtime.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "SalesforceLexer.h"
#include "Sosl.h"
#include "base/text.h"
#include "soql/parse_tree.h"
#include "sosl/parse_errors.h"
#include "sosl/parse_messages.h"
#include "sosl/parse_words.h"

namespace localorg::sosl {
namespace {

using grammar::SalesforceLexer;
using Parser = grammar::Sosl;
using soql::SourceMap;

constexpr auto kGroups = std::to_array<std::pair<std::string_view, Group>>({
    {"ALL", Group::all},
    {"NAME", Group::name},
    {"EMAIL", Group::email},
    {"PHONE", Group::phone},
    {"SIDEBAR", Group::sidebar},
});

// Copies the parse tree into the AST, and checks the words that the server reads without a grammar.
class Builder {
 public:
  explicit Builder(const SourceMap& source) : source_(source), soql_(source) {}

  Result<Search> search(Parser::SearchContext* node) {
    Search search;
    SourceSpan text = soql_.place(node->searchText());
    text = {text.begin + 1, text.end - 1};  // within the braces
    search.text = source_.text(text);
    LOCALORG_TRY(search.words, parse_words(source_.text(), text));
    if (auto* clause = node->groupClause()) {
      LOCALORG_TRY(search.group, group(clause));
    }
    if (auto* clause = node->returningClause()) {
      for (auto* object : clause->returned()) {
        LOCALORG_TRY(Returned next, returned(object));
        search.returning.push_back(std::move(next));
      }
    }
    for (auto* clause : node->searchWith()) search.with.push_back(with(clause));
    if (auto* clause = node->limitClause()) {
      LOCALORG_TRY(search.limit, number(clause->integer(), "a number"));
    }
    if (auto* clause = node->searchUpdate()) {
      for (auto* word : clause->searchName()) search.update.push_back(soql_.name(word));
    }
    return search;
  }

 private:
  Result<Group> group(Parser::GroupClauseContext* node) const {
    const Name name = soql_.name(node->group);
    const auto* row = std::find_if(kGroups.begin(), kGroups.end(),
                                   [&](const auto& entry) { return text::equal_ignoring_case(entry.first, name.text); });
    if (row == kGroups.end()) return malformed_at(name.place, "Malformed search token: " + name.text);
    const Name fields = soql_.name(node->fields);
    if (!text::equal_ignoring_case(fields.text, "FIELDS"))
      return malformed_at(fields.place, "Malformed search token: " + fields.text);
    return Group{row->second};
  }

  Result<Returned> returned(Parser::ReturnedContext* node) {
    Returned out;
    out.object = soql_.name(node->returnedObject());
    for (auto* field : node->returnedField())
      out.fields.push_back({soql_.field_expr(field->fieldExpr()), soql_.alias(field->alias())});
    if (auto* clause = node->whereClause()) out.where = soql_.conditions(clause->conditions());
    if (auto* clause = node->listViewClause()) {
      LOCALORG_TRY(out.list_view, list_view(clause->listView()));
    }
    if (auto* clause = node->orderByClause()) {
      for (auto* item : clause->orderItem()) out.order_by.push_back(soql_.order_item(item));
    }
    if (auto* clause = node->returnedLimit()) {
      LOCALORG_TRY(out.limit, number(clause->integer(), "a colon"));
    }
    if (auto* clause = node->returnedOffset()) out.offset = soql_.integer(clause->integer());
    return out;
  }

  Result<ListView> list_view(Parser::ListViewContext* node) const {
    const Name word = soql_.word(node->IDENTIFIER());
    if (!text::equal_ignoring_case(word.text, "ListView")) return malformed_at(word.place, "Invalid using expr");
    return ListView{soql_.name(node->identifier())};
  }

  // A LIMIT has no sign.
  Result<soql::Integer> number(Parser::IntegerContext* node, std::string_view what) const {
    soql::Integer out = soql_.integer(node);
    if (!out.text.starts_with('-')) return out;
    return expecting(what, "-", {out.place.begin, out.place.begin + 1});
  }

  With with(Parser::SearchWithContext* node) const {
    if (auto* clause = dynamic_cast<Parser::SearchWithCategoryContext*>(node)) {
      WithCategory out;
      for (auto* category : clause->dataCategory()) out.categories.push_back(soql_.data_category(category));
      return out;
    }
    if (auto* clause = dynamic_cast<Parser::SearchWithValueContext*>(node)) {
      WithValues out{soql_.name(clause->searchName()), {}, clause->stringLiteral() != nullptr, false};
      out.values.push_back(out.is_string ? soql_.string_value(clause->stringLiteral(), false)
                                         : clause->children.back()->getText());
      return out;
    }
    if (auto* clause = dynamic_cast<Parser::SearchWithListContext*>(node)) {
      WithValues out{soql_.name(clause->searchName()), {}, true, true};
      for (auto* value : clause->stringLiteral()) out.values.push_back(soql_.string_value(value, false));
      return out;
    }
    auto* clause = dynamic_cast<Parser::SearchWithWordContext*>(node);
    WithWord out{soql_.name(clause->searchName()), {}};
    for (auto* option : clause->searchOption()) {
      const std::string value = option->stringLiteral() != nullptr ? soql_.string_value(option->stringLiteral(), false)
                                                                   : option->children.back()->getText();
      out.options.emplace_back(option->searchName()->getText(), value);
    }
    return out;
  }

  const SourceMap& source_;
  soql::TreeBuilder<Parser> soql_;
};

// One run of the parser, as in soql/parse.cpp.
Result<Search> run(const SourceMap& source, antlr4::atn::PredictionMode mode) {
  antlr4::ANTLRInputStream input{std::string(source.text())};
  SalesforceLexer lexer(&input);
  lexer.mode = SalesforceLexer::SEARCH;
  LexerErrors lexer_errors(source);
  lexer.removeErrorListeners();
  lexer.addErrorListener(&lexer_errors);
  antlr4::CommonTokenStream tokens(&lexer);
  Parser parser(&tokens);
  parser.removeErrorListeners();
  parser.setErrorHandler(std::make_shared<ParserErrors>(source));
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
  std::optional<soql::SyntaxError> fault;
  Parser::SearchContext* tree = nullptr;
  try {
    tree = parser.search();
  } catch (soql::SyntaxError& error) {
    fault = std::move(error);
  }
  if (lexer_errors.first() && (!fault || lexer_errors.first()->at <= fault->at)) fault = std::move(lexer_errors.first());
  if (auto bad = soql::first_bad_string(tokens, fault ? fault->at : source.text().size(), source)) {
    bad->errorCode = ErrorCode::MALFORMED_SEARCH;
    return *std::move(bad);
  }
  if (fault) return std::move(fault->error);
  return Builder(source).search(tree);
}

// Parentheses anywhere, strings and escapes included: more than any search has.
bool is_nested_too_deeply(std::string_view statement) {
  constexpr std::ptrdiff_t kMost = 250;
  std::ptrdiff_t depth = 0;
  return std::any_of(statement.begin(), statement.end(), [&](char c) {
    depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
    return depth > kMost;
  });
}

}  // namespace

Result<Search> parse(std::string_view statement) {
  if (statement.empty()) return malformed("No search term found. The search term must be enclosed in braces.");
  if (!text::is_valid_utf8(statement)) return malformed("The search is not valid UTF-8");
  if (statement.size() > kMaxCharacters && text::utf16(statement).size() > kMaxCharacters) {
    return malformed("SOSL statements can not be longer than " + std::to_string(kMaxCharacters) + " characters.");  // assumed
  }
  if (is_nested_too_deeply(statement)) return too_complicated();
  const SourceMap source(statement);
  auto fast = run(source, antlr4::atn::PredictionMode::SLL);
  if (fast) return fast;
  return run(source, antlr4::atn::PredictionMode::LL);
}

}  // namespace localorg::sosl
