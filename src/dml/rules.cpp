#include "dml/rules.h"

#include <algorithm>

#include "base/text.h"
#include "org/field_type.h"
#include "store/layout.h"

namespace localorg::dml {
namespace {

using org::Field;
using org::FieldType;
using org::is_null;
using org::Record;
using org::SObject;
using org::Value;

bool is_reference(const Field& field) { return field.type == FieldType::reference; }

std::string text_of(const Field& field, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* integer = std::get_if<std::int64_t>(&value);
  if (integer != nullptr && field.type == FieldType::boolean) return *integer != 0 ? "true" : "false";
  if (integer != nullptr) return std::to_string(*integer);
  const auto* number = std::get_if<double>(&value);
  return number == nullptr ? "" : text::java_double(*number);
}

bool differs(const Change& change, const Field& field) {
  const Value& after = change.after.values[field.index];
  return change.before == nullptr ? !is_null(after) : change.before->values[field.index] != after;
}

// Defaults of a new record: the field's own, or its picklist's.
void set_defaults(Change& change) {
  for (const Field& field : change.after.object->fields) {
    Value& value = change.after.values[field.index];
    if (change.is_given[field.index] || !is_null(value)) continue;
    const bool is_off = !field.default_unless.empty() && change.is_given[change.after.object->index_of(field.default_unless)];
    if (is_off) {
      value = field.type == FieldType::boolean ? Value{std::int64_t{0}} : Value{};
      change.is_given[field.index] = true;
      continue;
    }
    const auto usual = std::find_if(field.picklist_values.begin(), field.picklist_values.end(),
                                    [](const org::PicklistValue& v) { return v.is_default; });
    if (field.default_value.empty() && usual != field.picklist_values.end()) value = usual->value;
  }
}

// Name is joined from its parts where there are any: a name given beside them is refused (assumed).
Result<void> check_joined(const Change& change) {
  const SObject& object = *change.after.object;
  for (const Field& field : object.fields) {
    const auto& parts = field.computed.join;
    const bool has_parts =
        std::any_of(parts.begin(), parts.end(), [&](const std::string& part) { return !is_null(change.after[part]); });
    if (!change.is_given[field.index] || !has_parts) continue;
    return error_of_record(ErrorCode::INVALID_FIELD_FOR_INSERT_UPDATE,
                           object.name + ": bad field names on insert/update call: " + field.name, {field.name});
  }
  return {};
}

// ProductCode of a price book entry is its product's.
Result<void> copy_from_parents(Context& context, Change& change) {
  for (const Field& field : change.after.object->fields) {
    if (field.from.empty() || change.is_given[field.index]) continue;
    const std::size_t dot = field.from.find('.');
    const Field& reference = *change.after.object->find_field(field.from.substr(0, dot));
    if (change.before != nullptr && !differs(change, reference)) continue;
    const SObject& parent = *reference.targets.front();
    const Value& id = change.after.values[reference.index];
    Value copied;
    if (const auto* text = std::get_if<std::string>(&id)) {
      LOCALORG_TRY(const auto row, read_row(context, parent, *text, Place::live));
      if (row) copied = (*row)[field.from.substr(dot + 1)];
    }
    change.after.values[field.index] = std::move(copied);
  }
  return {};
}

void multiply(Change& change) {
  for (const Field& field : change.after.object->fields) {
    if (field.product.empty()) continue;
    double product = 1;
    for (const std::string& name : field.product) {
      const Value& factor = change.after[name];
      const auto* number = std::get_if<double>(&factor);
      const auto* integer = std::get_if<std::int64_t>(&factor);
      if (number == nullptr && integer == nullptr) return;
      product *= number != nullptr ? *number : static_cast<double>(*integer);
    }
    change.after.values[field.index] = product;
  }
}

// ClosedDate: the moment at which IsClosed comes to be true.
void set_when(const Context& context, Change& change) {
  for (const Field& field : change.after.object->fields) {
    if (field.set_when.field.empty() || change.is_given[field.index]) continue;
    const Field& watched = *change.after.object->find_field(field.set_when.field);
    const bool holds = text_of(watched, change.after.values[watched.index]) == field.set_when.is;
    const bool held = change.before != nullptr && text_of(watched, change.before->values[watched.index]) == field.set_when.is;
    Value& value = change.after.values[field.index];
    if (!holds && held) value = {};
    if (holds && !held) value = is_reference(field) ? context.user_id : now_of(context);
  }
}

Result<void> check_required(const Change& change) {
  std::vector<std::string> missing;
  for (const Field& field : change.after.object->fields) {
    if (field.nillable || !field.createable || !is_null(change.after.values[field.index])) continue;
    // Records that were imported without a required value may still be changed elsewhere.
    if (change.before != nullptr && is_null(change.before->values[field.index]) && !change.is_given[field.index]) continue;
    missing.push_back(field.name);
  }
  if (missing.empty()) return {};
  return error_of_record(ErrorCode::REQUIRED_FIELD_MISSING, "Required fields are missing: [" + text::join(missing, ", ") + "]",
                         missing);
}

Result<void> check_reference(Context& context, const Field& field, const std::string& id) {
  const SObject* target = context.org.catalog->find_by_prefix(id);
  const bool is_target = std::find(field.targets.begin(), field.targets.end(), target) != field.targets.end();
  // An Id of an object that the org lacks may be one of a target that it lacks: there is no such record, at any rate.
  const bool may_lack = target == nullptr && field.targets.size() < field.reference_to.size();
  if (!is_target && !may_lack) {
    return error_of_record(ErrorCode::MALFORMED_ID, field.label + ": id value of incorrect type: " + id, {field.name});
  }
  if (is_target) {
    auto exists = check_exists(context, *target, id);
    if (exists) return {};
    exists.error().fields = {field.name};
    return exists;
  }
  return error_of_record(ErrorCode::INVALID_CROSS_REFERENCE_KEY, "invalid cross reference id", {field.name});
}

Result<void> check_unique(Context& context, const Change& change, const Field& field) {
  LOCALORG_TRY(const auto ids, ids_where(context, *change.after.object, field, change.after.values[field.index]));
  const auto own = change.before == nullptr ? Value{} : (*change.before)["Id"];
  for (const std::string& id : ids) {
    if (own == Value{id}) continue;
    return error_of_record(ErrorCode::DUPLICATE_VALUE,
                           "duplicate value found: " + field.name + " duplicates value on record with id: " + id.substr(0, 15),
                           {field.name});
  }
  return {};
}

}  // namespace

Result<void> fill(Context& context, Change& change) {
  LOCALORG_CHECK(check_joined(change));
  if (change.before == nullptr) {
    set_defaults(change);
    if (const Field* owner = change.after.object->find_field("OwnerId"); owner != nullptr) {
      Value& id = change.after.values[owner->index];
      if (is_null(id)) id = context.user_id;
    }
  }
  LOCALORG_CHECK(copy_from_parents(context, change));
  // Of an existing record every field is given, and null where it is null: defaults are for new ones.
  const std::vector<bool> all(change.is_given.size(), true);
  org::complete(change.after, change.before == nullptr ? change.is_given : all);
  multiply(change);
  set_when(context, change);
  return {};
}

Result<void> check(Context& context, const Change& change) {
  LOCALORG_CHECK(check_required(change));
  for (const Field& field : change.after.object->fields) {
    if (!change.is_given[field.index] || is_null(change.after.values[field.index])) continue;
    if (is_reference(field)) {
      LOCALORG_CHECK(check_reference(context, field, std::get<std::string>(change.after.values[field.index])));
    }
    if (field.unique) LOCALORG_CHECK(check_unique(context, change, field));
  }
  return {};
}

Result<void> stamp_new(Context& context, Record& record) {
  LOCALORG_TRY(const std::string id, next_id(context, *record.object));
  record["Id"] = id;
  for (const Field& field : record.object->fields) {
    if (field.auto_number.empty()) continue;
    LOCALORG_TRY(std::string number, next_auto_number(context, *record.object, field));
    record.values[field.index] = std::move(number);
  }
  set(record, "IsDeleted", std::int64_t{0});
  set(record, "CreatedDate", now_of(context));
  set(record, "CreatedById", context.user_id);
  stamp_change(context, record);
  return {};
}

void stamp_change(const Context& context, Record& record) {
  set(record, "LastModifiedDate", now_of(context));
  set(record, "LastModifiedById", context.user_id);
  set(record, "SystemModstamp", now_of(context));
}

Result<void> write_history(Context& context, const Change& change) {
  const SObject& object = *change.after.object;
  for (const org::HistoryRule& rule : object.history) {
    const Field& watched = *object.find_field(rule.when);
    const Value& now = change.after.values[watched.index];
    if (!differs(change, watched) || (!rule.to.empty() && text_of(watched, now) != rule.to)) continue;
    Change row{nullptr, Record(*context.org.catalog->find(rule.object)), {}};
    row.is_given.resize(row.after.object->fields.size());
    for (const auto& [name, text] : rule.values) {
      const Field& field = *row.after.object->find_field(name);
      Value value = text;
      if (text == "$new") value = now;
      if (text == "$old") value = change.before == nullptr ? Value{} : change.before->values[watched.index];
      if (text.starts_with('$') && text != "$new" && text != "$old") value = change.after[text.substr(1)];
      row.after.values[field.index] = std::move(value);
      row.is_given[field.index] = true;
    }
    LOCALORG_CHECK(stamp_new(context, row.after));
    LOCALORG_CHECK(fill(context, row));
    LOCALORG_CHECK(insert_row(context, row.after, Place::live));
  }
  return {};
}

}  // namespace localorg::dml
