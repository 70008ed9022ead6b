#include "soql/explain.h"

#include <chrono>

#include "base/text.h"
#include "soql/bind.h"
#include "soql/outline.h"
#include "soql/parse.h"

namespace localorg::soql {
namespace {

class Watch {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const double us = std::chrono::duration<double, std::micro>(now - last_).count();
    last_ = now;
    return us;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

std::string parameter_text(const org::Value& value) {
  if (const auto* string = std::get_if<std::string>(&value)) return store::quote_literal(*string);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* number = std::get_if<double>(&value)) return text::java_double(*number);
  return "NULL";
}

// `bound` gave `plan`, and its child queries, in their order, those of the plan.
void add_statements(const Engine& engine, const BoundQuery& bound, const Plan& plan, const std::string& title,
                    std::vector<ExplainedStatement>& out) {
  ExplainedStatement statement{title, plan.sql.text, {}, engine.org().database.explain_plan(plan.sql), {}};
  for (const org::Value& value : plan.sql.parameters) statement.parameters.push_back(parameter_text(value));
  statement.indexes = index_use(bound, statement.plan);
  out.push_back(std::move(statement));
  auto child = plan.children.begin();
  for (const BoundMember& member : bound.select.members) {
    const auto* children = std::get_if<Box<BoundChildren>>(&member.value);
    if (children == nullptr) continue;
    add_statements(engine, (*children)->query, *child, "children: " + child->record.type, out);
    ++child;
  }
}

}  // namespace

Result<Explanation> explain(Engine& engine, std::string_view text) {
  Explanation out;
  const auto took = [&](const char* step, Watch& watch) { out.times.push_back({step, watch.lap()}); };
  LOCALORG_CHECK(parse(statement_of(text)));  // warms the parser's tables, so that the times are those of a running program
  Watch watch;
  LOCALORG_TRY(const Query parsed, parse(statement_of(text)));
  took("parse", watch);
  LOCALORG_TRY(const BoundQuery bound, bind(parsed, *engine.org().catalog, engine.viewer()));
  took("bind", watch);
  const Plan plan = translate(bound);
  took("translate", watch);
  LOCALORG_TRY(store::Statement statement, engine.org().database.prepare(plan.sql));
  took("prepare", watch);
  for (;;) {
    LOCALORG_TRY(const bool row, statement.step());
    if (!row) break;
    ++out.rows;
  }
  took("execute", watch);
  out.ast = outline(parsed);
  out.bound = outline(bound);
  add_statements(engine, bound, plan, "query", out.statements);
  return out;
}

}  // namespace localorg::soql
