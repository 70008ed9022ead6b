#include "mcp/schema.h"

#include "mcp/message.h"

namespace localorg::mcp {
namespace {

// Copies a key unless its value is the usual one.
void copy_unless(Json& to, const Json& from, const char* key, const Json& usual) {
  const auto found = from.find(key);
  if (found != from.end() && *found != usual && !found->is_null()) to[key] = *found;
}

Json summary_of(const Json& object) {
  Json out = {{"name", object["name"]}, {"label", object["label"]}};
  copy_unless(out, object, "keyPrefix", nullptr);
  copy_unless(out, object, "queryable", true);
  copy_unless(out, object, "searchable", true);
  return out;
}

Json field_of(const Json& field) {
  Json out = {{"name", field["name"]}, {"label", field["label"]}, {"type", field["type"]}};
  copy_unless(out, field, "length", 0);
  for (const char* key : {"nillable", "filterable", "sortable", "groupable"}) copy_unless(out, field, key, true);
  for (const char* key : {"nameField", "unique", "externalId", "calculated", "autoNumber"}) copy_unless(out, field, key, false);
  copy_unless(out, field, "referenceTo", Json::array());
  copy_unless(out, field, "relationshipName", nullptr);
  Json values = Json::array();
  for (const Json& value : field["picklistValues"]) values.push_back(value["value"]);
  if (!values.empty()) out["picklistValues"] = std::move(values);
  return out;
}

}  // namespace

OrgAnswer objects_of(api::Session& org) {
  OrgAnswer got = get(org, "/sobjects");
  if (std::holds_alternative<OrgError>(got)) return got;
  Json out = Json::array();
  for (const Json& object : std::get<Json>(got)["sobjects"]) out.push_back(summary_of(object));
  return out;
}

OrgAnswer object_of(api::Session& org, const std::string& name) {
  OrgAnswer got = get(org, "/sobjects/" + api::url_encode(name) + "/describe");
  if (std::holds_alternative<OrgError>(got)) return got;
  const Json& described = std::get<Json>(got);
  Json out = summary_of(described);
  Json fields = Json::array(), children = Json::array();
  for (const Json& field : described["fields"]) fields.push_back(field_of(field));
  for (const Json& child : described["childRelationships"]) {
    if (text_at(child, "relationshipName").empty()) continue;  // cannot be queried
    children.push_back(
        {{"relationshipName", child["relationshipName"]}, {"childSObject", child["childSObject"]}, {"field", child["field"]}});
  }
  out["fields"] = std::move(fields);
  out["childRelationships"] = std::move(children);
  return out;
}

}  // namespace localorg::mcp
