#include <algorithm>
#include <set>

#include "support/generator_parts.h"

namespace localorg::test {
namespace {

using org::TypeClass;
using soql::Function;

bool is_number(const Expr& expr) { return expr.type_class == TypeClass::integer || expr.type_class == TypeClass::number; }

// An aggregate query in the making.
class Grouper {
 public:
  explicit Grouper(Level& level) : level_(level), random_(level.random) {}

  std::string write() {
    grouping_ = random_.pick(std::vector<soql::Grouping>{soql::Grouping::plain, soql::Grouping::plain, soql::Grouping::plain,
                                                         soql::Grouping::rollup, soql::Grouping::cube});
    const std::string from = from_clause(level_, level_.object->name, true);
    const bool is_overall = random_.chance(15);
    if (!is_overall) draw_groups();
    std::string out = level_.keyword("SELECT ") + select_list() + from + where_clause(level_, true);
    if (groups_.empty()) return out;
    out += group_by_clause();
    if (random_.chance(35)) {
      out += level_.blank() + level_.keyword("HAVING ") +
             conditions(
                 level_, [this] { return value_of_group(); }, 1);
    }
    return out + order_by_clause() + limit_clause(level_);
  }

 private:
  void draw_groups() {
    const std::size_t count = 1 + random_.below(grouping_ == soql::Grouping::plain ? 3 : 2);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < count; ++i) {
      auto group = random_group();
      if (group && seen.insert(canonical(*group)).second) groups_.push_back(*std::move(group));
    }
  }

  std::optional<Expr> random_group() {
    if (random_.chance(25)) {
      if (auto path = pick_path(level_, is_date, 2)) return date_call(level_, *std::move(path));
    }
    auto path = pick_path(
        level_, [](const org::Field& f) { return f.groupable; }, 2);
    if (!path) return std::nullopt;
    return plain(*std::move(path));
  }

  // What two spellings of one expression have in common.
  static std::string canonical(const Expr& expr) {
    std::string out = expr.path.canonical;
    for (const Function function : expr.functions) out += "/" + std::to_string(static_cast<int>(function));
    return out;
  }

  bool is_grouped(const Path& path) const {
    return std::any_of(groups_.begin(), groups_.end(),
                       [&](const Expr& g) { return g.is_plain() && g.path.canonical == path.canonical; });
  }

  // Other sums depend on the order of the records.
  static bool sums_exactly(const org::Field& field) {
    return class_of(field) == TypeClass::integer || (class_of(field) == TypeClass::number && field.scale <= 2);
  }

  // An aggregate of a field that is not grouped itself.
  Expr random_aggregate() {
    const bool to_sum = random_.chance(25);
    const bool to_count = random_.chance(10);
    const auto may_be = [&](const org::Field& f) {
      return f.aggregatable && (!to_sum || sums_exactly(f)) && (to_sum || !to_count || f.type == org::FieldType::id);
    };
    auto path = pick_path(level_, may_be, 2);
    if (!path || is_grouped(*path)) return call(level_, Function::count, plain(id_path()), TypeClass::integer);
    Expr expr = plain(*std::move(path));
    const TypeClass own = expr.type_class;
    switch (random_.below(sums_exactly(*expr.path.field) ? 6 : 4)) {
      case 0: return call(level_, Function::count, std::move(expr), TypeClass::integer);
      case 1: return call(level_, Function::count_distinct, std::move(expr), TypeClass::integer);
      case 2: return call(level_, Function::min, std::move(expr), own);
      case 3: return call(level_, Function::max, std::move(expr), own);
      case 4: return call(level_, Function::sum, std::move(expr), own);
      default: return call(level_, Function::avg, std::move(expr), TypeClass::number);
    }
  }

  Path id_path() const { return {level_.name("Id"), "Id", level_.object, level_.object->find_field("Id"), 0}; }

  std::optional<Expr> random_grouping() {
    if (grouping_ == soql::Grouping::plain) return std::nullopt;
    const Expr& group = random_.pick(groups_);
    if (!group.is_plain()) return std::nullopt;
    return call(level_, Function::grouping, group, TypeClass::integer);
  }

