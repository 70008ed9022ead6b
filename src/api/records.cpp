// Records by Id, by external Id, and by the relationships of others (wire.md 4.6).
#include "api/records.h"

#include <algorithm>

#include "api/json_body.h"
#include "api/query.h"
#include "api/render.h"
#include "api/resources.h"
#include "base/text.h"
#include "dml/write.h"
#include "org/id.h"

namespace localorg::api {
namespace {

using org::Field;
using org::SObject;

SalesforceError no_such_key(const std::string& name) {
  return error_without_position(ErrorCode::NOT_FOUND,
                                "Provided external ID field does not exist or is not accessible: " + name);
}

// A record that a path names.  `key` is the field that the value is of.
struct Named {
  const SObject* object = nullptr;
  const Field* key = nullptr;
  std::string value;
  std::vector<std::string> ids;  // of the live records; by Id: at most one
};

std::string path_of(const Call& call, const SObject& object, const std::string& id) {
  return call.base() + "/sobjects/" + object.name + "/" + id;
}

// A value as SOQL writes it.
std::string literal_of(const org::Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* number = std::get_if<double>(&value)) return text::java_double(*number);
  std::string out = "'";
  for (const char c : std::get<std::string>(value)) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

// The live records whose key has a value.  Asked as a query: a session that only reads can ask it.
Result<std::vector<std::string>> ids_of(const Call& call, const SObject& object, const Field& key, const std::string& value,
                                        soql::Rows rows = soql::Rows::live) {
  LOCALORG_TRY(const org::Value wanted, dml::read_value(key, Json(value)));
  if (org::is_null(wanted)) return std::vector<std::string>{};
  const std::string soql = "SELECT Id FROM " + object.name + " WHERE " + key.name + " = " + literal_of(wanted);
  LOCALORG_TRY(const RenderedRecords records, query_records(call, soql, rows));
  std::vector<std::string> ids;
  for (const Json& record : Json::parse("[" + records.text + "]")) ids.push_back(record["Id"].get<std::string>());
  return ids;
}

// Why there is no such record: ENTITY_IS_DELETED, or the router's 404.
Response missing(const Call& call, const SObject& object, const std::string& id) {
  if (object.find_field("IsDeleted") == nullptr) return not_found();
  const auto deleted = ids_of(call, object, *object.find_field("Id"), id, soql::Rows::with_deleted);
  if (!deleted || deleted->empty()) return not_found();
  return failure(error_of_record(ErrorCode::ENTITY_IS_DELETED, "entity is deleted"));
}

Response several(const Call& call, const Named& named) {
  Json paths = Json::array();
  for (const std::string& id : named.ids) paths.push_back(path_of(call, *named.object, id));
  return answer(300, paths);
}

Response show(const Call& call, const SObject& object, const std::string& id) {
  const auto fields = fields_asked(call, object);
  if (!fields) return failure(fields.error());
  const auto record = record_json(call, object, id, *fields);
  if (!record) return failure(record.error());
  if (!*record) return missing(call, object, id);
  call.session.note_recent(object, id);
  return ok(**record);
}

// The fields of a record; its Id belongs to the path.
Result<Json> record_body(const Call& call) {
  LOCALORG_TRY(Json body, json_object_body(call));
  if (body.contains("Id") || body.contains("id")) {
    return error_without_position(ErrorCode::INVALID_FIELD, "The Id field should not be specified in the sobject data.");
  }
  return body;
}

Response change(const Call& call, const SObject& object, const std::string& id) {
  auto context = call.session.writer();
  if (!context) return failure(context.error());
  const auto body = record_body(call);
  if (!body) return failure(body.error());
  const auto done = dml::update(*context, object, id, *body);
  if (!done && done.error().errorCode == ErrorCode::INVALID_CROSS_REFERENCE_KEY && done.error().fields.empty())
    return not_found();
  if (!done) return failure(placed(done.error(), call.request.body));
  call.session.note_recent(object, id);
  return no_content();
}

Response remove(const Call& call, const SObject& object, const std::string& id) {
  auto context = call.session.writer();
  if (!context) return failure(context.error());
  const auto done = dml::remove(*context, object, id);
  if (!done && done.error().errorCode == ErrorCode::INVALID_CROSS_REFERENCE_KEY) return not_found();
  return done ? no_content() : failure(done.error());
}

// path[2] as an Id of the object in path[1].
Result<std::string> id_in(const Call& call) {
  auto id = org::normalize_id(call.path[2]);
  if (!id) return no_such_key(call.path[2]);
  return *std::move(id);
}

using OnRecord = Response (*)(const Call&, const SObject&, const std::string&);

Response with_record(const Call& call, OnRecord act) {
  const SObject* object = object_in(call, 1);
  if (object == nullptr || object->is_virtual()) return not_found();
  const auto id = id_in(call);
  if (!id) return failure(id.error());
  if (!id->starts_with(object->key_prefix)) return not_found();
  return act(call, *object, *id);
}

// sobjects/Account/001.../Owner: the record that path[3] leads to from path[2]; a child relationship gives its records.
bool is_relationship(const Call& call, const SObject& object) {
  const auto id = org::normalize_id(call.path[2]);
  return id && id->starts_with(object.key_prefix);
}

Response children_of(const Call& call, const org::ChildRelationship& relationship, const std::string& id) {
  const auto fields = fields_asked(call, *relationship.child);
  if (!fields) return failure(fields.error());
  const std::string soql = "SELECT " + text::join(*fields, ", ") + " FROM " + relationship.child->name + " WHERE " +
                           relationship.field->name + " = '" + id + "'";
  auto body = query_envelope(call, soql, soql::Rows::live);
  return body ? ok(*std::move(body)) : failure(body.error(), soql);
}

Response through_relationship(const Call& call, const SObject& object, OnRecord act) {
  const std::string id = *org::normalize_id(call.path[2]);
  const auto exists = record_json(call, object, id, {"Id"});
  if (!exists) return failure(exists.error());
  if (!*exists) return missing(call, object, id);
  if (const Field* way_up = object.find_relationship(call.path[3]); way_up != nullptr) {
    const auto record = record_json(call, object, id, {way_up->name});
    if (!record || !*record) return not_found();
    const Json parent_id = Json::parse(**record)[way_up->name];
    if (!parent_id.is_string()) return not_found();
    const SObject* parent = call.catalog().find_by_prefix(parent_id.get<std::string>());
    return parent == nullptr ? not_found() : act(call, *parent, parent_id.get<std::string>());
  }
  const org::ChildRelationship* children = object.find_child_relationship(call.path[3]);
  if (children == nullptr || act != show) return not_found();
  return children_of(call, *children, id);
}

Result<Named> named_in(const Call& call, const SObject& object) {
  Named named{&object, object.find_field(call.path[2]), call.path[3], {}};
  if (named.key == nullptr || !named.key->id_lookup) return no_such_key(call.path[2]);
  LOCALORG_TRY(named.ids, ids_of(call, object, *named.key, named.value));
  return named;
}

Response with_key(const Call& call, OnRecord act) {
  const SObject* object = object_in(call, 1);
  if (object == nullptr || object->is_virtual()) return not_found();
  if (is_relationship(call, *object)) return through_relationship(call, *object, act);
  const auto named = named_in(call, *object);
  if (!named) return failure(named.error());
  if (named->ids.size() > 1) return several(call, *named);
  if (named->ids.empty()) return not_found();
  return act(call, *object, named->ids.front());
}

// From 46.0 an update says so; before it had no body (documented).
Response upserted(const Call& call, const SObject& object, const dml::Upserted& done) {
  const bool tells = std::stoi(call.version) >= 46;
  if (!done.created && !tells) return no_content();
  Json body = saved(done.id);
  if (tells) body["created"] = done.created;
  Response response = answer(done.created ? 201 : 200, body);
  if (done.created) response.headers.emplace_back("Location", path_of(call, object, done.id));
  return response;
}

}  // namespace

std::vector<std::string> all_fields(const SObject& object) {
  std::vector<std::string> names;
  for (const Field& field : object.fields) names.push_back(field.name);
  return names;
}

Result<std::vector<std::string>> known_fields(const SObject& object, const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const std::string& name : names) {
    const Field* field = object.find_field(text::trim(name));
    if (field == nullptr) {
      return error_without_position(ErrorCode::INVALID_FIELD,
                                    "No such column '" + std::string(text::trim(name)) + "' on sobject of type " + object.name);
    }
    if (std::find(known.begin(), known.end(), field->name) == known.end()) known.push_back(field->name);
  }
  return known;
}

