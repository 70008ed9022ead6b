#include "dataset/verify.h"

#include <algorithm>

#include "base/text.h"
#include "dataset/verify_content.h"
#include "dataset/verify_fault.h"
#include "dataset/verify_fit.h"
#include "org/datetime.h"
#include "org/id.h"
#include "store/layout.h"

namespace localorg::dataset {
namespace {

using org::Field;
using org::SObject;
using org::TypeClass;

Result<void> check_integrity(const store::OpenOrg& org, VerifyReport& report) {
  LOCALORG_TRY(store::Statement check, org.database.prepare("PRAGMA integrity_check"));
  for (;;) {
    LOCALORG_TRY(const bool row, check.step());
    if (!row) return {};
    if (check.text(0) != "ok") report.errors.push_back({"integrity", "file", std::string(check.text(0))});
  }
}

// Is the stored value of the form that the field's type has?
bool fits(const Field& field, const store::Statement& row, int column) {
  if (row.is_null(column)) return true;
  switch (org::traits(field.type).type_class) {
    case TypeClass::id: return row.text(column).size() == 18;
    case TypeClass::boolean: return row.text(column) == "0" || row.text(column) == "1";
    case TypeClass::integer:
    case TypeClass::number: return !row.is_text(column);
    case TypeClass::date: return org::parse_date(row.text(column)).has_value();
    case TypeClass::datetime: {
      const auto ms = org::parse_datetime(row.text(column));
      return ms && org::format_datetime(*ms) == row.text(column);
    }
    case TypeClass::time: return org::parse_time(row.text(column)) == row.text(column);
    case TypeClass::text:
    case TypeClass::multipicklist:
    case TypeClass::compound: return text::is_valid_utf8(row.text(column));
    case TypeClass::id_list: return row.text(column).starts_with('[');
  }
  return true;
}

bool is_generated(const store::OpenOrg& org) {
  const auto source = org.meta.find("source");
  return source != org.meta.end() && source->second == "generate";
}

// Is a picklist's value one of its own?
bool is_listed(const Field& field, const store::Statement& row, int column) {
  if (field.type != org::FieldType::picklist || field.picklist_values.empty() || row.is_null(column)) return true;
  const std::string_view value = row.text(column);
  return std::any_of(field.picklist_values.begin(), field.picklist_values.end(),
                     [&](const auto& listed) { return listed.value == value; });
}

Result<void> check_records(const store::OpenOrg& org, const SObject& object, VerifyReport& report) {
  LOCALORG_TRY(store::Statement row, org.database.prepare("SELECT * FROM " + store::table_of(object)));
  std::vector<Fault> misfits(object.fields.size());
  std::vector<Fault> too_long(object.fields.size());
  std::vector<Fault> missing(object.fields.size());
  std::vector<Fault> unlisted(object.fields.size());
  Fault checksums;
  Fault prefixes;
  ObjectCount count{object.name, 0, object.expected_records};
  for (;;) {
    LOCALORG_TRY(const bool more, row.step());
    if (!more) break;
    ++count.records;
    const std::string_view id = row.text(static_cast<int>(object.index_of("Id")));
    if (!org::has_valid_checksum(id)) checksums.add(id);
    if (!id.starts_with(object.key_prefix)) prefixes.add(id);
    for (const Field& field : object.fields) {
      const auto column = static_cast<int>(field.index);
      if (!fits(field, row, column)) misfits[field.index].add(id);
      if (!field.nillable && row.is_null(column)) missing[field.index].add(id);
      if (!is_listed(field, row, column)) unlisted[field.index].add(std::string(row.text(column)) + " in " + std::string(id));
      const bool has_length = org::traits(field.type).type_class == TypeClass::text && field.length > 0;
      if (has_length && row.text(column).size() > static_cast<std::size_t>(field.length) &&
          text::utf16(row.text(column)).size() > static_cast<std::size_t>(field.length)) {
        too_long[field.index].add(id);
      }
    }
  }
  report.counts.push_back(count);
  if (checksums.count > 0) report.warnings.push_back({"ids", object.name, checksums.text("Ids whose checksum does not fit")});
  if (prefixes.count > 0)
    report.warnings.push_back({"ids", object.name, prefixes.text("Ids without the key prefix " + object.key_prefix)});
  for (const Field& field : object.fields) {
    const std::string name = object.name + "." + field.name;
    if (misfits[field.index].count > 0) {
      report.errors.push_back(
          {"values", name, misfits[field.index].text("values that are no " + std::string(org::traits(field.type).name))});
    }
    // An import may lack a whole field, mostly the audit fields: its table did not have them.
    const bool lacked = missing[field.index].count == count.records && !is_generated(org);
    if (missing[field.index].count > 0 && !lacked)
      report.warnings.push_back({"required", name, missing[field.index].text("records without a value")});
    if (unlisted[field.index].count > 0)
      report.warnings.push_back({"picklists", name, unlisted[field.index].text("values that the picklist lacks")});
    if (too_long[field.index].count > 0) {
      report.warnings.push_back(
          {"values", name, too_long[field.index].text("values longer than " + std::to_string(field.length))});
    }
  }
  return {};
}

// Before: Case.ContactId -> Contact     After: Ids that no target has
Result<void> check_reference(const store::OpenOrg& org, const SObject& object, const Field& field, VerifyReport& report) {
  const std::string column = "r." + store::column_of(field);
  std::string sql = "SELECT " + column + ", count(*) FROM " + store::table_of(object) + " r WHERE " + column + " IS NOT NULL";
  for (const SObject* target : field.targets) {
    sql += " AND NOT EXISTS (SELECT 1 FROM " + store::table_of(*target) + " t WHERE t.\"Id\" = " + column + ")";
  }
  // An Id of an object that this org lacks (a queue, a profile) leads nowhere by nature.
  if (field.targets.size() < field.reference_to.size()) {
    std::vector<std::string> prefixes;
    for (const SObject* target : field.targets) prefixes.push_back(store::quote_literal(target->key_prefix));
    sql += " AND substr(" + column + ", 1, 3) IN (" + text::join(prefixes, ", ") + ")";
  }
  LOCALORG_TRY(store::Statement rows, org.database.prepare(sql + " GROUP BY 1 ORDER BY 1"));
  Fault missing;
  std::int64_t total = 0;
  for (;;) {
    LOCALORG_TRY(const bool row, rows.step());
    if (!row) break;
    missing.add(rows.text(0));
    total += rows.integer(1);
  }
  if (total > 0) {
    report.warnings.push_back({"references", object.name + "." + field.name,
                               std::to_string(total) + " references to " + missing.text("missing records")});
  }
  return {};
}

}  // namespace

Result<VerifyReport> verify(const store::OpenOrg& org, const Progress& progress) {
  VerifyReport report;
  progress("integrity", 0);
  LOCALORG_CHECK(check_integrity(org, report));
  const auto& objects = org.catalog->objects();
  double done = 0;
  for (const SObject& object : objects) {
    progress(object.name, ++done / static_cast<double>(objects.size() + 1));
    if (object.is_virtual()) continue;
    LOCALORG_CHECK(check_records(org, object, report));
    for (const Field& field : object.fields) {
      if (!field.targets.empty()) LOCALORG_CHECK(check_reference(org, object, field, report));
    }
  }
  LOCALORG_CHECK(check_content(org, progress, report.warnings));
  LOCALORG_CHECK(check_chats(org, report.warnings));
  LOCALORG_CHECK(check_fit(org, report.warnings));
  LOCALORG_TRY(report.tasks, check_tasks(org));
  LOCALORG_TRY(report.texts, check_texts(org));
  if (is_generated(org)) {
    report.errors.insert(report.errors.end(), report.warnings.begin(), report.warnings.end());
    report.warnings.clear();
  }
  return report;
}

}  // namespace localorg::dataset