  // For HAVING and ORDER BY.
  std::optional<Expr> value_of_group() {
    if (random_.chance(20)) {
      if (auto grouping = random_grouping()) return grouping;
    }
    if (random_.chance(50)) return random_.pick(groups_);
    Expr aggregate = random_aggregate();
    return is_grouped(aggregate.path) ? random_.pick(groups_) : aggregate;
  }

  // ---- SELECT

  std::string select_list() {
    std::vector<std::string> items;
    for (const Expr& group : groups_) {
      if (random_.chance(80)) items.push_back(shown(group));
      if (group.is_plain() && is_date(*group.path.field) && random_.chance(25))
        items.push_back(shown(date_call(level_, group.path)));
    }
    for (std::size_t i = random_.below(4); i > 0; --i) {
      const Expr aggregate = random_aggregate();
      if (!is_grouped(aggregate.path)) items.push_back(shown(aggregate));
    }
    if (random_.chance(40) && !groups_.empty()) {
      if (const auto grouping = random_grouping()) items.push_back(shown(*grouping));
    }
    if (items.empty() && groups_.empty()) items.push_back(level_.keyword("COUNT") + "(" + level_.name("Id") + ")");
    if (items.empty()) items.push_back(shown(groups_.front()));
    return joined(items, "," + level_.blank());
  }

  // With a function round it where one fits, and an alias where the key would be taken.
  std::string shown(const Expr& value) {
    Expr expr = value;
    const bool can_format = is_number(expr) || expr.type_class == TypeClass::date || expr.type_class == TypeClass::datetime;
    const bool is_nested = expr.functions.size() > 1 || (!expr.functions.empty() && !soql_aggregate(expr.functions.front()));
    const bool has_field_key = expr.is_plain();
    if (can_format && !is_nested && random_.chance(15)) {
      expr = call(level_, Function::format, std::move(expr), TypeClass::text);
    } else if (expr.is_plain() && expr.path.field->type == org::FieldType::picklist && random_.chance(25)) {
      expr = call(level_, Function::to_label, std::move(expr), TypeClass::text);
    }
    if (has_field_key && !keys_.insert(expr.path.field->name).second) return expr.text + " " + new_alias();
    return random_.chance(35) ? expr.text + " " + new_alias() : expr.text;
  }

  static bool soql_aggregate(Function function) { return soql::row_of(function).kind == soql::FunctionKind::aggregate; }

  std::string new_alias() {
    return random_.pick(std::vector<std::string>{"n", "Total", "wert_", "X"}) + std::to_string(aliases_++);
  }

  // ---- The rest

  std::string group_by_clause() {
    std::vector<std::string> fields;
    for (const Expr& group : groups_) fields.push_back(group.text);
    std::string list = joined(fields);
    if (grouping_ == soql::Grouping::rollup) list = level_.keyword("ROLLUP") + "(" + list + ")";
    if (grouping_ == soql::Grouping::cube) list = level_.keyword("CUBE") + "(" + list + ")";
    return level_.blank() + level_.keyword("GROUP BY ") + list;
  }

  std::string order_by_clause() {
    std::vector<std::string> terms;
    for (std::size_t i = random_.below(3); i > 0; --i) {
      const auto expr = value_of_group();
      const bool is_aggregate = expr && !expr->is_plain() && soql_aggregate(expr->functions.front());
      if (expr && (expr->path.field->sortable || is_aggregate)) terms.push_back(expr->text + sort_direction(level_));
    }
    return terms.empty() ? "" : level_.blank() + level_.keyword("ORDER BY ") + joined(terms);
  }

  Level& level_;
  Random& random_;
  soql::Grouping grouping_ = soql::Grouping::plain;
  std::vector<Expr> groups_;
  std::set<std::string> keys_;
  int aliases_ = 0;
};

}  // namespace

std::string aggregate_query(Level& level) { return Grouper(level).write(); }

}  // namespace localorg::test
