#include "soql/bound.h"

namespace localorg::soql {

org::TypeClass type_class_of(const BoundOperand& operand) {
  if (std::holds_alternative<BoundDistance>(operand)) return org::TypeClass::number;
  const auto& expr = std::get<BoundExpr>(operand);
  const org::TypeClass field_class = org::traits(expr.field.field->type).type_class;
  if (expr.functions.empty()) return field_class;
  switch (expr.functions.front()) {
    case Function::count:
    case Function::count_distinct:
    case Function::grouping:
    case Function::calendar_month:
    case Function::calendar_quarter:
    case Function::calendar_year:
    case Function::day_in_month:
    case Function::day_in_week:
    case Function::day_in_year:
    case Function::fiscal_month:
    case Function::fiscal_quarter:
    case Function::fiscal_year:
    case Function::hour_in_day:
    case Function::week_in_month:
    case Function::week_in_year: return org::TypeClass::integer;
    case Function::avg: return org::TypeClass::number;
    case Function::day_only: return org::TypeClass::date;
    case Function::format:
    case Function::to_label: return org::TypeClass::text;
    case Function::sum:
    case Function::min:
    case Function::max:
    case Function::convert_timezone:
    case Function::convert_currency: return field_class;
  }
  return field_class;
}

const org::Field* stands_for(const org::Field& name_entity_field, const org::SObject& target) {
  if (name_entity_field.name == "Name" || name_entity_field.name == "NameOrAlias") return target.name_field();
  if (name_entity_field.name == "Type") return nullptr;
  return target.find_field(name_entity_field.name);
}

}  // namespace localorg::soql
