// SQL for names and expressions.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "soql/translate_parts.h"
#include "store/functions.h"
#include "store/layout.h"

namespace localorg::soql {
namespace {

using store::column_of;
using store::table_of;

std::string collated(const std::string& sql) { return sql + " COLLATE " + std::string(store::kTextCollation); }

// Before: FROM Case             After: "Case", and for queryAll the recycle bin with it
std::string source_of(const Translation& t, const org::SObject& object) {
  if (t.rows == Rows::live || object.find_field("IsDeleted") == nullptr) return table_of(object);
  return "(SELECT * FROM " + table_of(object) + " UNION ALL SELECT * FROM " + store::deleted_table_of(object) + ")";
}

// t2 for a plain join, t2_0, t2_1 for the targets of a polymorphic one.
std::string target_alias(const Translation& t, std::size_t join, std::size_t target) {
  return t.alias_prefix + std::to_string(join) + "_" + std::to_string(target);
}

// Before: Owner.Name            After: coalesce(t1_0."Name", t1_1."Name"), of the targets that have one
std::string name_entity_field(const Translation& t, const BoundField& field) {
  const auto& targets = t.query.joins[field.join].reference->targets;
  std::vector<std::string> values;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const std::string alias = target_alias(t, field.join, i);
    if (field.field->name == "Type") {
      values.push_back("iif(" + alias + "." + std::string(store::kIdColumn) + " IS NULL, NULL, " +
                       store::quote_literal(targets[i]->name) + ")");
    } else if (const org::Field* own = stands_for(*field.field, *targets[i])) {
      values.push_back(alias + "." + column_of(*own));
    }
  }
  if (values.empty()) return "NULL";
  return values.size() == 1 ? values.front() : "coalesce(" + text::join(values, ", ") + ")";
}

// The parts of a compound address: ShippingAddress is made of ShippingCity and so on.
constexpr auto kAddressParts = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"city", "City"},
    {"country", "Country"},
    {"geocodeAccuracy", "GeocodeAccuracy"},
    {"latitude", "Latitude"},
    {"longitude", "Longitude"},
    {"postalCode", "PostalCode"},
    {"state", "State"},
    {"street", "Street"},
});

// The column of one part of a compound field, or NULL where the object lacks it.
std::string compound_part(const Translation& t, const BoundField& field, std::string_view part) {
  const org::SObject& object = *t.query.joins[field.join].object;
  const std::string& name = field.field->name;
  const bool is_address = name.ends_with("Address");
  const std::string part_name =
      is_address ? name.substr(0, name.size() - 7) + std::string(part)
                 : name.substr(0, name.size() - 1) + std::string(part) + "__s";  // Place__c, Place__Latitude__s
  const org::Field* own = object.find_field(part_name);
  return own == nullptr ? "NULL" : alias_of(t, field.join) + "." + column_of(*own);
}

// Before: ShippingAddress       After: json_object('city', t0."ShippingCity", ...), null where all parts are
std::string compound_sql(const Translation& t, const BoundField& field) {
  std::vector<std::string> parts;
  std::vector<std::string> pairs;
  for (const auto& [key, part] : kAddressParts) {
    if (field.field->type == org::FieldType::location && key != "latitude" && key != "longitude") continue;
    parts.push_back(compound_part(t, field, part));
    const bool is_number = key == "latitude" || key == "longitude";
    pairs.push_back(store::quote_literal(key) + ", " + (is_number ? "json(soql_number(" + parts.back() + "))" : parts.back()));
  }
  return "iif(coalesce(" + text::join(parts, ", ") + ") IS NULL, NULL, json_object(" + text::join(pairs, ", ") + "))";
}

// Picklist values match in any case, whatever expression they come from.  SQLite's own collation does for ASCII.
std::string case_of_picklist(const std::string& value, const org::Field& field) {
  const bool ascii = std::all_of(field.picklist_values.begin(), field.picklist_values.end(),
                                 [](const org::PicklistValue& entry) { return text::is_ascii(entry.value); });
  return "CASE " + (ascii ? value + " COLLATE NOCASE" : collated(value));
}

// CASE <value> WHEN 'High' THEN 0 ...: the place of a picklist value in its defined order; others behind all.
std::string picklist_rank(const std::string& value, const org::Field& field) {
  std::string sql = case_of_picklist(value, field);
  int rank = 0;
  for (const org::PicklistValue& entry : field.picklist_values) {
    sql += " WHEN " + store::quote_literal(entry.value) + " THEN " + std::to_string(rank++);
  }
  return sql + " ELSE iif(" + value + " IS NULL, NULL, " + std::to_string(rank) + ") END";
}

bool is_ranked(const org::Field& field) { return field.type == org::FieldType::picklist && !field.picklist_values.empty(); }

