// The parse tree as AST, for any grammar that has SOQL's rules: Soql.g4, and Sosl.g4, which imports it.
//
// Included by the parse.cpp of soql/ and sosl/ alone: it shows ANTLR's types.
#pragma once

#include <antlr4-runtime.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "SalesforceLexer.h"
#include "base/text.h"
#include "soql/ast.h"
#include "soql/parse_errors.h"

namespace localorg::soql {

// Copies the parse tree into the AST.  The tree is whole: an error has ended the parse before.
template <typename Parser>
class TreeBuilder {
 public:
  explicit TreeBuilder(const SourceMap& source) : source_(source) {}

  Query query(typename Parser::QueryContext* node) {
    Query query;
    query.place = place(node);
    if (auto* list = dynamic_cast<typename Parser::SelectListContext*>(node->selectClause())) {
      for (auto* item : list->selectItem()) query.select.push_back(select_item(item));
    } else {
      query.count_only = true;
    }
    query.from = from(node->fromClause());
    if (auto* where = node->whereClause()) query.where = conditions(where->conditions());
    if (auto* clause = node->withClause()) query.with.push_back(with(clause));
    for (auto* clause : node->withWordClause()) query.with.push_back(with_word(clause));
    if (auto* clause = node->groupByClause()) query.group_by = group_by(clause);
    if (auto* clause = node->orderByClause()) {
      for (auto* item : clause->orderItem()) query.order_by.push_back(order_item(item));
    }
    if (auto* clause = node->limitClause()) query.limit = integer(clause->integer());
    if (auto* clause = node->offsetClause()) query.offset = integer(clause->integer());
    if (auto* clause = node->forClause()) query.for_clause = clause->VIEW() != nullptr ? ForClause::view : ForClause::reference;
    if (auto* clause = node->updateClause()) {
      for (auto* word : clause->identifier()) query.update.push_back(name(word));
    }
    if (auto* clause = node->setOptionsClause()) {
      for (auto* entry : clause->option()) query.set_options.push_back(option(entry));
    }
    return query;
  }

  Place place(antlr4::ParserRuleContext* node) const {
    return {{source_.byte_of(node->start->getStartIndex()), source_.byte_of(node->stop->getStopIndex() + 1)}};
  }

  // A name is one token: a path, too.
  Name name(antlr4::ParserRuleContext* node) const {
    const Place at = place(node);
    return {std::string(source_.text(at)), at};
  }

  std::optional<Name> alias(typename Parser::AliasContext* node) const {
    if (node == nullptr) return std::nullopt;
    return name(node);
  }

  FieldExpr field_expr(typename Parser::FieldExprContext* node) const {
    FieldExpr expr;
    expr.place = place(node);
    if (auto* path = dynamic_cast<typename Parser::FieldPathContext*>(node)) {
      expr.path = name(path->identifier());
      return expr;
    }
    std::vector<typename Parser::IdentifierContext*> words;
    if (auto* call = dynamic_cast<typename Parser::FunctionOfFieldContext*>(node)) words = call->identifier();
    if (auto* call = dynamic_cast<typename Parser::FunctionOfFunctionContext*>(node)) words = call->identifier();
    for (std::size_t i = 0; i + 1 < words.size(); ++i) expr.functions.push_back(name(words[i]));
    expr.path = name(words.back());
    return expr;
  }

  DistanceExpr distance(typename Parser::DistanceExprContext* node) const {
    DistanceExpr expr;
    expr.place = place(node);
    expr.from = name(node->identifier(0));
    if (auto* point = node->geolocation()) {
      expr.to = Geolocation{point->number(0)->getText(), point->number(1)->getText()};
    } else {
      expr.to = name(node->identifier(1));
    }
    expr.unit = string_value(node->stringLiteral(), false);
    return expr;
  }

  std::vector<FieldExpr> typeof_fields(typename Parser::TypeofFieldsContext* node) const {
    std::vector<FieldExpr> fields;
    for (auto* field : node->fieldExpr()) fields.push_back(field_expr(field));
    return fields;
  }

  SelectItem select_item(typename Parser::SelectItemContext* node) {
    if (auto* field = dynamic_cast<typename Parser::SelectFieldContext*>(node)) {
      return SelectField{field_expr(field->fieldExpr()), alias(field->alias())};
    }
    if (auto* subquery = dynamic_cast<typename Parser::SelectSubqueryContext*>(node)) {
      return SelectSubquery{query(subquery->query()), alias(subquery->alias())};
    }
    if (auto* item = dynamic_cast<typename Parser::SelectTypeofContext*>(node)) {
      auto* expr = item->typeofExpr();
      SelectTypeof result{name(expr->identifier()), {}, {}, alias(item->alias()), place(expr)};
      for (auto* when : expr->typeofWhen())
        result.when.push_back({name(when->identifier()), typeof_fields(when->typeofFields())});
      if (auto* otherwise = expr->typeofElse()) result.otherwise = typeof_fields(otherwise->typeofFields());
      return result;
    }
    auto* item = dynamic_cast<typename Parser::SelectDistanceContext*>(node);
    return SelectDistance{distance(item->distanceExpr()), alias(item->alias())};
  }

