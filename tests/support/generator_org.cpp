#include <algorithm>
#include <cstdlib>

#include "base/json.h"
#include "org/id.h"
#include "support/generator.h"
#include "support/generator_values.h"

namespace localorg::test {
namespace {

using org::FieldType;
using org::Record;
using org::SObject;

constexpr std::size_t kMoreThanGroups = 2'050;

// Moments at the edges of days, months, years and of daylight saving, in UTC.
const std::vector<std::int64_t> kMoments = {
    1'709'251'200'000 - 1'800'000,  // 2024-02-29T23:30
    1'704'067'199'000,              // 2023-12-31T23:59:59
    1'710'064'740'000,              // 2024-03-10T09:59, Los Angeles springs forward a minute later
    1'730'624'400'000,              // 2024-11-03T09:00, the hour after Los Angeles fell back
    1'661'000'400'000,              // 2022-08-20T13:00
    1'719'792'000'000,              // 2024-07-01T00:00
};
const std::vector<std::string> kZones = {"America/Los_Angeles", "GMT",          "Asia/Kolkata",      "Europe/Berlin",
                                         "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "America/St_Johns"};
const std::vector<std::string> kLocales = {"en_US", "de_DE", "en_GB", "en_CA"};

Result<std::unique_ptr<org::Catalog>> read_catalog(Random& random) {
  const char* tests = std::getenv("LOCALORG_TESTS");
  LOCALORG_TRY(const org::Catalog catalog,
               org::Catalog::read_folder(std::string(tests == nullptr ? "tests" : tests) + "/orgs/property"));
  Json json = catalog.to_json();
  json["fiscalYearStartMonth"] = random.pick(std::vector<int>{1, 2, 7, 10, 12});
  LOCALORG_TRY(org::Catalog changed, org::Catalog::from_json(json));
  return std::make_unique<org::Catalog>(std::move(changed));
}

std::size_t size_of(const SObject& object, OrgSize size, Random& random) {
  if (size == OrgSize::large) return object.name == "Item__c" ? kMoreThanGroups : 20;
  return random.pick(std::vector<std::size_t>{0, 1, 3, 8, 20, 20, 35, 60});
}

class Builder {
 public:
  Builder(const org::Catalog& catalog, std::int64_t now_ms, Random& random)
      : catalog_(catalog), now_ms_(now_ms), random_(random) {}

  reference::Records build(OrgSize size) {
    for (const SObject& object : catalog_.objects()) {
      if (object.is_virtual()) continue;
      ids_[object.name] = new_ids(object, size_of(object, size, random_));
    }
    null_percent_ = random_.pick(std::vector<unsigned>{5, 20, 50});
    deleted_percent_ = random_.pick(std::vector<unsigned>{0, 10, 30});
    reference::Records records;
    for (const SObject& object : catalog_.objects()) {
      for (const std::string& id : ids_[object.name]) records[object.name].push_back(new_record(object, id));
    }
    return records;
  }

 private:
  // Sorted, with letters in both cases.
  std::vector<std::string> new_ids(const SObject& object, std::size_t count) {
    std::vector<std::string> ids;
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < count; ++i)
      ids.push_back(org::make_id(object.key_prefix, "Lo0", number += 1 + random_.below(30)));
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  Record new_record(const SObject& object, const std::string& id) {
    Record record(object);
    for (const org::Field& field : object.fields) record[field.name] = new_value(field);
    record["Id"] = id;
    if (object.find_field("IsDeleted") != nullptr) record["IsDeleted"] = std::int64_t{random_.chance(deleted_percent_) ? 1 : 0};
    org::complete(record, std::vector<bool>(object.fields.size(), true));
    return record;
  }

  org::Value new_value(const org::Field& field) {
    if (field.nillable && random_.chance(null_percent_)) return {};
    if (field.type == FieldType::reference) return new_reference(field);
    if (field.type == FieldType::junctionidlist) return "[\"" + any_id("User") + "\",\"" + any_id("User") + "\"]";
    return random_value(field, now_ms_, random_);
  }

  // Mostly to a record that is there.
  org::Value new_reference(const org::Field& field) {
    return any_id(field.targets.empty() ? "" : random_.pick(field.targets)->name);
  }

  std::string any_id(const std::string& object) {
    const SObject* target = catalog_.find(object);
    const std::string prefix = target == nullptr ? "701" : target->key_prefix;
    const auto& ids = ids_[object];
    if (ids.empty() || random_.chance(10)) return org::make_id(prefix, "No0", 1 + random_.below(3));
    return random_.pick(ids);
  }

  const org::Catalog& catalog_;
  std::int64_t now_ms_;
  Random& random_;
  unsigned null_percent_ = 0;
  unsigned deleted_percent_ = 0;
  std::map<std::string, std::vector<std::string>> ids_;  // by object, in order
};

}  // namespace

Result<GeneratedOrg> generate_org(std::uint64_t seed, OrgSize size) {
  Random random(seed);
  GeneratedOrg org;
  LOCALORG_TRY(org.catalog, read_catalog(random));
  org.now_ms = random.pick(kMoments);
  org.records = Builder(*org.catalog, org.now_ms, random).build(size);
  org.meta["timeZoneSidKey"] = random.pick(kZones);
  org.meta["localeSidKey"] = random.pick(kLocales);
  const auto& users = org.records["User"];
  org.meta["runningUserId"] = users.empty() ? org::make_id("005", "No0", 1) : std::get<std::string>(random.pick(users)["Id"]);
  return org;
}

Result<void> write_org(const GeneratedOrg& org, const std::string& path) {
  LOCALORG_TRY(store::OrgWriter writer, store::OrgWriter::create(path, *org.catalog));
  for (const auto& [name, value] : org.meta) writer.set_meta(name, value);
  for (const auto& [object, records] : org.records) {
    for (const Record& record : records) LOCALORG_CHECK(writer.add(record));
  }
  return writer.finish();
}

}  // namespace localorg::test
