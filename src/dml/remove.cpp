// Deletion and its undoing.  What went to the recycle bin because of one record is noted in a table of its own:
//
//     localorg_deletion   root      object   id        field    value
//                         001...A   Account  001...A                      the record itself
//                         001...A   Contact  003...B                      went with it
//                         001...A   Case     500...C   AccountId 001...A  lost its reference
#include <algorithm>

#include "dml/rows.h"
#include "dml/rules.h"
#include "dml/write.h"
#include "org/id.h"
#include "store/layout.h"
#include "store/transaction.h"

namespace localorg::dml {
namespace {

using org::Field;
using org::Record;
using org::SObject;
using org::Value;

constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS localorg_deletion (root TEXT, object TEXT, id TEXT, field TEXT, value TEXT, "
    "PRIMARY KEY (root, object, id, field)) WITHOUT ROWID";

struct Noted {
  std::string object;
  std::string id;
  std::string field;  // empty: the record was deleted
  std::string value;
};

Result<void> note(Context& context, const std::string& root, const Noted& noted) {
  LOCALORG_CHECK(context.org.database.execute(kTable));
  LOCALORG_TRY(
      store::Statement * row,
      context.org.statements.get(context.org.database, "INSERT OR REPLACE INTO localorg_deletion VALUES (?1, ?2, ?3, ?4, ?5)"));
  row->bind_text(1, root);
  row->bind_text(2, noted.object);
  row->bind_text(3, noted.id);
  row->bind_text(4, noted.field);
  row->bind_text(5, noted.value);
  return row->run();
}

Result<std::vector<Noted>> noted_of(Context& context, const std::string& root) {
  LOCALORG_CHECK(context.org.database.execute(kTable));
  LOCALORG_TRY(store::Statement * rows,
               context.org.statements.get(context.org.database,
                                          "SELECT object, id, field, value FROM localorg_deletion WHERE root = ?1"));
  rows->bind_text(1, root);
  std::vector<Noted> noted;
  for (;;) {
    const auto row = rows->step();
    if (!row || !*row) {
      rows->reset();
      if (!row) return row.error();
      return noted;
    }
    noted.push_back(
        {std::string(rows->text(0)), std::string(rows->text(1)), std::string(rows->text(2)), std::string(rows->text(3))});
  }
}

std::string name_of_record(const Record& record) {
  const Field* field = record.object->name_field();
  const auto* name = field == nullptr ? nullptr : std::get_if<std::string>(&record.values[field->index]);
  return name == nullptr ? std::get<std::string>(record["Id"]) : *name;
}

// assumed wording
Result<void> refuse(Context& context, const Record& record, const SObject& child, const std::vector<std::string>& ids) {
  std::string names;
  for (const std::string& id : ids) {
    LOCALORG_TRY(const auto row, read_row(context, child, id, Place::live));
    names += (names.empty() ? "" : ", ") + (row ? name_of_record(*row) : id);
  }
  return error_of_record(ErrorCode::DELETE_FAILED, "Your attempt to delete " + name_of_record(record) +
                                                       " could not be completed because it is associated with the following " +
                                                       child.label_plural + ".: " + names + "\n");
}

Result<void> move_to_bin(Context& context, const SObject& object, const std::string& id, const std::string& root);

// One kind of reference to a record that goes.
Result<void> let_go(Context& context, const Record& record, const SObject& child, const Field& field, const std::string& root) {
  const auto& id = std::get<std::string>(record["Id"]);
  LOCALORG_TRY(const auto ids, ids_where(context, child, field, id));
  if (ids.empty()) return {};
  if (!field.cascade_delete && !field.nillable) return refuse(context, record, child, ids);
  for (const std::string& child_id : ids) {
    if (field.cascade_delete) {
      LOCALORG_CHECK(move_to_bin(context, child, child_id, root));
      continue;
    }
    LOCALORG_TRY(const auto before, read_row(context, child, child_id, Place::live));
    if (!before) continue;
    Record after = *before;
    after.values[field.index] = {};
    LOCALORG_CHECK(update_row(context, *before, after));
    LOCALORG_CHECK(note(context, root, {child.name, child_id, field.name, id}));
  }
  return {};
}

Result<void> move_to_bin(Context& context, const SObject& object, const std::string& id, const std::string& root) {
  LOCALORG_TRY(auto record, read_row(context, object, id, Place::live));
  if (!record) return {};  // gone already, by another way
  LOCALORG_CHECK(delete_row(context, object, id, Place::live));
  for (const SObject& child : context.org.catalog->objects()) {
    if (child.is_virtual()) continue;
    for (const Field& field : child.fields) {
      if (std::find(field.targets.begin(), field.targets.end(), &object) == field.targets.end()) continue;
      LOCALORG_CHECK(let_go(context, *record, child, field, root));
    }
  }
  if (!has_recycle_bin(object)) return {};
  set(*record, "IsDeleted", std::int64_t{1});
  stamp_change(context, *record);
  LOCALORG_CHECK(insert_row(context, *record, Place::recycle_bin));
  return note(context, root, {object.name, id, "", ""});
}

Result<void> bring_back(Context& context, const SObject& object, const std::string& id) {
  LOCALORG_TRY(auto record, read_row(context, object, id, Place::recycle_bin));
  if (!record) return {};
  LOCALORG_CHECK(delete_row(context, object, id, Place::recycle_bin));
  set(*record, "IsDeleted", std::int64_t{0});
  stamp_change(context, *record);
  return insert_row(context, *record, Place::live);
}

// A reference that was lost and has no other value since then.
Result<void> refer_again(Context& context, const SObject& object, const Noted& noted) {
  const Field* field = object.find_field(noted.field);
  LOCALORG_TRY(const auto before, read_row(context, object, noted.id, Place::live));
  if (!before || field == nullptr || !org::is_null(before->values[field->index])) return {};
  Record after = *before;
  after.values[field->index] = noted.value;
  return update_row(context, *before, after);
}

}  // namespace

Result<void> remove(Context& context, const SObject& object, std::string_view id) {
  if (!object.deletable || object.is_virtual()) {
    return error_of_record(ErrorCode::INVALID_TYPE_FOR_OPERATION, "entity type " + object.name + " does not support delete");
  }
  LOCALORG_TRY(store::Transaction transaction, store::Transaction::begin(context.org));
  LOCALORG_CHECK(check_exists(context, object, id));
  const std::string root = *org::normalize_id(id);
  LOCALORG_CHECK(move_to_bin(context, object, root, root));
  return transaction.commit();
}

Result<void> undelete(Context& context, const SObject& object, std::string_view id) {
  const auto root = org::normalize_id(id);
  const auto refused = error_of_record(ErrorCode::UNDELETE_FAILED, "Entity is not in the recycle bin");
  if (!root || !has_recycle_bin(object)) return refused;
  LOCALORG_TRY(store::Transaction transaction, store::Transaction::begin(context.org));
  LOCALORG_TRY(const auto deleted, read_row(context, object, *root, Place::recycle_bin));
  if (!deleted) return refused;
  LOCALORG_CHECK(bring_back(context, object, *root));
  LOCALORG_TRY(const std::vector<Noted> all, noted_of(context, *root));
  for (const bool is_reference : {false, true}) {  // records first: references point to them
    for (const Noted& noted : all) {
      const SObject* of = context.org.catalog->find(noted.object);
      if (of == nullptr || noted.field.empty() == is_reference) continue;
      LOCALORG_CHECK(is_reference ? refer_again(context, *of, noted) : bring_back(context, *of, noted.id));
    }
  }
  LOCALORG_TRY(store::Statement * forget,
               context.org.statements.get(context.org.database, "DELETE FROM localorg_deletion WHERE root = ?1"));
  forget->bind_text(1, *root);
  LOCALORG_CHECK(forget->run());
  return transaction.commit();
}

}  // namespace localorg::dml
