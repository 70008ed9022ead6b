#include "api/bulk.h"

#include <algorithm>
#include <array>

#include "api/query.h"
#include "api/writes.h"
#include "base/text.h"
#include "org/id.h"
#include "soql/bind.h"
#include "soql/parse.h"
#include "store/transaction.h"

namespace localorg::api {
namespace {

using org::Field;
using org::SObject;
using org::TypeClass;

// A column of the table: where its value stands in a record.
struct Column {
  std::vector<std::string> path;
  bool is_datetime = false;
};

SalesforceError refused(std::string what) { return error_without_position(ErrorCode::MALFORMED_QUERY, std::move(what)); }

// assumed texts
Result<void> columns_of(const soql::BoundShape& shape, std::vector<std::string> path, std::vector<Column>& columns) {
  for (const soql::BoundMember& member : shape.members) {
    std::vector<std::string> here = path;
    here.push_back(member.key);
    if (const auto* expr = std::get_if<soql::BoundExpr>(&member.value)) {
      if (expr->is_aggregate()) return refused("Aggregate Relationships not supported in Bulk Query");
      const TypeClass type_class = soql::type_class_of(*expr);
      if (type_class == TypeClass::compound) return refused("Selecting compound data not supported in Bulk Query");
      columns.push_back({std::move(here), type_class == TypeClass::datetime});
    } else if (const auto* parent = std::get_if<Box<soql::BoundShape>>(&member.value)) {
      LOCALORG_CHECK(columns_of(**parent, std::move(here), columns));
    } else {
      return refused("Aggregate Relationships not supported in Bulk Query");
    }
  }
  return {};
}

// Bulk results write dateTimes with a Z (documented samples).
std::string text_at(const Json& record, const Column& column) {
  const Json* value = &record;
  for (const std::string& step : column.path) {
    if (!value->is_object() || !value->contains(step)) return "";
    value = &(*value)[step];
  }
  if (value->is_null()) return "";
  if (value->is_number_float()) return text::java_double(value->get<double>());
  if (!value->is_string()) return value->dump();
  std::string text = value->get<std::string>();
  if (column.is_datetime && text.ends_with("+0000")) text.replace(text.size() - 5, 5, "Z");
  return text;
}

Result<dml::Upserted> write_row(dml::Context& context, const SObject& object, const Job& job, Json record) {
  const BulkOperation operation = *bulk_operation(job.operation);
  if (operation == BulkOperation::upsert) {
    const Field* key = object.find_field(job.external_id_field);
    const auto found = key == nullptr ? record.end() : record.find(key->name);
    if (found == record.end() || found->is_null())
      return error_of_record(ErrorCode::MISSING_ARGUMENT, job.external_id_field + " not specified");
    const Json value = *found;
    record.erase(found);
    if (key->type != org::FieldType::id) take_id(record);
    return dml::upsert(context, object, *key, value, record);
  }
  const std::string id = take_id(record);
  if (operation == BulkOperation::insert) {
    if (!id.empty())
      return error_of_record(ErrorCode::INVALID_FIELD_FOR_INSERT_UPDATE, "cannot specify Id in an insert call", {"Id"});
    LOCALORG_TRY(std::string made, dml::create(context, object, record));
    return dml::Upserted{std::move(made), true};
  }
  const auto normal = org::normalize_id(id);
  if (id.empty()) return error_of_record(ErrorCode::MISSING_ARGUMENT, "Id not specified in an update call", {"Id"});
  if (!normal || !normal->starts_with(object.key_prefix))
    return error_of_record(ErrorCode::MALFORMED_ID, object.label + " ID: id value of incorrect type: " + id, {"Id"});
  if (operation == BulkOperation::update) {
    LOCALORG_CHECK(dml::update(context, object, *normal, record));
  } else {
    LOCALORG_CHECK(dml::remove(context, object, *normal));
  }
  return dml::Upserted{*normal, false};
}

}  // namespace

Result<BulkQuery> run_bulk_query(const Call& call, const std::string& text, bool with_deleted) {
  LOCALORG_TRY(const soql::Query parsed, soql::parse(soql::statement_of(text)));
  LOCALORG_TRY(const soql::BoundQuery bound, soql::bind(parsed, call.catalog(), call.session.engine().viewer()));
  if (bound.kind != soql::ResultKind::records) return refused("Aggregate Relationships not supported in Bulk Query");
  std::vector<Column> columns;
  LOCALORG_CHECK(columns_of(bound.select, {}, columns));
  const auto rows = with_deleted ? soql::Rows::with_deleted : soql::Rows::live;
  LOCALORG_TRY(const RenderedRecords records, query_records(call, text, rows));
  BulkQuery done{bound.object->name, {}, {}};
  for (const Column& column : columns) done.table.columns.push_back(text::join(column.path, "."));
  for (std::size_t i = 0; i < records.size(); ++i) {
    done.records.emplace_back(records.slice(i, i + 1));
    const Json record = Json::parse(done.records.back());
    std::vector<std::string> values;
    for (const Column& column : columns) values.push_back(text_at(record, column));
    done.table.rows.push_back(std::move(values));
  }
  return done;
}

std::optional<BulkOperation> bulk_operation(std::string_view name) {
  constexpr auto kOperations =
      std::to_array<std::pair<std::string_view, BulkOperation>>({{"insert", BulkOperation::insert},
                                                                 {"update", BulkOperation::update},
                                                                 {"upsert", BulkOperation::upsert},
                                                                 {"delete", BulkOperation::remove},
                                                                 {"hardDelete", BulkOperation::remove}});
  const auto* found = std::find_if(kOperations.begin(), kOperations.end(), [&](const auto& row) { return row.first == name; });
  if (found == kOperations.end()) return std::nullopt;
  return found->second;
}

Result<void> write_rows(dml::Context& context, const Job& job, std::vector<Json> records, JobBatch& batch) {
  const SObject& object = *context.org.catalog->find(job.object);
  LOCALORG_TRY(store::Transaction transaction, store::Transaction::begin(context.org));
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto saved = write_row(context, object, job, std::move(records[i]));
    if (!context.org.database.in_transaction()) return saved.error();  // the disk: none of them is written
    JobRow& row = batch.rows[i];
    if (saved) {
      row.id = saved->id;
      row.created = saved->created;
    } else {
      row.error = saved.error();
    }
  }
  return transaction.commit();
}

