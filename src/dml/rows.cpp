#include "dml/rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "org/datetime.h"
#include "org/id.h"
#include "store/layout.h"

namespace localorg::dml {
namespace {

using org::Field;
using org::Record;
using org::SObject;
using org::Value;

constexpr std::string_view kInstance = "Lo0";  // of the Ids that are made here
constexpr std::string_view kBeyond = "Lo1";
constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

Result<store::Statement*> statement(Context& context, const std::string& sql) {
  return context.org.statements.get(context.org.database, sql);
}

std::string table(const SObject& object, Place place) {
  return place == Place::live ? store::table_of(object) : store::deleted_table_of(object);
}

// The one value of a statement with text parameters; null if it gives no row.
Result<Value> ask(Context& context, const std::string& sql, const std::vector<std::string>& parameters) {
  LOCALORG_TRY(store::Statement * asked, statement(context, sql));
  for (std::size_t i = 0; i < parameters.size(); ++i) asked->bind_text(static_cast<int>(i) + 1, parameters[i]);
  const auto row = asked->step();
  Value value = row && *row ? asked->value(0) : Value{};
  asked->reset();
  if (!row) return row.error();
  return value;
}

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t number = 0;
  for (const char c : digits) number = number * kDigits.size() + kDigits.find(c);
  return number;
}

}  // namespace

bool has_recycle_bin(const SObject& object) { return object.find_field("IsDeleted") != nullptr; }

Result<std::optional<Record>> read_row(Context& context, const SObject& object, const std::string& id, Place place) {
  LOCALORG_TRY(store::Statement * row, statement(context, "SELECT * FROM " + table(object, place) + " WHERE \"Id\" = ?1"));
  row->bind_text(1, id);
  const auto found = row->step();
  std::optional<Record> record;
  if (found && *found) {
    record.emplace(object);
    for (const Field& field : object.fields) record->values[field.index] = row->value(static_cast<int>(field.index));
  }
  row->reset();
  if (!found) return found.error();
  return record;
}

Result<void> insert_row(Context& context, const Record& record, Place place) {
  LOCALORG_TRY(store::Statement * insert, statement(context, store::insert_into(*record.object, table(*record.object, place))));
  insert->bind_all(record.values);
  return insert->run();
}

Result<void> delete_row(Context& context, const SObject& object, const std::string& id, Place place) {
  LOCALORG_TRY(store::Statement * gone, statement(context, "DELETE FROM " + table(object, place) + " WHERE \"Id\" = ?1"));
  gone->bind_text(1, id);
  return gone->run();
}

Result<void> update_row(Context& context, const Record& before, const Record& after) {
  std::string sql;
  std::vector<Value> values;
  for (const Field& field : after.object->fields) {
    if (before.values[field.index] == after.values[field.index]) continue;
    values.push_back(after.values[field.index]);
    sql += (sql.empty() ? "" : ", ") + store::column_of(field) + " = ?" + std::to_string(values.size());
  }
  if (values.empty()) return {};
  values.push_back(before["Id"]);
  LOCALORG_TRY(store::Statement * change, statement(context, "UPDATE " + store::table_of(*after.object) + " SET " + sql +
                                                                 " WHERE \"Id\" = ?" + std::to_string(values.size())));
  change->bind_all(values);
  return change->run();
}

Result<std::vector<std::string>> ids_where(Context& context, const SObject& object, const Field& field, const Value& value) {
  LOCALORG_TRY(store::Statement * rows, statement(context, "SELECT \"Id\" FROM " + store::table_of(object) + " WHERE " +
                                                               store::column_of(field) + " = ?1 ORDER BY \"Id\""));
  rows->bind(1, value);
  std::vector<std::string> ids;
  for (;;) {
    const auto row = rows->step();
    if (!row || !*row) {
      rows->reset();
      if (!row) return row.error();
      return ids;
    }
    ids.emplace_back(rows->text(0));
  }
}

Result<std::string> next_id(Context& context, const SObject& object) {
  const std::string from = object.key_prefix + std::string(kInstance);
  const std::string to = object.key_prefix + std::string(kBeyond);
  std::uint64_t next = 0;
  for (const Place place : {Place::live, Place::recycle_bin}) {
    if (place == Place::recycle_bin && !has_recycle_bin(object)) continue;
    LOCALORG_TRY(const Value last, ask(context,
                                       "SELECT \"Id\" FROM " + table(object, place) +
                                           " WHERE \"Id\" > ?1 AND \"Id\" < ?2 ORDER BY \"Id\" DESC LIMIT 1",
                                       {from, to}));
    if (const auto* id = std::get_if<std::string>(&last); id != nullptr && id->size() == 18)
      next = std::max(next, number_of(std::string_view(*id).substr(6, 9)) + 1);
  }
  return org::make_id(object.key_prefix, kInstance, std::max<std::uint64_t>(next, 1));
}

// The count is kept in the org, so that the number of a record that is gone does not come again.
Result<std::string> next_auto_number(Context& context, const SObject& object, const Field& field) {
  const std::string name = "autoNumber." + object.name + "." + field.name;
  LOCALORG_TRY(const Value known, ask(context, "SELECT value FROM localorg_meta WHERE name = ?1", {name}));
  std::int64_t number = 0;
  if (const auto* text = std::get_if<std::string>(&known)) {
    std::from_chars(text->data(), text->data() + text->size(), number);
  } else {
    const std::string digits = "CAST(substr(" + store::column_of(field) + ", " +
                               std::to_string(std::min(field.auto_number.find('{'), field.auto_number.size()) + 1) +
                               ") AS INTEGER)";
    for (const Place place : {Place::live, Place::recycle_bin}) {
      if (place == Place::recycle_bin && !has_recycle_bin(object)) continue;
      LOCALORG_TRY(const Value greatest, ask(context, "SELECT max(" + digits + ") FROM " + table(object, place), {}));
      if (const auto* last = std::get_if<std::int64_t>(&greatest)) number = std::max(number, *last);
    }
  }
  ++number;
  LOCALORG_TRY(store::Statement * keep, statement(context, "INSERT OR REPLACE INTO localorg_meta VALUES (?1, ?2)"));
  const std::string text = std::to_string(number);
  keep->bind_text(1, name);
  keep->bind_text(2, text);
  LOCALORG_CHECK(keep->run());
  return org::auto_number(field.auto_number, static_cast<std::uint64_t>(number));
}

std::string now_of(const Context& context) {
  const std::int64_t ms = context.clock.now_ms();
  return org::format_datetime(ms - ((ms % 1000) + 1000) % 1000);  // whole seconds, as the org keeps them
}

void set(Record& record, std::string_view field, Value value) {
  if (const Field* found = record.object->find_field(field)) record.values[found->index] = std::move(value);
}

}  // namespace localorg::dml