Result<std::vector<std::string>> fields_asked(const Call& call, const SObject& object) {
  const std::string asked = call.parameter("fields");
  if (asked.empty()) return all_fields(object);
  std::vector<std::string> names;
  for (const std::string_view name : text::split(asked, ',')) names.emplace_back(name);
  LOCALORG_TRY(std::vector<std::string> fields, known_fields(object, names));
  if (std::find(fields.begin(), fields.end(), "Id") == fields.end()) fields.emplace_back("Id");
  return fields;
}

Result<std::optional<std::string>> record_json(const Call& call, const SObject& object, const std::string& id,
                                               const std::vector<std::string>& fields) {
  const std::string soql = "SELECT " + text::join(fields, ", ") + " FROM " + object.name + " WHERE Id = '" + id + "'";
  LOCALORG_TRY(RenderedRecords records, query_records(call, soql, soql::Rows::live));
  if (records.size() == 0) return std::optional<std::string>();
  return std::optional<std::string>(std::move(records.text));
}

Json saved(const std::string& id) { return {{"id", id}, {"success", true}, {"errors", Json::array()}}; }

Response post_record(const Call& call) {
  const SObject* object = object_in(call, 1);
  if (object == nullptr) return not_found();
  auto context = call.session.writer();
  if (!context) return failure(context.error());
  const auto body = record_body(call);
  if (!body) return failure(body.error());
  const auto id = dml::create(*context, *object, *body);
  if (!id) return failure(placed(id.error(), call.request.body));
  call.session.note_recent(*object, *id);
  Response response = answer(201, saved(*id));
  response.headers.emplace_back("Location", path_of(call, *object, *id));
  return response;
}

