#include <algorithm>

#include "support/generator_parts.h"

namespace localorg::test {
namespace {

using org::TypeClass;

using Operand = std::function<std::optional<Expr>()>;

std::string comparison_sign(const Level& level, TypeClass type_class) {
  const bool has_order = type_class != TypeClass::boolean && type_class != TypeClass::multipicklist;
  if (!has_order || level.random.chance(50)) return level.random.pick(std::vector<std::string>{"=", "=", "!=", "<>"});
  return level.random.pick(std::vector<std::string>{"<", "<=", ">", ">="});
}

std::string in_list(const Level& level, const Expr& expr) {
  const std::size_t count = level.random.chance(6) ? 14 + level.random.below(10) : 1 + level.random.below(4);
  std::vector<std::string> literals;
  for (std::size_t i = 0; i < count; ++i) literals.push_back(literal(level, expr));
  return level.keyword(level.random.chance(50) ? " IN " : " NOT IN ") + "(" + joined(literals) + ")";
}

// 'red;Blue', 'x y': values of the field, now and then one that it lacks.
std::string includes_list(const Level& level, const Expr& expr) {
  Random& random = level.random;
  std::vector<std::string> sets;
  for (std::size_t i = 1 + random.below(2); i > 0; --i) {
    std::vector<std::string> values;
    for (std::size_t k = 1 + random.below(2); k > 0; --k) {
      values.push_back(random.chance(10) ? "none" : random.pick(expr.path.field->picklist_values).value);
    }
    sets.push_back(quoted(joined(values, ";"), random));
  }
  return level.keyword(random.chance(50) ? " INCLUDES " : " EXCLUDES ") + "(" + joined(sets) + ")";
}

std::string comparison(const Level& level, const Expr& expr) {
  Random& random = level.random;
  if (expr.type_class == TypeClass::multipicklist && expr.is_plain() && !expr.path.field->picklist_values.empty() &&
      random.chance(60)) {
    return expr.text + includes_list(level, expr);
  }
  if (expr.type_class == TypeClass::text && random.chance(35))
    return expr.text + level.keyword(" LIKE ") + like_literal(level, expr);
  if (random.chance(25)) return expr.text + in_list(level, expr);
  const std::string sign = comparison_sign(level, expr.type_class);
  return expr.text + (random.chance(80) ? " " + sign + " " : sign) + literal(level, expr);
}

std::string condition(const Level& level, const Operand& operand, int depth) {
  if (depth > 0 && level.random.chance(30)) return "(" + conditions(level, operand, depth - 1) + ")";
  const auto expr = operand();
  return expr ? comparison(level, *expr) : level.name("Id") + " != " + level.keyword("NULL");
}

// A field, a date function or a label to filter by.
std::optional<Expr> where_operand(const Level& level) {
  Random& random = level.random;
  if (random.chance(15)) {
    if (auto path = pick_path(level, [](const org::Field& f) { return f.filterable && is_date(f); }))
      return date_call(level, *std::move(path));
  }
  if (random.chance(8)) {
    if (auto path = pick_path(level, [](const org::Field& f) { return f.type == org::FieldType::picklist; })) {
      return call(level, soql::Function::to_label, plain(*std::move(path)), TypeClass::text);
    }
  }
  const bool several = random.chance(6);
  auto path = pick_path(
      level, [&](const org::Field& f) { return f.filterable && (!several || f.type == org::FieldType::multipicklist); });
  if (!path) return std::nullopt;
  return plain(*std::move(path));
}

// The objects whose Ids a field holds.
std::vector<std::string> points_to(const org::Field& field, const org::SObject& object) {
  return field.type == org::FieldType::id ? std::vector<std::string>{object.name} : field.reference_to;
}

bool share(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const std::string& name) { return std::find(b.begin(), b.end(), name) != b.end(); });
}

// AccountId IN (SELECT Id FROM Account WHERE ...), if two fields are found that hold Ids of the same objects.
std::optional<std::string> semi_join(const Level& level) {
  Random& random = level.random;
  const auto is_id = [](const org::Field& f) { return class_of(f) == TypeClass::id; };
  for (int attempt = 0; attempt < 30; ++attempt) {
    Level inner{
        level.org, random, level.style, &level.org.catalog->objects()[random.below(level.org.catalog->objects().size())], {}};
    if (inner.object->is_virtual()) continue;
    const auto left = pick_path(level, is_id, 0);
    const auto right = pick_path(inner, is_id, 1);
    if (!left || !right || !share(points_to(*left->field, *level.object), points_to(*right->field, *right->object))) continue;
    const bool both_id = left->field->type == org::FieldType::id && right->field->type == org::FieldType::id;
    if (both_id && inner.object == level.object) continue;
    return left->text + level.keyword(random.chance(50) ? " IN " : " NOT IN ") + "(" + level.keyword("SELECT ") + right->text +
           level.keyword(" FROM ") + level.name(inner.object->name) + where_clause(inner, false) + ")";
  }
  return std::nullopt;
}

}  // namespace

std::string conditions(const Level& level, const Operand& operand, int depth) {
  Random& random = level.random;
  if (random.chance(12)) return level.keyword("NOT ") + condition(level, operand, depth);
  const std::size_t count = random.pick(std::vector<std::size_t>{1, 1, 2, 2, 3});
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < count; ++i) parts.push_back(condition(level, operand, depth));
  return joined(parts, level.keyword(random.chance(55) ? " AND " : " OR "));
}

std::optional<std::string> distance_call(const Level& level) {
  Random& random = level.random;
  const auto is_place = [](const org::Field& f) { return class_of(f) == TypeClass::compound; };
  const auto from = pick_path(level, is_place, 2);
  if (!from) return std::nullopt;
  const auto other = random.chance(20) ? pick_path(level, is_place, 2) : std::nullopt;
  return level.keyword("DISTANCE") + "(" + from->text + ", " + (other ? other->text : geolocation(level)) + ", " +
         (random.chance(50) ? "'mi'" : "'km'") + ")";
}

std::string where_clause(const Level& level, bool semi_joins) {
  Random& random = level.random;
  if (random.chance(30)) return "";
  const Operand operand = [&] { return where_operand(level); };
  std::vector<std::string> parts;
  while (semi_joins && parts.size() < 2 && random.chance(15)) {
    auto join = semi_join(level);
    if (!join) break;
    parts.push_back(*std::move(join));
  }
  if (random.chance(4)) {
    if (const auto distance = distance_call(level))
      parts.push_back(*distance + (random.chance(50) ? " < " : " >= ") + std::to_string(random.below(9000)));
  }
  if (parts.empty()) return level.blank() + level.keyword("WHERE ") + conditions(level, operand, 2);
  while (random.chance(40)) parts.push_back(condition(level, operand, 2));
  return level.blank() + level.keyword("WHERE ") + joined(parts, level.keyword(" AND "));
}

}  // namespace localorg::test
