#include "support/reference_values.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "support/reference_dates.h"
#include "support/reference_text.h"

namespace localorg::reference {
namespace {

using org::FieldType;
using org::Record;
using org::SObject;
using org::Value;
using soql::BoundExpr;
using soql::BoundField;
using soql::BoundQuery;
using soql::Function;

double number_of(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  return std::get<double>(value);
}

bool is_true(const Value& value) { return value == Value{std::int64_t{1}}; }

Value by_name(const Record& record, const std::string& field) {
  return record.object->find_field(field) == nullptr ? Value{} : record[field];
}

// ---- Compound fields

std::string json_of(const Value& value) {
  if (org::is_null(value)) return "null";
  if (const auto* text = std::get_if<std::string>(&value)) return json_string(*text);
  return number_text(number_of(value));
}

// {"city":...,"country":...} of the fields that a compound field is made of; null where all are (soql.md 2.5).
Value compound_of(const Record& record, const std::vector<std::pair<std::string, std::string>>& parts) {
  std::string out;
  bool any = false;
  for (const auto& [key, field] : parts) {
    const Value value = by_name(record, field);
    any = any || !org::is_null(value);
    out += (out.empty() ? "{\"" : ",\"") + key + "\":" + json_of(value);
  }
  return any ? Value{out + "}"} : Value{};
}

// BillingAddress is made of BillingCity and so on, Place__c of Place__Latitude__s and Place__Longitude__s.
std::string part_name(const org::Field& compound, const std::string& part) {
  if (compound.type == FieldType::address) return compound.name.substr(0, compound.name.size() - 7) + part;
  return compound.name.substr(0, compound.name.size() - 1) + part + "__s";
}

Value compound_value(const Record& record, const org::Field& field) {
  std::vector<std::pair<std::string, std::string>> parts = {{"latitude", "Latitude"}, {"longitude", "Longitude"}};
  if (field.type == FieldType::address) {
    parts = {{"city", "City"},         {"country", "Country"},     {"geocodeAccuracy", "GeocodeAccuracy"},
             {"latitude", "Latitude"}, {"longitude", "Longitude"}, {"postalCode", "PostalCode"},
             {"state", "State"},       {"street", "Street"}};
  }
  for (auto& [key, part] : parts) part = part_name(field, part);
  return compound_of(record, parts);
}

// ---- Fields

// A field of the Name entity, of the record that a polymorphic reference leads to (soql.md 9.2).
Value name_entity_value(const Record& record, const std::string& field) {
  if (field == "Type") return record.object->name;
  if (field == "Name" || field == "NameOrAlias") {
    for (const org::Field& own : record.object->fields) {
      if (own.name_field) return record[own.name];
    }
    return {};
  }
  return by_name(record, field);
}

Value field_value(const BoundField& field, const BoundQuery& query, const Row& row) {
  Value value;
  if (const Record* record = row[field.join]; record != nullptr) {
    const FieldType type = field.field->type;
    if (query.joins[field.join].object->is_virtual()) {
      value = name_entity_value(*record, field.field->name);
    } else if (type == FieldType::address || type == FieldType::location) {
      value = compound_value(*record, *field.field);
    } else {
      value = (*record)[field.field->name];
    }
  }
  if (field.field->type == FieldType::boolean && org::is_null(value)) return std::int64_t{0};  // null reads as false
  return value;
}

std::string label_of(const org::Field& field, const std::string& value) {
  for (const org::PicklistValue& entry : field.picklist_values) {
    if (folded(entry.value) == folded(value)) return entry.label;
  }
  return value;
}

// Each value of a multi-select picklist has its own label.
std::string labels_of(const org::Field& field, const std::string& values) {
  std::string out;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(values.find(';', begin), values.size());
    out += label_of(field, values.substr(begin, end - begin));
    if (end == values.size()) return out;
    out += ';';
    begin = end + 1;
  }
}

Value formatted(const Value& value, const BoundExpr& expr, const BoundQuery& query, bool of_aggregate) {
  const Function inner = expr.functions.back();
  if (of_aggregate && (inner == Function::count || inner == Function::count_distinct)) return format_number(number_of(value));
  switch (expr.field.field->type) {
    case FieldType::currency: return format_currency(number_of(value));
    case FieldType::percent: return format_percent(number_of(value));
    case FieldType::int_:
    case FieldType::double_: return format_number(number_of(value));
    case FieldType::date: return format_date(std::get<std::string>(value));
    case FieldType::datetime: return format_datetime(std::get<std::string>(value), query.time_zone);
    case FieldType::id:
    case FieldType::reference:
    case FieldType::string:
    case FieldType::textarea:
    case FieldType::picklist:
    case FieldType::multipicklist:
    case FieldType::combobox:
    case FieldType::boolean:
    case FieldType::time:
    case FieldType::email:
    case FieldType::phone:
    case FieldType::url:
    case FieldType::address:
    case FieldType::location:
    case FieldType::base64:
    case FieldType::encryptedstring:
    case FieldType::junctionidlist: return value;
  }
  return value;
}

// ---- DISTANCE, by the haversine formula on a sphere of the Earth's mean radius.

Value distance_value(const soql::BoundDistance& distance, const Row& row) {
  const auto place = [&](const BoundField& field) -> std::pair<Value, Value> {
    const Record* record = row[field.join];
    if (record == nullptr) return {};
    return {by_name(*record, part_name(*field.field, "Latitude")), by_name(*record, part_name(*field.field, "Longitude"))};
  };
  const auto [lat1, lon1] = place(distance.from);
  auto [lat2, lon2] = std::pair<Value, Value>{};
  if (const auto* point = std::get_if<std::pair<double, double>>(&distance.to)) {
    lat2 = point->first;
    lon2 = point->second;
  } else {
    std::tie(lat2, lon2) = place(std::get<BoundField>(distance.to));
  }
  if (org::is_null(lat1) || org::is_null(lon1) || org::is_null(lat2) || org::is_null(lon2)) return {};
  const auto radians = [](const Value& degrees) { return number_of(degrees) * 3.14159265358979323846 / 180; };
  const double half_lat = std::sin((radians(lat2) - radians(lat1)) / 2);
  const double half_lon = std::sin((radians(lon2) - radians(lon1)) / 2);
  const double root = std::sqrt(half_lat * half_lat + std::cos(radians(lat1)) * std::cos(radians(lat2)) * half_lon * half_lon);
  return 2 * std::asin(root) * (distance.in_miles ? 3958.7613 : 6371.0088);
}

// ---- Order

template <typename T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

// The place of a value in its picklist; values that it does not have come last.
std::size_t rank_of(const org::Field& field, const std::string& value) {
  std::size_t rank = 0;
  while (rank < field.picklist_values.size() && folded(field.picklist_values[rank].value) != folded(value)) ++rank;
  return rank;
}

// Is the operand's value the value of a picklist?
const org::Field* picklist_of(const soql::BoundOperand& operand) {
  const auto* expr = std::get_if<BoundExpr>(&operand);
  if (expr == nullptr || expr->field.field->type != FieldType::picklist) return nullptr;
  for (const Function function : expr->functions) {
    if (function != Function::min && function != Function::max) return nullptr;
  }
  return expr->field.field;
}

}  // namespace

