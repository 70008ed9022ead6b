#include "dml/write.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "dml/rows.h"
#include "dml/rules.h"
#include "org/id.h"
#include "store/transaction.h"

namespace localorg::dml {
namespace {

using org::Field;
using org::Record;
using org::SObject;
using org::Value;

SalesforceError not_supported(const SObject& object, std::string_view operation) {
  return error_of_record(ErrorCode::INVALID_TYPE_FOR_OPERATION,
                         "entity type " + object.name + " does not support " + std::string(operation));
}

// Parents that were named by an external Id become their Ids.
Result<void> find_parents(Context& context, ReadRecord& read) {
  for (const ParentKey& parent : read.parents) {
    LOCALORG_TRY(const auto ids, find_by_key(context, *parent.parent, *parent.key, parent.value));
    const auto* text = std::get_if<std::string>(&parent.value);
    if (ids.size() != 1) {
      // assumed wording
      return error_of_record(ErrorCode::INVALID_FIELD,
                             "Foreign key external ID: " + (text == nullptr ? "" : text::lower(*text)) +
                                 " not found for field " + parent.key->name + " in entity " + parent.parent->name);
    }
    read.given.record.values[parent.reference->index] = ids.front();
    read.given.is_given[parent.reference->index] = true;
  }
  return {};
}

Result<std::string> create_read(Context& context, ReadRecord read) {
  LOCALORG_CHECK(find_parents(context, read));
  Change change{nullptr, std::move(read.given.record), std::move(read.given.is_given)};
  LOCALORG_CHECK(fill(context, change));
  LOCALORG_CHECK(check(context, change));
  LOCALORG_CHECK(stamp_new(context, change.after));
  LOCALORG_CHECK(fill(context, change));  // once more, for what is computed from the Id
  LOCALORG_CHECK(insert_row(context, change.after, Place::live));
  LOCALORG_CHECK(write_history(context, change));
  return std::get<std::string>(change.after["Id"]);
}

}  // namespace

Result<std::string> create(Context& context, const SObject& object, const Json& fields) {
  if (!object.createable || object.is_virtual()) return not_supported(object, "create");
  LOCALORG_TRY(ReadRecord read, read_record(object, fields, Operation::create));
  LOCALORG_TRY(store::Transaction transaction, store::Transaction::begin(context.org));
  LOCALORG_TRY(std::string id, create_read(context, std::move(read)));
  LOCALORG_CHECK(transaction.commit());
  return id;
}

Result<void> check_exists(Context& context, const SObject& object, std::string_view id) {
  const auto normal = org::normalize_id(id);
  const auto unknown = error_of_record(ErrorCode::INVALID_CROSS_REFERENCE_KEY, "invalid cross reference id");
  if (!normal || object.is_virtual()) return unknown;
  LOCALORG_TRY(const auto live, read_row(context, object, *normal, Place::live));
  if (live) return {};
  if (!has_recycle_bin(object)) return unknown;
  LOCALORG_TRY(const auto deleted, read_row(context, object, *normal, Place::recycle_bin));
  return deleted ? error_of_record(ErrorCode::ENTITY_IS_DELETED, "entity is deleted") : unknown;
}

Result<void> update(Context& context, const SObject& object, std::string_view id, const Json& fields) {
  if (!object.updateable || object.is_virtual()) return not_supported(object, "update");
  LOCALORG_TRY(store::Transaction transaction, store::Transaction::begin(context.org));
  LOCALORG_CHECK(check_exists(context, object, id));
  LOCALORG_TRY(ReadRecord read, read_record(object, fields, Operation::update));
  LOCALORG_CHECK(find_parents(context, read));
  LOCALORG_TRY(const auto before, read_row(context, object, *org::normalize_id(id), Place::live));
  Change change{&*before, *before, std::move(read.given.is_given)};
  for (const Field& field : object.fields) {
    if (change.is_given[field.index]) change.after.values[field.index] = read.given.record.values[field.index];
  }
  LOCALORG_CHECK(fill(context, change));
  LOCALORG_CHECK(check(context, change));
  stamp_change(context, change.after);
  LOCALORG_CHECK(update_row(context, *before, change.after));
  LOCALORG_CHECK(write_history(context, change));
  return transaction.commit();
}

Result<std::vector<std::string>> find_by_key(Context& context, const SObject& object, const Field& key, const Value& value) {
  if (org::is_null(value)) return std::vector<std::string>{};
  return ids_where(context, object, key, value);
}

Result<Upserted> upsert(Context& context, const SObject& object, const Field& key, const Json& value, const Json& fields) {
  LOCALORG_TRY(const Value wanted, read_value(key, value));
  LOCALORG_TRY(store::Transaction transaction, store::Transaction::begin(context.org));
  LOCALORG_TRY(const auto ids, find_by_key(context, object, key, wanted));
  if (ids.size() > 1) {
    return error_of_record(ErrorCode::DUPLICATE_EXTERNAL_ID,
                           key.name + ": more than one record found for external id field: [" + text::join(ids, ", ") + "]",
                           {key.name});
  }
  Upserted done;
  if (ids.empty()) {
    if (key.type == org::FieldType::id) {
      return error_of_record(ErrorCode::INVALID_CROSS_REFERENCE_KEY, "invalid cross reference id");
    }
    Json all = fields;
    all[key.name] = value;
    LOCALORG_TRY(done.id, create(context, object, all));
    done.created = true;
  } else {
    LOCALORG_CHECK(update(context, object, ids.front(), fields));
    done.id = ids.front();
  }
  LOCALORG_CHECK(transaction.commit());
  return done;
}

}  // namespace localorg::dml