// MIN(Status): the value itself, with its rank in front while it is compared.
std::string picklist_extreme(const std::string& function, const std::string& value, const org::Field& field) {
  const std::string ranked =
      "iif(" + value + " IS NULL, NULL, printf('%06d', " + picklist_rank(value, field) + ") || " + value + ")";
  return "substr(" + function + "(" + collated(ranked) + "), 7)";
}

std::string label_sql(const std::string& value, const org::Field& field) {
  if (field.picklist_values.empty()) return value;
  if (field.type == org::FieldType::multipicklist) {
    std::vector<std::string> table;
    for (const org::PicklistValue& entry : field.picklist_values) table.insert(table.end(), {entry.value, entry.label});
    return "soql_labels(" + value + ", " + store::quote_literal(text::join(table, "\n")) + ")";
  }
  std::string sql = case_of_picklist(value, field);
  for (const org::PicklistValue& entry : field.picklist_values) {
    sql += " WHEN " + store::quote_literal(entry.value) + " THEN " + store::quote_literal(entry.label);
  }
  return sql + " ELSE " + value + " END";
}

// Is this the value of a group that the present grouping set sums over: of its expression, of a date function of a grouped
// date, or one of these shown?
bool is_summed_over(const Translation& t, const BoundExpr& expr) {
  if (t.grouped_now.empty()) return false;
  const auto& groups = t.query.group_by;
  const auto group = std::find(groups.begin(), groups.end(), expr);
  if (group != groups.end()) return !t.grouped_now[static_cast<std::size_t>(group - groups.begin())];
  if (expr.functions.empty()) return false;
  const FunctionKind outer = row_of(expr.functions.front()).kind;
  if (outer != FunctionKind::date && outer != FunctionKind::display) return false;
  return is_summed_over(t, BoundExpr{{expr.functions.begin() + 1, expr.functions.end()}, expr.field});
}

std::string call(std::string_view function, const std::string& argument) {
  return std::string(function) + "(" + argument + ")";
}

std::string function_sql(Translation& t, Function function, const std::string& argument, const BoundExpr& expr,
                         bool is_inner_aggregate) {
  const org::Field& field = *expr.field.field;
  const bool is_text_field = org::traits(field.type).type_class == org::TypeClass::text && !field.case_sensitive;
  const std::string name(row_of(function).name);
  switch (function) {
    case Function::count:
      return field.type == org::FieldType::id && expr.field.join == 0 ? "COUNT(*)" : call("COUNT", argument);
    case Function::count_distinct: return "COUNT(DISTINCT " + (is_text_field ? collated(argument) : argument) + ")";
    case Function::sum:
    case Function::avg: return call(name, argument);
    case Function::min:
    case Function::max:
      if (is_ranked(field)) return picklist_extreme(name, argument, field);
      return call(name, is_text_field ? collated(argument) : argument);
    case Function::grouping: {
      const auto group = std::find(t.query.group_by.begin(), t.query.group_by.end(), BoundExpr{{}, expr.field});
      const auto place = static_cast<std::size_t>(group - t.query.group_by.begin());
      return !t.grouped_now.empty() && !t.grouped_now[place] ? "1" : "0";
    }
    case Function::calendar_month:
    case Function::calendar_quarter:
    case Function::calendar_year:
    case Function::day_in_month:
    case Function::day_in_week:
    case Function::day_in_year:
    case Function::day_only:
    case Function::hour_in_day:
    case Function::week_in_month:
    case Function::week_in_year: return call(name, argument);
    case Function::fiscal_month:
    case Function::fiscal_quarter:
    case Function::fiscal_year: return name + "(" + argument + ", " + std::to_string(t.query.fiscal_start_month) + ")";
    case Function::convert_timezone:
      return "CONVERT_TIMEZONE(" + argument + ", " + store::quote_literal(t.query.time_zone) + ")";
    case Function::format: {
      const bool is_count =
          is_inner_aggregate && (expr.functions.back() == Function::count || expr.functions.back() == Function::count_distinct);
      const std::string_view type = is_count ? "int" : org::traits(field.type).name;
      return "FORMAT_VALUE(" + argument + ", " + store::quote_literal(type) + ", " + store::quote_literal(t.query.time_zone) +
             ")";
    }
    case Function::to_label: return label_sql(argument, field);
    case Function::convert_currency: return argument;  // one currency
  }
  return argument;
}

}  // namespace

std::string alias_of(const Translation& t, std::size_t join) { return t.alias_prefix + std::to_string(join); }