Tables::Tables(const Records& records, bool with_deleted) {
  for (const auto& [name, of_object] : records) {
    for (const Record& record : of_object) {
      if (!with_deleted && is_true(by_name(record, "IsDeleted"))) continue;
      by_object_[name].push_back(&record);
      by_id_[name][id_of(record)] = &record;
    }
  }
}

const std::vector<const Record*>& Tables::of(const SObject& object) const {
  static const std::vector<const Record*> none;
  const auto found = by_object_.find(object.name);
  return found == by_object_.end() ? none : found->second;
}

const Record* Tables::find(const SObject& object, const Value& id) const {
  const auto table = by_id_.find(object.name);
  if (table == by_id_.end() || org::is_null(id)) return nullptr;
  const auto found = table->second.find(std::get<std::string>(id));
  return found == table->second.end() ? nullptr : found->second;
}

const std::string& id_of(const Record& record) { return std::get<std::string>(record["Id"]); }

Row row_of(const Record& record, const BoundQuery& query, const Tables& tables) {
  Row row = {&record};
  for (std::size_t i = 1; i < query.joins.size(); ++i) {
    const soql::BoundJoin& join = query.joins[i];
    const Value id = field_value({join.parent, join.reference}, query, row);
    const Record* found = nullptr;
    if (join.object->is_virtual()) {
      for (const SObject* target : join.reference->targets) {
        if (found == nullptr) found = tables.find(*target, id);
      }
    } else {
      found = tables.find(*join.object, id);
    }
    row.push_back(found);
  }
  return row;
}

