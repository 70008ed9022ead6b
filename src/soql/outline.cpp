#include "soql/outline.h"

#include "base/text.h"
#include "soql/unparse.h"

namespace localorg::soql {
namespace {

template <typename... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;

// Lines under lines.
class Outline {
 public:
  void line(const std::string& text) { out_ += std::string(depth_ * 2, ' ') + text + "\n"; }
  template <typename Body>
  void under(const std::string& text, Body body) {
    line(text);
    ++depth_;
    body();
    --depth_;
  }
  const std::string& text() const { return out_; }

 private:
  std::string out_;
  std::size_t depth_ = 0;
};

// ---- AST ----------------------------------------------------------------------------------------------------------

void add(Outline& out, const Query& query);

void add(Outline& out, const Condition& condition) {
  const auto all = [&](const char* title, const std::vector<Condition>& conditions) {
    out.under(title, [&] {
      for (const Condition& c : conditions) add(out, c);
    });
  };
  if (const auto* a = std::get_if<AllOf>(&condition.value)) return all("all of", a->conditions);
  if (const auto* a = std::get_if<AnyOf>(&condition.value)) return all("any of", a->conditions);
  if (const auto* n = std::get_if<NotOf>(&condition.value)) return out.under("not", [&] { add(out, *n->condition); });
  if (const auto* in = std::get_if<InSemiJoin>(&condition.value)) {
    return out.under(unparse(Operand{in->operand}) + (in->negated ? " not in" : " in"), [&] { add(out, *in->query); });
  }
  out.line(unparse(condition));
}

void add(Outline& out, const SelectItem& item) {
  if (const auto* subquery = std::get_if<SelectSubquery>(&item))
    return out.under("subquery", [&] { add(out, *subquery->query); });
  if (const auto* field = std::get_if<SelectField>(&item)) {
    return out.line(unparse(Operand{field->expr}) + (field->alias ? " as " + field->alias->text : ""));
  }
  if (const auto* choice = std::get_if<SelectTypeof>(&item)) return out.line("typeof " + choice->relationship.text);
  out.line(unparse(Operand{std::get<SelectDistance>(item).expr}));
}

void add(Outline& out, const Query& query) {
  out.under("query", [&] {
    out.under("select", [&] {
      if (query.count_only) out.line("COUNT()");
      for (const SelectItem& item : query.select) add(out, item);
    });
    for (const FromItem& item : query.from)
      out.line("from " + item.source.text + (item.alias ? " as " + item.alias->text : ""));
    if (query.where) out.under("where", [&] { add(out, *query.where); });
    if (query.group_by) {
      out.under("group by", [&] {
        for (const FieldExpr& field : query.group_by->fields) out.line(unparse(Operand{field}));
      });
      if (query.group_by->having) out.under("having", [&] { add(out, *query.group_by->having); });
    }
    if (!query.order_by.empty()) {
      out.under("order by", [&] {
        for (const OrderItem& item : query.order_by) out.line(unparse(item.operand) + (item.descending ? " descending" : ""));
      });
    }
    if (query.limit) out.line("limit " + query.limit->text);
    if (query.offset) out.line("offset " + query.offset->text);
  });
}

// ---- Bound --------------------------------------------------------------------------------------------------------

std::string field_text(const BoundQuery& query, const BoundField& field) {
  std::string path;
  for (std::size_t join = field.join; join != 0; join = query.joins[join].parent) {
    path = query.joins[join].reference->relationship_name + "." + path;
  }
  return query.object->name + "." + path + field.field->name;
}

std::string expr_text(const BoundQuery& query, const BoundExpr& expr) {
  std::string out = field_text(query, expr.field);
  for (auto function = expr.functions.rbegin(); function != expr.functions.rend(); ++function) {
    out = std::string(row_of(*function).name) + "(" + out + ")";
  }
  return out;
}

std::string operand_text(const BoundQuery& query, const BoundOperand& operand) {
  if (const auto* expr = std::get_if<BoundExpr>(&operand)) return expr_text(query, *expr);
  return "DISTANCE from " + field_text(query, std::get<BoundDistance>(operand).from);
}

std::string value_text(const org::Value& value) {
  return std::visit(Overloaded{
                        [](std::monostate) -> std::string { return "null"; },
                        [](std::int64_t i) { return std::to_string(i); },
                        [](double d) { return text::java_double(d); },
                        [](const std::string& s) { return "'" + s + "'"; },
                    },
                    value);
}

std::string range_text(const BoundRange& range) { return "[" + value_text(range.begin) + ", " + value_text(range.end) + ")"; }

std::string sign_text(Operator op) {
  constexpr const char* kSigns[] = {" = ", " != ", " < ", " <= ", " > ", " >= "};
  return kSigns[static_cast<std::size_t>(op)];
}

std::string in_text(const BoundQuery& query, const BoundIn& in) {
  std::string line =
      expr_text(query, in.operand) + (in.negated ? " not in " : " in ") + std::to_string(in.values.size()) + " values";
  if (in.has_null) line += ", null";
  for (const BoundRange& range : in.ranges) line += ", " + range_text(range);
  return line;
}

void add(Outline& out, const BoundQuery& query);

void add(Outline& out, const BoundQuery& query, const BoundCondition& condition) {
  const std::string text = condition_text(query, condition);
  const auto several = [&](const std::vector<BoundCondition>& conditions) {
    out.under(text, [&] {
      for (const BoundCondition& c : conditions) add(out, query, c);
    });
  };
  if (const auto* all = std::get_if<BoundAll>(&condition.value)) return several(all->conditions);
  if (const auto* any = std::get_if<BoundAny>(&condition.value)) return several(any->conditions);
  if (const auto* negation = std::get_if<BoundNot>(&condition.value))
    return out.under(text, [&] { add(out, query, *negation->condition); });
  if (const auto* in = std::get_if<BoundSemiJoin>(&condition.value)) return out.under(text, [&] { add(out, *in->query); });
  out.line(text);
}

void add(Outline& out, const BoundQuery& query, const BoundShape& shape) {
  for (const BoundMember& member : shape.members) {
    std::visit(Overloaded{
                   [&](const BoundExpr& e) {
                     out.line(member.key + ": " + expr_text(query, e) + " (" +
                              std::string(org::traits(e.field.field->type).name) + ")");
                   },
                   [&](const BoundDistance& d) { out.line(member.key + ": " + operand_text(query, d)); },
                   [&](const Box<BoundShape>& s) {
                     out.under(member.key + ": " + query.joins[s->join].object->name, [&] { add(out, query, *s); });
                   },
                   [&](const Box<BoundChildren>& c) { out.under(member.key + ": children", [&] { add(out, c->query); }); },
                   [&](const Box<BoundTypeof>& t) {
                     out.line(member.key + ": typeof, " + std::to_string(t->branches.size()) + " branches");
                   },
               },
               member.value);
  }
}

void add(Outline& out, const BoundQuery& query) {
  out.under(query.object->name, [&] {
    for (std::size_t i = 1; i < query.joins.size(); ++i) {
      const BoundJoin& join = query.joins[i];
      out.line("join " + std::to_string(i) + ": " + join.object->name + " through " +
               field_text(query, {join.parent, join.reference}));
    }
    constexpr const char* kKinds[] = {"records", "count", "aggregate results"};
    out.under(kKinds[static_cast<std::size_t>(query.kind)], [&] { add(out, query, query.select); });
    if (query.where) out.under("where", [&] { add(out, query, *query.where); });
    if (!query.group_by.empty())
      out.under("group by", [&] {
        for (const BoundExpr& e : query.group_by) out.line(expr_text(query, e));
      });
    if (query.having) out.under("having", [&] { add(out, query, *query.having); });
    if (!query.order_by.empty()) {
      out.under("order by", [&] {
        for (const BoundOrder& order : query.order_by) {
          out.line(operand_text(query, order.operand) + (order.descending ? " descending" : " ascending") +
                   (order.nulls_last ? ", nulls last" : ", nulls first"));
        }
      });
    }
    if (query.limit) out.line("limit " + std::to_string(*query.limit));
    if (query.offset) out.line("offset " + std::to_string(*query.offset));
  });
}

}  // namespace

std::string condition_text(const BoundQuery& query, const BoundCondition& condition) {
  return std::visit(
      Overloaded{
          [&](const BoundAll&) -> std::string { return "all of"; },
          [&](const BoundAny&) -> std::string { return "any of"; },
          [&](const BoundNot&) -> std::string { return "not"; },
          [&](const BoundCompare& c) { return operand_text(query, c.operand) + sign_text(c.op) + value_text(c.value); },
          [&](const BoundCompareRange& c) { return expr_text(query, c.operand) + sign_text(c.op) + range_text(c.range); },
          [&](const BoundLike& c) { return expr_text(query, c.operand) + " like '" + c.pattern + "'"; },
          [&](const BoundIn& c) { return in_text(query, c); },
          [&](const BoundSemiJoin& c) { return expr_text(query, c.operand) + (c.negated ? " not in" : " in"); },
          [&](const BoundIncludes& c) { return expr_text(query, c.operand) + (c.excludes ? " excludes" : " includes"); },
          [&](const BoundNever&) -> std::string { return "never"; },
      },
      condition.value);
}

std::string outline(const Query& query) {
  Outline out;
  add(out, query);
  return out.text();
}

std::string outline(const BoundQuery& query) {
  Outline out;
  add(out, query);
  return out.text();
}

}  // namespace localorg::soql
