#include "mcp/resources.h"

#include "base/text.h"
#include "mcp/schema.h"

namespace localorg::mcp {
namespace {

constexpr std::string_view kObjects = "localorg://objects";
constexpr std::string_view kObject = "localorg://object/";
constexpr std::string_view kTemplate = "localorg://object/{name}";
constexpr const char* kType = "application/json";
constexpr std::size_t kMostCompletions = 100;  // the protocol's

Json objects(api::Session& org) {
  OrgAnswer got = objects_of(org);
  return std::holds_alternative<Json>(got) ? std::move(std::get<Json>(got)) : Json::array();
}

Json resource(const std::string& uri, const std::string& name, const std::string& title, const std::string& told,
              bool with_titles) {
  Json out = {{"uri", uri}, {"name", name}};
  if (with_titles) out["title"] = title;
  out["description"] = told;
  out["mimeType"] = kType;
  return out;
}

}  // namespace

std::vector<Json> list_resources(api::Session& org, bool with_titles) {
  std::vector<Json> out = {resource(std::string(kObjects), "objects", "Objects", "The objects of the org.", with_titles)};
  for (const Json& object : objects(org)) {
    const std::string name = text_at(object, "name");
    out.push_back(resource(std::string(kObject) + name, name, text_at(object, "label"),
                           "The fields and child relationships of " + name + ".", with_titles));
  }
  return out;
}

Json list_templates(bool with_titles) {
  Json out = {{"uriTemplate", kTemplate}, {"name", "object"}};
  if (with_titles) out["title"] = "Object";
  out["description"] = "The fields and child relationships of an object, by its API name.";
  out["mimeType"] = kType;
  return Json::array({std::move(out)});
}

std::optional<Json> read_resource(api::Session& org, const std::string& uri) {
  const bool is_list = uri == kObjects;
  if (!is_list && (!uri.starts_with(kObject) || uri.size() == kObject.size())) return std::nullopt;
  const OrgAnswer got = is_list ? objects_of(org) : object_of(org, api::url_decode(uri.substr(kObject.size())));
  const auto* content = std::get_if<Json>(&got);
  if (content == nullptr) return std::nullopt;
  return Json{{"uri", uri}, {"mimeType", kType}, {"text", content->dump()}};
}

std::optional<Json> complete_name(api::Session& org, const Json& reference, const Json& argument) {
  if (text_at(reference, "type") != "ref/resource" || text_at(reference, "uri") != kTemplate) return std::nullopt;
  if (text_at(argument, "name") != "name") return std::nullopt;
  const std::string begin = text::lower(text_at(argument, "value"));
  Json values = Json::array();
  std::size_t total = 0;
  for (const Json& object : objects(org)) {
    const std::string name = text_at(object, "name");
    if (!text::lower(name).starts_with(begin)) continue;
    if (total++ < kMostCompletions) values.push_back(name);
  }
  const bool has_more = total > values.size();
  return Json{{"values", std::move(values)}, {"total", total}, {"hasMore", has_more}};
}

}  // namespace localorg::mcp
