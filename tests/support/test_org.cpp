#include "support/test_org.h"

#include <cstdlib>
#include <filesystem>
#include <map>

#include "base/json.h"
#include "org/id.h"
#include "org/record.h"
#include "support/temp_folder.h"

namespace localorg::test {
namespace {

SalesforceError bad_org(const std::string& where, const std::string& what) {
  return error_without_position(ErrorCode::ORG_UNUSABLE, where + ": " + what);
}

Result<org::Value> value_of(const org::Field& field, const Json& json) {
  const org::TypeClass type_class = org::traits(field.type).type_class;
  if (json.is_null()) return org::Value{};
  if (json.is_string()) return org::value_from_text(field, json.get<std::string>());
  if (json.is_boolean() && type_class == org::TypeClass::boolean) return org::Value{std::int64_t{json.get<bool>() ? 1 : 0}};
  if (json.is_number() && type_class == org::TypeClass::number) return org::Value{json.get<double>()};
  if (json.is_number_integer() && type_class == org::TypeClass::integer) return org::Value{json.get<std::int64_t>()};
  if (json.is_array() && type_class == org::TypeClass::id_list) return org::Value{json.dump()};
  return bad_org(field.name, json.dump() + " is no " + std::string(org::traits(field.type).name));
}

Result<org::Record> record_of(const org::SObject& object, const Json& json) {
  org::Record record(object);
  std::vector<bool> given(object.fields.size());
  for (const auto& [name, value] : json.items()) {
    const org::Field* field = object.find_field(name);
    if (field == nullptr || field->name != name) return bad_org(object.name, "no field " + name);
    LOCALORG_TRY(record.values[field->index], value_of(*field, value));
    given[field->index] = true;
  }
  org::complete(record, given);
  return record;
}

Result<void> add_records(store::OrgWriter& writer, const org::SObject& object, const std::string& path) {
  LOCALORG_TRY(const Json records, read_json_file(path));
  std::string last_id;
  for (const Json& json : records) {
    LOCALORG_TRY(const org::Record record, record_of(object, json));
    const auto* id = std::get_if<std::string>(&record["Id"]);
    if (id == nullptr || !org::has_valid_checksum(*id) || !id->starts_with(object.key_prefix)) {
      return bad_org(path, "a record's Id has another prefix or checksum: " + json.dump());
    }
    if (*id <= last_id) return bad_org(path, *id + " is not in Id order");
    last_id = *id;
    LOCALORG_CHECK(writer.add(record));
  }
  return {};
}

Result<store::OpenOrg> make_org(const std::string& name) {
  const std::string source = tests_folder() + "/orgs/" + name;
  LOCALORG_TRY(const Json definition, read_json_file(source + "/org.json"));
  LOCALORG_TRY(const org::Catalog catalog, org::Catalog::built_in(definition.value("catalog", "")));
  const TempFolder folder;
  const std::string file = folder / (name + ".org.db");
  LOCALORG_TRY(store::OrgWriter writer, store::OrgWriter::create(file, catalog));
  for (const org::SObject& object : catalog.objects()) {
    const std::string records = source + "/" + object.name + ".json";
    if (std::filesystem::exists(records)) LOCALORG_CHECK(add_records(writer, object, records));
  }
  writer.set_meta("runningUserId", definition.value("runningUserId", ""));
  writer.set_meta("orgId", org::make_id("00D", "Te0", 1));
  writer.set_meta("orgName", name);
  for (const char* key : {"timeZoneSidKey", "localeSidKey"}) writer.set_meta(key, catalog.fact(key));
  LOCALORG_CHECK(writer.finish());
  return store::open_org(file, store::Access::image);
}

}  // namespace

std::string tests_folder() {
  const char* folder = std::getenv("LOCALORG_TESTS");
  std::string path = folder == nullptr ? "tests" : folder;
  while (path.ends_with('/')) path.pop_back();
  return path;
}

Result<const store::OpenOrg*> test_org(const std::string& name) {
  static std::map<std::string, Result<store::OpenOrg>> orgs;
  auto found = orgs.find(name);
  if (found == orgs.end()) found = orgs.emplace(name, make_org(name)).first;
  if (!found->second) return found->second.error();
  return &*found->second;
}

Result<store::Image> test_image(const std::string& name) {
  static std::map<std::string, store::Image> images;
  LOCALORG_TRY(const store::OpenOrg* org, test_org(name));
  store::Image& image = images[name];
  if (!image) {
    LOCALORG_TRY(image, store::image_of(*org));
  }
  return image;
}

}  // namespace localorg::test
