// Up to 200 records in one request: composite/sobjects (wire.md 4.7).
#include <algorithm>

#include "api/json_body.h"
#include "api/records.h"
#include "api/resources.h"
#include "api/writes.h"
#include "base/text.h"
#include "org/id.h"

namespace localorg::api {
namespace {

using org::SObject;

SalesforceError bad_request(std::string what) { return error_without_position(ErrorCode::JSON_PARSER_ERROR, std::move(what)); }

// {"allOrNone": false, "records": [...]}
struct Collection {
  Json body;
  bool all_or_none = false;

  Json& records() { return body["records"]; }
};

Result<Collection> collection_in(const Call& call) {
  LOCALORG_TRY(Json body, json_object_body(call));
  const auto records = body.find("records");
  if (records == body.end() || !records->is_array()) return bad_request("The records list is required.");  // assumed
  LOCALORG_CHECK(check_count(records->size()));
  const auto flag = body.find("allOrNone");
  const bool all_or_none = flag != body.end() && flag->is_boolean() && flag->get<bool>();
  return Collection{std::move(body), all_or_none};
}

using WriteRecord = std::function<Result<dml::Upserted>(dml::Context&, Json& record)>;

Result<Response> write_collection(const Call& call, bool tells_created, const WriteRecord& write) {
  LOCALORG_TRY(dml::Context context, call.session.writer());
  LOCALORG_TRY(Collection collection, collection_in(call));
  const std::string& text = call.request.body;
  LOCALORG_TRY(const auto outcomes, write_all(context, collection.records().size(), collection.all_or_none,
                                              [&](std::size_t i) -> Result<dml::Upserted> {
                                                auto saved = write(context, collection.records()[i]);
                                                if (!saved) return placed(saved.error(), text, {std::string("records"), i});
                                                return saved;
                                              }));
  for (const Outcome& outcome : outcomes) {
    if (outcome.saved) call.session.note_recent(*call.catalog().find_by_prefix(outcome.saved->id), outcome.saved->id);
  }
  return ok(results_of(outcomes, tells_created));
}

Result<dml::Upserted> create_one(dml::Context& context, Json& record) {
  LOCALORG_TRY(const SObject* object, object_of_record(*context.org.catalog, record));
  if (!take_id(record).empty()) {
    return error_of_record(ErrorCode::INVALID_FIELD_FOR_INSERT_UPDATE, "cannot specify Id in an insert call",
                           {"Id"});  // assumed
  }
  LOCALORG_TRY(std::string id, dml::create(context, *object, record));
  return dml::Upserted{std::move(id), true};
}

Result<dml::Upserted> update_one(dml::Context& context, Json& record) {
  LOCALORG_TRY(const SObject* object, object_of_record(*context.org.catalog, record));
  const std::string id = take_id(record);
  if (id.empty()) return error_of_record(ErrorCode::MISSING_ARGUMENT, "Id not specified in an update call", {"Id"});  // assumed
  const auto normal = org::normalize_id(id);
  if (!normal || !normal->starts_with(object->key_prefix)) {
    return error_of_record(ErrorCode::MALFORMED_ID, object->label + " ID: id value of incorrect type: " + id, {"Id"});
  }
  LOCALORG_CHECK(dml::update(context, *object, *normal, record));
  return dml::Upserted{*normal, false};
}

Result<dml::Upserted> upsert_one(dml::Context& context, const SObject& object, const org::Field& key, Json& record) {
  LOCALORG_TRY(const SObject* own, object_of_record(*context.org.catalog, record));
  if (own != &object) {
    return error_of_record(ErrorCode::INVALID_TYPE, "The record is of type " + own->name + ", the request of " + object.name);
  }
  Json value;
  for (auto member = record.begin(); member != record.end(); ++member) {
    if (!text::equal_ignoring_case(member.key(), key.name)) continue;
    value = *member;
    record.erase(member);
    break;
  }
  if (value.is_null() && key.type == org::FieldType::id) {
    LOCALORG_TRY(std::string id, dml::create(context, object, record));
    return dml::Upserted{std::move(id), true};
  }
  if (value.is_null()) {
    return error_of_record(ErrorCode::MISSING_ARGUMENT, key.name + " not specified", {});  // assumed
  }
  take_id(record);
  return dml::upsert(context, object, key, value, record);
}

std::vector<std::string> list_of(const std::string& text) {
  std::vector<std::string> out;
  for (const std::string_view part : text::split(text, ',')) {
    if (!text::trim(part).empty()) out.emplace_back(text::trim(part));
  }
  return out;
}

Result<dml::Upserted> delete_one(dml::Context& context, const std::string& id) {
  const auto normal = org::normalize_id(id);
  const SObject* object = normal ? context.org.catalog->find_by_prefix(*normal) : nullptr;
  if (object == nullptr) return error_of_record(ErrorCode::MALFORMED_ID, "malformed id " + id, {"Id"});
  LOCALORG_CHECK(dml::remove(context, *object, *normal));
  return dml::Upserted{*normal, false};
}

Result<Response> delete_all(const Call& call) {
  LOCALORG_TRY(dml::Context context, call.session.writer());
  const std::vector<std::string> ids = list_of(call.parameter("ids"));
  if (ids.empty()) return error_without_position(ErrorCode::MISSING_ARGUMENT, "The ids parameter is required.");  // assumed
  LOCALORG_CHECK(check_count(ids.size()));
  const bool all_or_none = text::lower(call.parameter("allOrNone")) == "true";
  LOCALORG_TRY(const auto outcomes,
               write_all(context, ids.size(), all_or_none, [&](std::size_t i) { return delete_one(context, ids[i]); }));
  return ok(results_of(outcomes, false));
}

// Records in the order of their Ids, null for those that are not there.
Result<Response> retrieve(const Call& call, const std::vector<std::string>& ids, const std::vector<std::string>& names) {
  const SObject* object = object_in(call, 2);
  if (object == nullptr || object->is_virtual()) return not_found();
  LOCALORG_CHECK(check_count(ids.size()));
  if (names.empty())
    return error_without_position(ErrorCode::MISSING_ARGUMENT, "The fields parameter is required.");  // assumed
  LOCALORG_TRY(const std::vector<std::string> fields, known_fields(*object, names));
  std::string out = "[";
  for (const std::string& id : ids) {
    if (out.size() > 1) out += ',';
    const auto normal = org::normalize_id(id);
    if (!normal) {
      out += "null";
      continue;
    }
    LOCALORG_TRY(const auto record, record_json(call, *object, *normal, fields));
    out += record ? *record : "null";
  }
  return ok(out + "]");
}

Result<std::vector<std::string>> texts_in(const Json& body, const char* name) {
  std::vector<std::string> out;
  const auto list = body.find(name);
  if (list == body.end()) return out;
  if (!list->is_array()) return bad_request(std::string("The ") + name + " must be a list.");
  for (const Json& entry : *list) {
    if (!entry.is_string()) return bad_request(std::string("The ") + name + " must be texts.");
    out.push_back(entry.get<std::string>());
  }
  return out;
}

Result<Response> retrieve_posted(const Call& call) {
  LOCALORG_TRY(const Json body, json_object_body(call));
  LOCALORG_TRY(const auto ids, texts_in(body, "ids"));
  LOCALORG_TRY(const auto fields, texts_in(body, "fields"));
  return retrieve(call, ids, fields);
}

}  // namespace

Response post_collection(const Call& call) { return answer_of(write_collection(call, false, create_one)); }
Response patch_collection(const Call& call) { return answer_of(write_collection(call, false, update_one)); }
Response delete_collection(const Call& call) { return answer_of(delete_all(call)); }

Response patch_collection_by_key(const Call& call) {
  const SObject* object = object_in(call, 2);
  if (object == nullptr || object->is_virtual()) return not_found();
  const org::Field* key = object->find_field(call.path[3]);
  if (key == nullptr || !key->id_lookup) {
    return failure(error_without_position(ErrorCode::NOT_FOUND,
                                          "Provided external ID field does not exist or is not accessible: " + call.path[3]));
  }
  return answer_of(write_collection(
      call, true, [&](dml::Context& context, Json& record) { return upsert_one(context, *object, *key, record); }));
}

Response get_collection(const Call& call) {
  return answer_of(retrieve(call, list_of(call.parameter("ids")), list_of(call.parameter("fields"))));
}

Response post_retrieve(const Call& call) { return answer_of(retrieve_posted(call)); }

}  // namespace localorg::api
