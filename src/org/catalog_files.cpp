#include "org/catalog_files.h"

#include <algorithm>
#include <vector>

#include "base/embedded.h"
#include "base/json.h"

namespace localorg::org {
namespace {

SalesforceError unreadable(const std::string& where, const std::string& what) {
  return error_without_position(ErrorCode::ORG_UNUSABLE, "catalog: " + where + ": " + what);
}

Json* find_named(Json& list, const Json& name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Json& entry) { return entry.at("name") == name; });
  return found == list.end() ? nullptr : &*found;
}

// The object's fields with the shared ones in front, those it lacks left out and those it redefines replaced.
Json with_system_fields(Json object, const Json& system_fields) {
  const auto without = object.value("without", std::vector<std::string>{});
  Json& own = object.at("fields");
  Json merged = Json::array();
  for (const Json& field : system_fields) {
    const auto name = field.at("name").get<std::string>();
    if (std::find(without.begin(), without.end(), name) != without.end()) continue;
    const Json* redefined = find_named(own, name);
    merged.push_back(redefined == nullptr ? field : *redefined);
  }
  for (const Json& field : own) {
    if (find_named(merged, field.at("name")) == nullptr) merged.push_back(field);
  }
  own = std::move(merged);
  object.erase("without");
  return object;
}

// An object with the changes of an org that extends its own: keys are replaced, in fields too, and new fields come last.
void change(Json& object, const Json& changes) {
  for (const auto& [key, value] : changes.items()) {
    if (key != "fields") object[key] = value;
  }
  for (const Json& field : changes.value("fields", Json::array())) {
    Json* known = find_named(object.at("fields"), field.at("name"));
    known == nullptr ? object.at("fields").push_back(field) : known->update(field);
  }
}

// What is extended: its objects, without the counts of its published data.
Result<Json> read_base(const std::string& name) {
  LOCALORG_TRY(Json base, read_catalog_files("orgs/" + name, read_built_in_file));
  for (Json& object : base.at("objects")) object.erase("expectedRecords");
  return base;
}

}  // namespace

Result<Json> read_built_in_file(const std::string& path) {
  const auto file = embedded(path);
  if (!file) return unreadable(path, "no such file in this program");
  return parse_json(*file, path);
}

Result<Json> read_catalog_files(const std::string& folder, const ReadJson& read_file) {
  LOCALORG_TRY(Json org, read_file(folder + "/org.json"));
  try {
    const auto extended = org.value("extends", std::string());
    Json base = Json::object(), objects = Json::array();
    if (!extended.empty()) {
      LOCALORG_TRY(base, read_base(extended));
      objects = base.at("objects");
      base.erase("objects");
    }
    const std::string system_path = "/system_fields.json";
    LOCALORG_TRY(const Json system,
                 extended.empty() ? read_file(folder + system_path) : read_built_in_file("orgs/" + extended + system_path));
    for (const Json& name : org.at("objects")) {
      LOCALORG_TRY(Json object, read_file(folder + "/objects/" + name.get<std::string>() + ".json"));
      Json* known = find_named(objects, name);
      known == nullptr ? objects.push_back(with_system_fields(std::move(object), system.at("fields"))) : change(*known, object);
    }
    base.update(org);  // what it does not say of itself is as it is there
    base.erase("extends");
    base["objects"] = std::move(objects);
    return base;
  } catch (const Json::exception& e) {
    return unreadable(folder, e.what());
  }
}

}  // namespace localorg::org