Kind kind_of(const soql::BoundOperand& operand) {
  if (std::holds_alternative<soql::BoundDistance>(operand)) return Kind::number;
  const auto& expr = std::get<BoundExpr>(operand);
  if (!expr.functions.empty()) {
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
      case Function::hour_in_day:
      case Function::week_in_month:
      case Function::week_in_year:
      case Function::fiscal_month:
      case Function::fiscal_quarter:
      case Function::fiscal_year: return Kind::integer;
      case Function::avg: return Kind::number;
      case Function::format:
      case Function::to_label: return Kind::text;
      case Function::day_only: return Kind::exact_text;
      case Function::sum:
      case Function::min:
      case Function::max:
      case Function::convert_timezone:
      case Function::convert_currency: break;
    }
  }
  switch (expr.field.field->type) {
    case FieldType::string:
    case FieldType::textarea:
    case FieldType::picklist:
    case FieldType::multipicklist:
    case FieldType::combobox:
    case FieldType::email:
    case FieldType::phone:
    case FieldType::url:
    case FieldType::base64:
    case FieldType::encryptedstring: return expr.field.field->case_sensitive ? Kind::exact_text : Kind::text;
    case FieldType::id:
    case FieldType::reference:
    case FieldType::date:
    case FieldType::datetime:
    case FieldType::time: return Kind::exact_text;
    case FieldType::boolean: return Kind::boolean;
    case FieldType::int_: return Kind::integer;
    case FieldType::double_:
    case FieldType::currency:
    case FieldType::percent: return Kind::number;
    case FieldType::address:
    case FieldType::location:
    case FieldType::junctionidlist: return Kind::json;
  }
  return Kind::exact_text;
}

Value apply(Function function, const Value& value, const BoundExpr& expr, const BoundQuery& query, bool of_aggregate) {
  if (org::is_null(value)) return {};
  if (function == Function::format) return formatted(value, expr, query, of_aggregate);
  if (function == Function::to_label) return labels_of(*expr.field.field, std::get<std::string>(value));
  if (function == Function::convert_currency) return value;  // one currency
  if (function == Function::convert_timezone) return in_zone(std::get<std::string>(value), query.time_zone);
  return date_part(function, std::get<std::string>(value), query.fiscal_start_month);
}

Value value_of(const soql::BoundOperand& operand, const BoundQuery& query, const Row& row) {
  if (const auto* distance = std::get_if<soql::BoundDistance>(&operand)) return distance_value(*distance, row);
  const auto& expr = std::get<BoundExpr>(operand);
  Value value = field_value(expr.field, query, row);
  for (auto function = expr.functions.rbegin(); function != expr.functions.rend(); ++function) {
    value = apply(*function, value, expr, query, false);
  }
  return value;
}

int compare(Kind kind, const Value& a, const Value& b) {
  switch (kind) {
    case Kind::text: return three_way(folded(std::get<std::string>(a)), folded(std::get<std::string>(b)));
    case Kind::exact_text:
    case Kind::json:
      return three_way(std::get<std::string>(a), std::get<std::string>(b));  // UTF-8: in the order of code points
    case Kind::boolean:
    case Kind::integer:
    case Kind::number: return three_way(number_of(a), number_of(b));
  }
  return 0;
}

int compare_values(const soql::BoundOperand& operand, const Value& a, const Value& b) {
  if (org::is_null(a) || org::is_null(b)) return three_way(!org::is_null(a), !org::is_null(b));
  return compare(kind_of(operand), a, b);
}

int compare_sorted(const soql::BoundOperand& operand, const Value& a, const Value& b) {
  const org::Field* picklist = picklist_of(operand);
  if (picklist != nullptr && !org::is_null(a) && !org::is_null(b)) {
    const int way = three_way(rank_of(*picklist, std::get<std::string>(a)), rank_of(*picklist, std::get<std::string>(b)));
    if (way != 0) return way;
  }
  return compare_values(operand, a, b);
}

}  // namespace localorg::reference
