#include "api/columns.h"

#include <algorithm>

#include "base/text.h"
#include "soql/bind.h"
#include "soql/parse.h"

namespace localorg::api {
namespace {

using org::Field;
using org::FieldType;
using org::TypeClass;
using soql::BoundExpr;
using soql::BoundMember;
using soql::BoundShape;

struct Kind {
  const char* apex_type;
  bool is_boolean;
  bool is_number;
  bool is_text;
};

Kind kind_of(const Field& field) {
  switch (org::traits(field.type).type_class) {
    case TypeClass::id: return {"Id", false, false, false};
    case TypeClass::boolean: return {"Boolean", true, false, false};
    case TypeClass::integer: return {"Integer", false, true, false};
    case TypeClass::number: return {"Double", false, true, false};
    case TypeClass::date: return {"Date", false, false, false};
    case TypeClass::datetime: return {"Datetime", false, false, false};
    case TypeClass::time: return {"Time", false, false, false};
    case TypeClass::compound: return {field.type == FieldType::address ? "Address" : "Location", false, false, false};
    case TypeClass::text:
    case TypeClass::multipicklist:
    case TypeClass::id_list: return {"String", false, false, true};
  }
  return {"String", false, false, true};
}

Json column(const std::string& name, const std::string& display, bool aggregate) {
  return {{"aggregate", aggregate},    {"apexType", nullptr}, {"booleanType", false},
          {"columnName", name},        {"custom", false},     {"displayName", display},
          {"foreignKeyName", nullptr}, {"insertable", false}, {"joinColumns", Json::array()},
          {"numberType", false},       {"textType", false},   {"updatable", false}};
}

Json columns_of(const BoundShape& shape, const std::vector<soql::BoundJoin>& joins);

// A function's name is in lower case around the field as described: count(Id).
std::string display_of(const BoundExpr& expr) {
  std::string out = expr.field.field == nullptr ? "" : expr.field.field->name;
  for (auto function = expr.functions.rbegin(); function != expr.functions.rend(); ++function) {
    out = text::lower(soql::row_of(*function).name) + "(" + out + ")";
  }
  return out;
}

Json field_column(const std::string& key, const BoundExpr& expr) {
  if (!expr.functions.empty()) {
    Json out = column(key, display_of(expr), true);
    out["numberType"] = expr.is_aggregate();
    return out;
  }
  const Field& field = *expr.field.field;
  const Kind kind = kind_of(field);
  Json out = column(key, field.name, false);
  out["apexType"] = kind.apex_type;
  out["booleanType"] = kind.is_boolean;
  out["custom"] = field.is_custom();
  out["insertable"] = field.createable;
  out["numberType"] = kind.is_number;
  out["textType"] = kind.is_text;
  out["updatable"] = field.updateable;
  return out;
}

Json parent_column(const std::string& key, const Field* reference, Json columns) {
  Json out = column(key, key, false);
  if (reference != nullptr) {
    out["foreignKeyName"] = reference->name;
    out["custom"] = reference->is_custom();
  }
  out["joinColumns"] = std::move(columns);
  return out;
}

// TYPEOF gives the fields of all its branches.
Json typeof_columns(const soql::BoundTypeof& choice, const std::vector<soql::BoundJoin>& joins) {
  Json all = Json::array();
  const auto add = [&](const BoundShape& shape) {
    for (Json& entry : columns_of(shape, joins)) {
      const bool is_there =
          std::any_of(all.begin(), all.end(), [&](const Json& known) { return known["columnName"] == entry["columnName"]; });
      if (!is_there) all.push_back(std::move(entry));
    }
  };
  for (const BoundShape& branch : choice.branches) add(branch);
  if (choice.otherwise) add(*choice.otherwise);
  return all;
}

Json member_column(const BoundMember& member, const std::vector<soql::BoundJoin>& joins) {
  if (const auto* expr = std::get_if<BoundExpr>(&member.value)) return field_column(member.key, *expr);
  if (const auto* parent = std::get_if<Box<BoundShape>>(&member.value))
    return parent_column(member.key, joins[(*parent)->join].reference, columns_of(**parent, joins));
  if (const auto* child = std::get_if<Box<soql::BoundChildren>>(&member.value)) {
    Json out = column(member.key, member.key, true);
    out["joinColumns"] = columns_of((*child)->query.select, (*child)->query.joins);
    return out;
  }
  if (const auto* choice = std::get_if<Box<soql::BoundTypeof>>(&member.value))
    return parent_column(member.key, (*choice)->reference, typeof_columns(**choice, joins));
  Json out = column(member.key, "distance", true);
  out["numberType"] = true;
  return out;
}

Json columns_of(const BoundShape& shape, const std::vector<soql::BoundJoin>& joins) {
  Json columns = Json::array();
  for (const BoundMember& member : shape.members) columns.push_back(member_column(member, joins));
  return columns;
}

}  // namespace

Result<Json> column_metadata(Session& session, const std::string& text) {
  LOCALORG_TRY(const soql::Query parsed, soql::parse(soql::statement_of(text)));
  LOCALORG_TRY(const soql::BoundQuery bound, soql::bind(parsed, *session.org().catalog, session.engine().viewer()));
  Json columns = columns_of(bound.select, bound.joins);
  if (bound.kind == soql::ResultKind::count) columns.push_back(column("expr0", "count()", true));
  const bool has_id = std::any_of(bound.select.members.begin(), bound.select.members.end(),
                                  [](const BoundMember& member) { return member.key == "Id"; });
  return Json{{"columnMetadata", std::move(columns)},
              {"entityName", bound.object->name},
              {"groupBy", !bound.group_by.empty()},
              {"idSelected", has_id},
              {"keyPrefix", bound.object->key_prefix.empty() ? Json() : Json(bound.object->key_prefix)}};
}

}  // namespace localorg::api