Response get_record(const Call& call) { return with_record(call, show); }
Response patch_record(const Call& call) { return with_record(call, change); }
Response delete_record(const Call& call) { return with_record(call, remove); }
Response get_by_key(const Call& call) { return with_key(call, show); }
Response delete_by_key(const Call& call) { return with_key(call, remove); }

Response patch_by_key(const Call& call) {
  const SObject* object = object_in(call, 1);
  if (object == nullptr || object->is_virtual()) return not_found();
  if (is_relationship(call, *object)) return through_relationship(call, *object, change);
  const auto named = named_in(call, *object);
  if (!named) return failure(named.error());
  if (named->ids.size() > 1) return several(call, *named);
  auto context = call.session.writer();
  if (!context) return failure(context.error());
  const auto body = json_object_body(call);
  if (!body) return failure(body.error());
  if (body->contains(named->key->name)) {
    return failure(error_of_record(ErrorCode::INVALID_FIELD,
                                   "The " + named->key->name + " field should not be specified in the sobject data."));
  }
  if (named->key->type == org::FieldType::id && named->ids.empty()) return missing(call, *object, named->value);
  const auto done = dml::upsert(*context, *object, *named->key, Json(named->value), *body);
  if (!done) return failure(placed(done.error(), call.request.body));
  call.session.note_recent(*object, done->id);
  return upserted(call, *object, *done);
}

}  // namespace localorg::api