  std::vector<FromItem> from(typename Parser::FromClauseContext* node) const {
    std::vector<FromItem> items;
    for (auto* item : node->fromItem()) {
      FromItem from{name(item->source), std::nullopt, std::nullopt};
      if (item->fromAlias != nullptr) from.alias = name(item->fromAlias);
      if (auto* clause = item->usingClause()) from.scope = scope_of(clause->usingList());
      items.push_back(std::move(from));
    }
    return items;
  }

  // USING LOOKUP names no scope.
  std::optional<Name> scope_of(typename Parser::UsingListContext* node) const {
    if (auto* scope = dynamic_cast<typename Parser::UsingScopeContext*>(node)) return word(scope->IDENTIFIER());
    if (auto* scope = dynamic_cast<typename Parser::UsingScopeAndMoreContext*>(node)) return word(scope->IDENTIFIER());
    return std::nullopt;
  }

  Name word(antlr4::tree::TerminalNode* node) const {
    antlr4::Token* token = node->getSymbol();
    return {node->getText(), {{source_.byte_of(token->getStartIndex()), source_.byte_of(token->getStopIndex() + 1)}}};
  }

  Condition conditions(typename Parser::ConditionsContext* node) {
    if (auto* negated = dynamic_cast<typename Parser::NotConditionContext*>(node))
      return {NotOf{condition(negated->condition())}};
    auto* list = dynamic_cast<typename Parser::ConditionListContext*>(node);
    if (auto* more = list->andConditions()) return {AllOf{several(list->condition(), more->condition())}};
    if (auto* more = list->orConditions()) return {AnyOf{several(list->condition(), more->condition())}};
    return condition(list->condition());
  }

  std::vector<Condition> several(typename Parser::ConditionContext* first,
                                 const std::vector<typename Parser::ConditionContext*>& more) {
    std::vector<Condition> all = {condition(first)};
    for (auto* next : more) all.push_back(condition(next));
    return all;
  }

  Condition condition(typename Parser::ConditionContext* node) {
    if (auto* nested = dynamic_cast<typename Parser::NestedConditionsContext*>(node)) return conditions(nested->conditions());
    if (auto* compare = dynamic_cast<typename Parser::CompareContext*>(node)) {
      return {Comparison{field_expr(compare->fieldExpr()), comparison(compare->comparison()), literal(compare->literal())}};
    }
    if (auto* compare = dynamic_cast<typename Parser::CompareDistanceContext*>(node)) {
      return {Comparison{distance(compare->distanceExpr()), comparison(compare->comparison()), literal(compare->literal())}};
    }
    if (auto* like = dynamic_cast<typename Parser::LikeContext*>(node)) {
      return {Like{field_expr(like->fieldExpr()),
                   {StringLiteral{string_value(like->stringLiteral(), true)}, place(like->stringLiteral())}}};
    }
    if (auto* in = dynamic_cast<typename Parser::InListContext*>(node)) {
      return {InList{field_expr(in->fieldExpr()), in->inOperator()->NOT_() != nullptr, literals(in->literalList())}};
    }
    if (auto* in = dynamic_cast<typename Parser::InSemiJoinContext*>(node)) {
      return {InSemiJoin{field_expr(in->fieldExpr()), in->inOperator()->NOT_() != nullptr, semi_join(in->semiJoin())}};
    }
    auto* includes = dynamic_cast<typename Parser::IncludesContext*>(node);
    return {Includes{field_expr(includes->fieldExpr()), includes->EXCLUDES() != nullptr, literals(includes->literalList())}};
  }

  Query semi_join(typename Parser::SemiJoinContext* node) {
    Query query;
    query.place = place(node);
    query.select.push_back(SelectField{field_expr(node->fieldExpr()), std::nullopt});
    query.from = from(node->fromClause());
    if (auto* where = node->whereClause()) query.where = conditions(where->conditions());
    if (auto* clause = node->withClause()) query.with.push_back(with(clause));
    return query;
  }