std::string error_text(const JobRow& row) {
  if (!row.error) return "";
  return std::string(name_of(row.error->errorCode)) + ":" + row.error->message + ":" + text::join(row.error->fields, ",") +
         (row.error->fields.empty() ? "--" : " --");
}

std::string unknown_column(const SObject& object, const std::vector<std::string>& columns) {
  for (const std::string& column : columns) {
    const std::size_t dot = std::min(column.find('.'), column.size());
    const bool is_known = dot == column.size() ? object.find_field(column) != nullptr
                                               : object.find_relationship(column.substr(0, dot)) != nullptr;
    if (!is_known) return column;
  }
  return "";
}

Json record_of_row(const SObject& object, const std::vector<std::string>& columns, const std::vector<std::string>& values) {
  Json record = Json::object();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (values[i].empty()) continue;
    const std::size_t dot = columns[i].find('.');
    const Field* field = object.find_field(columns[i]);
    Json value = values[i] == "#N/A" ? Json() : Json(values[i]);
    if (field != nullptr && field->type == org::FieldType::boolean && values[i] == "1") value = true;
    if (field != nullptr && field->type == org::FieldType::boolean && values[i] == "0") value = false;
    if (dot == std::string::npos) {
      record[field == nullptr ? columns[i] : field->name] = std::move(value);
    } else {
      record[columns[i].substr(0, dot)][columns[i].substr(dot + 1)] = std::move(value);
    }
  }
  return record;
}

}  // namespace localorg::api
