#include "soql/unparse.h"

#include <array>
#include <cstdio>

#include "base/text.h"

namespace localorg::soql {
namespace {

template <typename... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;

template <typename List, typename Print>
std::string list(const List& items, std::string_view separator, Print print) {
  std::vector<std::string> parts;
  for (const auto& item : items) parts.push_back(print(item));
  return text::join(parts, separator);
}

std::string field_text(const FieldExpr& expr) {
  std::string out;
  for (const Name& function : expr.functions) out += function.text + "(";
  return out + expr.path.text + std::string(expr.functions.size(), ')');
}

std::string distance_text(const DistanceExpr& expr) {
  std::string to;
  if (const auto* point = std::get_if<Geolocation>(&expr.to)) {
    to = "GEOLOCATION(" + point->latitude + ", " + point->longitude + ")";
  } else {
    to = std::get<Name>(expr.to).text;
  }
  return "DISTANCE(" + expr.from.text + ", " + to + ", " + quote(expr.unit) + ")";
}

std::string alias_text(const std::optional<Name>& alias) { return alias ? " " + alias->text : ""; }

std::string_view sign_of(Operator op) {
  switch (op) {
    case Operator::equal: return "=";
    case Operator::not_equal: return "!=";
    case Operator::less: return "<";
    case Operator::less_or_equal: return "<=";
    case Operator::greater: return ">";
    case Operator::greater_or_equal: return ">=";
  }
  return "=";
}

// Conditions within conditions stand in parentheses.
std::string nested(const Condition& condition) {
  const bool is_group = std::holds_alternative<AllOf>(condition.value) || std::holds_alternative<AnyOf>(condition.value) ||
                        std::holds_alternative<NotOf>(condition.value);
  return is_group ? "(" + unparse(condition) + ")" : unparse(condition);
}

std::string literal_list(const std::vector<Literal>& literals) {
  return "(" + list(literals, ", ", [](const Literal& l) { return unparse(l); }) + ")";
}

std::string select_text(const SelectItem& item) {
  const auto fields = [](const std::vector<FieldExpr>& exprs) { return list(exprs, ", ", field_text); };
  return std::visit(Overloaded{
                        [](const SelectField& f) { return field_text(f.expr) + alias_text(f.alias); },
                        [](const SelectSubquery& s) { return "(" + unparse(*s.query) + ")" + alias_text(s.alias); },
                        [](const SelectDistance& d) { return distance_text(d.expr) + alias_text(d.alias); },
                        [&](const SelectTypeof& t) {
                          std::string out = "TYPEOF " + t.relationship.text;
                          for (const TypeofWhen& when : t.when)
                            out += " WHEN " + when.object.text + " THEN " + fields(when.fields);
                          if (!t.otherwise.empty()) out += " ELSE " + fields(t.otherwise);
                          return out + " END" + alias_text(t.alias);
                        },
                    },
                    item);
}

std::string from_text(const FromItem& item) {
  return item.source.text + alias_text(item.alias) + (item.scope ? " USING SCOPE " + item.scope->text : "");
}

std::string options_text(const std::vector<std::pair<std::string, std::string>>& options) {
  return "(" +
         list(options, ", ",
              [](const auto& option) {
                const bool is_word = option.second == "true" || option.second == "false" ||
                                     option.second.find_first_not_of("0123456789") == std::string::npos;
                return option.first + " = " + (is_word ? option.second : quote(option.second));
              }) +
         ")";
}

std::string with_text(const With& with) {
  return " WITH " + std::visit(Overloaded{
                                   [](const WithDataCategory& clause) {
                                     return "DATA CATEGORY " + list(clause.categories, " AND ", [](const DataCategory& c) {
                                              return c.group.text + " " + c.op + " (" +
                                                     list(c.categories, ", ", [](const Name& n) { return n.text; }) + ")";
                                            });
                                   },
                                   [](const WithEquals& clause) { return clause.name.text + " = " + quote(clause.value); },
                                   [](const WithWord& clause) {
                                     return clause.name.text +
                                            (clause.options.empty() ? "" : " " + options_text(clause.options));
                                   },
                               },
                               with);
}

std::string group_text(const GroupBy& group) {
  const std::string fields = list(group.fields, ", ", field_text);
  std::string out = " GROUP BY ";
  switch (group.grouping) {
    case Grouping::plain: out += fields; break;
    case Grouping::rollup: out += "ROLLUP(" + fields + ")"; break;
    case Grouping::cube: out += "CUBE(" + fields + ")"; break;
  }
  return out + (group.having ? " HAVING " + unparse(*group.having) : "");
}

std::string order_text(const OrderItem& item) {
  return unparse(item.operand) + (item.descending ? " DESC" : "") +
         (item.nulls_last ? *item.nulls_last ? " NULLS LAST" : " NULLS FIRST" : "");
}

}  // namespace

std::string quote(std::string_view value, bool is_pattern) {
  std::string out = "'";
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    switch (c) {
      case '\'': out += "\\'"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\\':
        if (is_pattern && i + 1 < value.size()) {
          out += c;
          out += value[++i];  // an escape that the pattern keeps: \% \_ or two backslashes
        } else {
          out += "\\\\";
        }
        break;
      default: out += c;
    }
  }
  return out + "'";
}