std::string from_sql(Translation& t) {
  std::string sql = " FROM ";
  if (t.found != nullptr) sql += t.found->source + " CROSS JOIN ";
  sql += source_of(t, *t.query.object) + " " + alias_of(t, 0);
  if (t.found != nullptr) sql += " ON " + id_of(t, 0) + " = " + t.found->id;
  for (std::size_t i = 1; i < t.query.joins.size(); ++i) {
    const BoundJoin& join = t.query.joins[i];
    const std::string reference = field_sql(t, {join.parent, join.reference});
    const auto left_join = [&](const org::SObject& object, const std::string& alias) {
      sql += " LEFT JOIN " + source_of(t, object) + " " + alias + " ON " + alias + "." + std::string(store::kIdColumn) + " = " +
             reference;
    };
    if (!join.is_polymorphic()) {
      left_join(*join.object, alias_of(t, i));
      continue;
    }
    for (std::size_t k = 0; k < join.reference->targets.size(); ++k)
      left_join(*join.reference->targets[k], target_alias(t, i, k));
  }
  return sql;
}

std::string id_of(Translation& t, std::size_t join) {
  const org::SObject& object = *t.query.joins[join].object;
  return field_sql(t, {join, object.find_field("Id")});
}

std::string field_sql(Translation& t, const BoundField& field) {
  // A boolean whose parent is missing reads as false.
  const auto through_parent = [&](const std::string& sql) {
    return field.join != 0 && field.field->type == org::FieldType::boolean ? "ifnull(" + sql + ", 0)" : sql;
  };
  if (t.query.joins[field.join].is_polymorphic()) return through_parent(name_entity_field(t, field));
  if (field.field->type == org::FieldType::address || field.field->type == org::FieldType::location)
    return compound_sql(t, field);
  return through_parent(alias_of(t, field.join) + "." + column_of(*field.field));
}

std::string expr_sql(Translation& t, const BoundExpr& expr) {
  if (is_summed_over(t, expr)) return "NULL";
  std::string sql = field_sql(t, expr.field);
  bool inner_aggregate = false;
  for (auto function = expr.functions.rbegin(); function != expr.functions.rend(); ++function) {
    sql = function_sql(t, *function, sql, expr, inner_aggregate);
    inner_aggregate = row_of(*function).kind == FunctionKind::aggregate;
  }
  return sql;
}

std::string operand_sql(Translation& t, const BoundOperand& operand) {
  if (const auto* expr = std::get_if<BoundExpr>(&operand)) return expr_sql(t, *expr);
  const auto& distance = std::get<BoundDistance>(operand);
  std::string to;
  if (const auto* point = std::get_if<std::pair<double, double>>(&distance.to)) {
    to = t.parameter(point->first) + ", " + t.parameter(point->second);
  } else {
    const auto& field = std::get<BoundField>(distance.to);
    to = compound_part(t, field, "Latitude") + ", " + compound_part(t, field, "Longitude");
  }
  return "DISTANCE(" + compound_part(t, distance.from, "Latitude") + ", " + compound_part(t, distance.from, "Longitude") +
         ", " + to + ", " + (distance.in_miles ? "'mi'" : "'km'") + ")";
}

bool is_plain_column(const Translation& t, const BoundOperand& operand) {
  const auto* expr = std::get_if<BoundExpr>(&operand);
  if (expr == nullptr || !expr->functions.empty() || t.query.joins[expr->field.join].is_polymorphic()) return false;
  return expr->field.join == 0 || expr->field.field->type != org::FieldType::boolean;
}

bool is_text(const BoundOperand& operand) {
  const org::TypeClass type_class = type_class_of(operand);
  if (type_class != org::TypeClass::text && type_class != org::TypeClass::multipicklist) return false;
  const auto* expr = std::get_if<BoundExpr>(&operand);
  return expr != nullptr && !expr->field.field->case_sensitive;
}

std::vector<std::string> order_keys(Translation& t, const BoundOperand& operand) {
  const std::string sql = operand_sql(t, operand);
  if (const auto* expr = std::get_if<BoundExpr>(&operand)) {
    const bool keeps_value =
        expr->functions.empty() || expr->functions.front() == Function::min || expr->functions.front() == Function::max;
    if (keeps_value && is_ranked(*expr->field.field)) return {picklist_rank(sql, *expr->field.field), collated(sql)};
  }
  return {is_text(operand) ? collated(sql) : sql};
}

std::string group_key(Translation& t, const BoundExpr& expr) {
  const std::string sql = expr_sql(t, expr);
  return is_text(expr) ? collated(sql) : sql;
}

ValueFormat format_of(const BoundOperand& operand) {
  switch (type_class_of(operand)) {
    case org::TypeClass::boolean: return ValueFormat::boolean;
    case org::TypeClass::integer: return ValueFormat::integer;
    case org::TypeClass::number: return ValueFormat::number;
    case org::TypeClass::compound:
    case org::TypeClass::id_list: return ValueFormat::json;
    case org::TypeClass::id:
    case org::TypeClass::text:
    case org::TypeClass::multipicklist:
    case org::TypeClass::date:
    case org::TypeClass::datetime:
    case org::TypeClass::time: return ValueFormat::text;
  }
  return ValueFormat::text;
}

}  // namespace localorg::soql
