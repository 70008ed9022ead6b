#include "api/describe.h"

#include <algorithm>

#include "base/text.h"

namespace localorg::api {
namespace {

using org::Field;
using org::FieldType;
using org::SObject;
using org::TypeClass;

std::string path_of(const SObject& object, std::string_view version) {
  return "/services/data/v" + std::string(version) + "/sobjects/" + object.name;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json object_summary(const SObject& object, std::string_view version) {
  const bool real = !object.is_virtual();
  const std::string path = path_of(object, version);
  return {{"activateable", false},
          {"associateEntityType", nullptr},
          {"associateParentEntity", nullptr},
          {"createable", real && object.createable},
          {"custom", object.is_custom()},
          {"customSetting", false},
          {"deepCloneable", false},
          {"deletable", real && object.deletable},
          {"deprecatedAndHidden", false},
          {"feedEnabled", false},
          {"hasSubtypes", false},
          {"isInterface", false},
          {"isSubtype", false},
          {"keyPrefix", text_or_null(object.key_prefix)},
          {"label", object.label},
          {"labelPlural", object.label_plural},
          {"layoutable", real},
          {"mergeable", false},
          {"mruEnabled", real},
          {"name", object.name},
          {"queryable", object.queryable},
          {"replicateable", real},
          {"retrieveable", real},
          {"searchable", object.searchable},
          {"triggerable", real},
          {"undeletable", real && object.deletable},
          {"updateable", real && object.updateable},
          {"urls",
           {{"compactLayouts", path + "/describe/compactLayouts"},
            {"rowTemplate", path + "/{ID}"},
            {"describe", path + "/describe"},
            {"layouts", path + "/describe/layouts"},
            {"sobject", path}}}};
}

std::string_view soap_type(const Field& field) {
  switch (org::traits(field.type).type_class) {
    case TypeClass::id: return "tns:ID";
    case TypeClass::boolean: return "xsd:boolean";
    case TypeClass::integer: return "xsd:int";
    case TypeClass::number: return "xsd:double";
    case TypeClass::date: return "xsd:date";
    case TypeClass::datetime: return "xsd:dateTime";
    case TypeClass::time: return "xsd:time";
    case TypeClass::compound: return field.type == FieldType::address ? "urn:address" : "urn:location";
    case TypeClass::id_list: return "tns:ID";
    case TypeClass::text:
    case TypeClass::multipicklist: return field.type == FieldType::base64 ? "xsd:base64Binary" : "xsd:string";
  }
  return "xsd:string";
}

Json default_value(const Field& field) {
  if (field.default_value.empty()) return {};
  if (field.type == FieldType::boolean) return field.default_value == "true";
  return field.default_value;
}

Json picklist_values(const Field& field) {
  Json values = Json::array();
  for (const org::PicklistValue& value : field.picklist_values) {
    const bool is_default = value.is_default || value.value == field.default_value;
    values.push_back({{"active", true},
                      {"defaultValue", is_default},
                      {"label", value.label},
                      {"validFor", nullptr},
                      {"value", value.value}});
  }
  return values;
}

Json describe_field(const Field& field) {
  const TypeClass type_class = org::traits(field.type).type_class;
  const bool is_text = type_class == TypeClass::text || type_class == TypeClass::multipicklist || type_class == TypeClass::id;
  const bool has_usual = std::any_of(field.picklist_values.begin(), field.picklist_values.end(),
                                     [](const org::PicklistValue& value) { return value.is_default; });
  const bool defaulted = !field.default_value.empty() || has_usual || field.name == "OwnerId" || field.type == FieldType::id ||
                         !field.auto_number.empty();
  return {{"aggregatable", field.aggregatable},
          {"aiPredictionField", false},
          {"autoNumber", !field.auto_number.empty()},
          {"byteLength", is_text ? field.length * (type_class == TypeClass::id ? 1 : 3) : 0},
          {"calculated", field.calculated},
          {"calculatedFormula", nullptr},
          {"cascadeDelete", field.cascade_delete},
          {"caseSensitive", field.case_sensitive},
          {"compoundFieldName", nullptr},
          {"controllerName", nullptr},
          {"createable", field.createable},
          {"custom", field.is_custom()},
          {"defaultValue", default_value(field)},
          {"defaultValueFormula", nullptr},
          {"defaultedOnCreate", defaulted},
          {"dependentPicklist", false},
          {"deprecatedAndHidden", false},
          {"digits", field.digits},
          {"displayLocationInDecimal", false},
          {"encrypted", field.type == FieldType::encryptedstring},
          {"externalId", field.external_id},
          {"extraTypeInfo", field.html_formatted ? Json("richtextarea") : Json()},
          {"filterable", field.filterable},
          {"filteredLookupInfo", nullptr},
          {"formulaTreatNullNumberAsZero", false},
          {"groupable", field.groupable},
          {"highScaleNumber", false},
          {"htmlFormatted", field.html_formatted},
          {"idLookup", field.id_lookup},
          {"inlineHelpText", nullptr},
          {"label", field.label},
          {"length", is_text ? field.length : 0},
          {"mask", nullptr},
          {"maskType", nullptr},
          {"name", field.name},
          {"nameField", field.name_field},
          {"namePointing", field.is_polymorphic()},
          {"nillable", field.nillable},
          {"permissionable", field.createable && field.nillable},
          {"picklistValues", picklist_values(field)},
          {"polymorphicForeignKey", field.is_polymorphic()},
          {"precision", field.precision},
          {"queryByDistance", type_class == TypeClass::compound},
          {"referenceTargetField", nullptr},
          {"referenceTo", field.reference_to},
          {"relationshipName", text_or_null(field.relationship_name)},
          {"relationshipOrder", nullptr},
          {"restrictedDelete", false},
          {"restrictedPicklist", field.restricted_picklist},
          {"scale", field.scale},
          {"searchPrefilterable", field.type == FieldType::reference},
          {"soapType", soap_type(field)},
          {"sortable", field.sortable},
          {"type", org::traits(field.type).name},
          {"unique", field.unique},
          {"updateable", field.updateable},
          {"writeRequiresMasterRead", false}};
}

}  // namespace

Json describe_global(const org::Catalog& catalog, std::string_view version) {
  Json objects = Json::array();
  for (const SObject& object : catalog.objects()) objects.push_back(object_summary(object, version));
  return {{"encoding", "UTF-8"}, {"maxBatchSize", 200}, {"sobjects", std::move(objects)}};
}

Json describe_summary(const SObject& object, std::string_view version) { return object_summary(object, version); }

Json describe_object(const SObject& object, std::string_view version) {
  Json out = object_summary(object, version);
  Json children = Json::array();
  for (const org::ChildRelationship& relationship : object.child_relationships) {
    children.push_back({{"cascadeDelete", relationship.field->cascade_delete},
                        {"childSObject", relationship.child->name},
                        {"deprecatedAndHidden", false},
                        {"field", relationship.field->name},
                        {"junctionIdListNames", Json::array()},
                        {"junctionReferenceTo", Json::array()},
                        {"relationshipName", relationship.name},
                        {"restrictedDelete", false}});
  }
  Json fields = Json::array();
  for (const Field& field : object.fields) fields.push_back(describe_field(field));
  out["actionOverrides"] = Json::array();
  out["childRelationships"] = std::move(children);
  out["compactLayoutable"] = !object.is_virtual();
  out["defaultImplementation"] = nullptr;
  out["extendedBy"] = nullptr;
  out["extendsInterfaces"] = nullptr;
  out["fields"] = std::move(fields);
  out["implementedBy"] = nullptr;
  out["implementsInterfaces"] = nullptr;
  out["listviewable"] = nullptr;
  out["lookupLayoutable"] = nullptr;
  out["namedLayoutInfos"] = Json::array();
  out["networkScopeFieldName"] = nullptr;
  out["recordTypeInfos"] =
      Json::array({{{"active", true},
                    {"available", true},
                    {"defaultRecordTypeMapping", true},
                    {"developerName", "Master"},
                    {"master", true},
                    {"name", "Master"},
                    {"recordTypeId", "012000000000000AAA"},
                    {"urls", {{"layout", path_of(object, version) + "/describe/layouts/012000000000000AAA"}}}}});
  out["searchLayoutable"] = object.searchable;
  out["sobjectDescribeOption"] = "FULL";
  const std::string plural = text::lower(object.label_plural);
  out["supportedScopes"] = Json::array({{{"label", "All " + plural}, {"name", "everything"}}});
  if (object.find_field("OwnerId") != nullptr) out["supportedScopes"].push_back({{"label", "My " + plural}, {"name", "mine"}});
  return out;
}

}  // namespace localorg::api