std::string unparse(const Literal& literal) {
  return std::visit(Overloaded{
                        [](const NullLiteral&) -> std::string { return "null"; },
                        [](const BooleanLiteral& b) -> std::string { return b.value ? "true" : "false"; },
                        [](const StringLiteral& s) { return quote(s.value); },
                        [](const NumberLiteral& n) { return n.text; },
                        [](const DateLiteral& d) { return d.text; },
                        [](const DatetimeLiteral& d) { return d.text; },
                        [](const TimeLiteral& t) { return t.text; },
                        [](const RelativeDateLiteral& r) { return r.keyword + (r.count ? ":" + *r.count : ""); },
                    },
                    literal.value);
}

std::string unparse(const Operand& operand) {
  if (const auto* field = std::get_if<FieldExpr>(&operand)) return field_text(*field);
  return distance_text(std::get<DistanceExpr>(operand));
}

std::string unparse(const Condition& condition) {
  return std::visit(
      Overloaded{
          [](const AllOf& all) { return list(all.conditions, " AND ", nested); },
          [](const AnyOf& any) { return list(any.conditions, " OR ", nested); },
          [](const NotOf& negation) { return "NOT " + nested(*negation.condition); },
          [](const Comparison& c) { return unparse(c.operand) + " " + std::string(sign_of(c.op)) + " " + unparse(c.literal); },
          [](const Like& l) {
            return field_text(l.operand) + " LIKE " + quote(std::get<StringLiteral>(l.pattern.value).value, true);
          },
          [](const InList& in) {
            return field_text(in.operand) + (in.negated ? " NOT IN " : " IN ") + literal_list(in.literals);
          },
          [](const InSemiJoin& in) {
            return field_text(in.operand) + (in.negated ? " NOT IN (" : " IN (") + unparse(*in.query) + ")";
          },
          [](const Includes& i) {
            return field_text(i.operand) + (i.excludes ? " EXCLUDES " : " INCLUDES ") + literal_list(i.literals);
          },
      },
      condition.value);
}

std::string unparse(const Query& query) {
  const auto& [count_only, select, from, where, with, group_by, order_by, limit, offset, for_clause, update, set_options,
               place] = query;
  std::string out =
      "SELECT " + (count_only ? "COUNT()" : list(select, ", ", select_text)) + " FROM " + list(from, ", ", from_text);
  if (where) out += " WHERE " + unparse(*where);
  for (const With& clause : with) out += with_text(clause);
  if (group_by) out += group_text(*group_by);
  if (!order_by.empty()) out += " ORDER BY " + list(order_by, ", ", order_text);
  if (limit) out += " LIMIT " + limit->text;
  if (offset) out += " OFFSET " + offset->text;
  if (for_clause) out += *for_clause == ForClause::view ? " FOR VIEW" : " FOR REFERENCE";
  if (!update.empty()) out += " UPDATE " + list(update, ", ", [](const Name& n) { return n.text; });
  if (!set_options.empty()) out += " SET OPTIONS " + options_text(set_options);
  return out;
}

}  // namespace localorg::soql