  static Operator comparison(typename Parser::ComparisonContext* node) {
    if (node->NE() != nullptr) return Operator::not_equal;
    if (node->LT() != nullptr) return node->EQ() != nullptr ? Operator::less_or_equal : Operator::less;
    if (node->GT() != nullptr) return node->EQ() != nullptr ? Operator::greater_or_equal : Operator::greater;
    return Operator::equal;
  }

  std::vector<Literal> literals(typename Parser::LiteralListContext* node) const {
    std::vector<Literal> list;
    list.reserve(node->children.size() / 2 + 1);
    for (std::size_t i = 0; i < node->children.size(); i += 2) {  // commas between
      list.push_back(literal(static_cast<typename Parser::LiteralContext*>(node->children[i])));
    }
    return list;
  }

  // By its first token: a list may have thousands.
  Literal literal(typename Parser::LiteralContext* node) const {
    Literal out{NullLiteral{}, place(node)};
    const std::string_view text = source_.text(out.place);
    switch (node->start->getType()) {
      case grammar::SalesforceLexer::STRING: out.value = StringLiteral{unescape(text, false)}; break;
      case grammar::SalesforceLexer::DATE: out.value = DateLiteral{std::string(text)}; break;
      case grammar::SalesforceLexer::DATETIME: out.value = DatetimeLiteral{std::string(text)}; break;
      case grammar::SalesforceLexer::TIME: out.value = TimeLiteral{std::string(text)}; break;
      case grammar::SalesforceLexer::NULL_: break;
      case grammar::SalesforceLexer::TRUE_: out.value = BooleanLiteral{true}; break;
      case grammar::SalesforceLexer::FALSE_: out.value = BooleanLiteral{false}; break;
      case grammar::SalesforceLexer::DATE_LITERAL: out.value = RelativeDateLiteral{text::upper(text), std::nullopt}; break;
      case grammar::SalesforceLexer::DATE_LITERAL_N:
        out.value = RelativeDateLiteral{text::upper(node->start->getText()), node->stop->getText()};
        break;
      default:  // a number: [+-] INTEGER | DECIMAL
        out.value = NumberLiteral{node->getText(), node->stop->getType() == grammar::SalesforceLexer::INTEGER};
    }
    return out;
  }

  std::string string_value(typename Parser::StringLiteralContext* node, bool is_pattern) const {
    return unescape(source_.text(place(node)), is_pattern);
  }

  std::pair<std::string, std::string> option(typename Parser::OptionContext* node) const {
    const std::string value =
        node->stringLiteral() != nullptr ? string_value(node->stringLiteral(), false) : node->children.back()->getText();
    return {node->identifier()->getText(), value};
  }

  DataCategory data_category(typename Parser::DataCategoryContext* node) const {
    DataCategory entry{name(node->identifier(0)), text::upper(node->children[1]->getText()), {}};
    for (std::size_t i = 1; i < node->identifier().size(); ++i) entry.categories.push_back(name(node->identifier(i)));
    return entry;
  }

  With with(typename Parser::WithClauseContext* node) const {
    if (auto* equals = dynamic_cast<typename Parser::WithEqualsContext*>(node)) {
      return WithEquals{name(equals->identifier()), string_value(equals->stringLiteral(), false)};
    }
    WithDataCategory clause;
    for (auto* category : dynamic_cast<typename Parser::WithDataCategoryContext*>(node)->dataCategory())
      clause.categories.push_back(data_category(category));
    return clause;
  }

  WithWord with_word(typename Parser::WithWordClauseContext* node) const {
    WithWord clause{name(node->identifier()), {}, place(node)};
    for (auto* entry : node->option()) clause.options.push_back(option(entry));
    return clause;
  }

  GroupBy group_by(typename Parser::GroupByClauseContext* node) {
    GroupBy clause;
    if (node->ROLLUP() != nullptr) clause.grouping = Grouping::rollup;
    if (node->CUBE() != nullptr) clause.grouping = Grouping::cube;
    for (auto* field : node->fieldExprs()->fieldExpr()) clause.fields.push_back(field_expr(field));
    if (auto* having = node->havingClause()) clause.having = conditions(having->conditions());
    return clause;
  }

  OrderItem order_item(typename Parser::OrderItemContext* node) const {
    Operand operand =
        node->fieldExpr() != nullptr ? Operand{field_expr(node->fieldExpr())} : Operand{distance(node->distanceExpr())};
    OrderItem item{std::move(operand), node->DESC() != nullptr, std::nullopt};
    if (node->NULLS() != nullptr) item.nulls_last = node->LAST() != nullptr;
    return item;
  }

  Integer integer(typename Parser::IntegerContext* node) const { return {node->getText(), place(node)}; }

 private:
  const SourceMap& source_;
};

}  // namespace localorg::soql
