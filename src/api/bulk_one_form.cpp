#include "api/bulk_one_form.h"

#include <array>
#include <utility>

#include "base/json_bounds.h"
#include "base/markup.h"
#include "base/text.h"

namespace localorg::api {
namespace {

constexpr std::string_view kNamespace = "http://www.force.com/2009/06/asyncapi/dataload";
constexpr auto kEntities = std::to_array<std::pair<std::string_view, char>>(
    {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}});

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    bool is_entity = false;
    for (const auto& [name, character] : kEntities) {
      if (!text.substr(i).starts_with(name)) continue;
      out += character;
      i += name.size();
      is_entity = true;
      break;
    }
    if (!is_entity) out += text[i++];
  }
  return out;
}

// Elements that hold text alone, by local name.
std::map<std::string, std::string> elements_of(std::string_view xml) {
  std::map<std::string, std::string> out;
  for (std::size_t open = xml.find('<'); open != std::string_view::npos; open = xml.find('<', open + 1)) {
    const std::size_t close = xml.find_first_of("<>", open + 1);
    if (close == std::string_view::npos) break;
    if (xml[close] == '<') continue;
    const std::size_t next = xml.find('<', close);
    if (next == std::string_view::npos || !xml.substr(next).starts_with("</")) continue;
    std::string_view name = xml.substr(open + 1, xml.find_first_of(" \t\r\n>/", open + 1) - open - 1);
    if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
    out.emplace(name, unescaped(text::trim(xml.substr(close + 1, next - close - 1))));
  }
  return out;
}

void append_elements(std::string& out, const Json& body) {
  for (const auto& [name, value] : body.items()) {
    for (const Json& one : value.is_array() ? value : Json::array({value})) {
      if (one.is_null()) continue;
      out += "<" + name + ">";
      if (one.is_object()) {
        append_elements(out, one);
      } else {
        out += text::escape_xml(one.is_string() ? one.get<std::string>() : one.dump());
      }
      out += "</" + name + ">";
    }
  }
}

}  // namespace

std::string BulkForm::text(const std::string& name) const {
  const auto found = values.find(name);
  return found == values.end() ? "" : found->second;
}

bool speaks_json(const Call& call) { return call.header("content-type").find("json") != std::string::npos; }

BulkForm read_form(const Call& call) {
  if (!speaks_json(call)) return {elements_of(call.request.body)};
  BulkForm form;
  const auto body = parse_bounded_json(call.request.body, "body");
  if (!body || !body->is_object()) return form;
  for (const auto& [name, value] : body->items()) {
    if (!value.is_null()) form.values.emplace(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return form;
}

Response xml_answer(int status, std::string_view name, const Json& body) {
  std::string out = R"(<?xml version="1.0" encoding="UTF-8"?>)";
  out += "<" + std::string(name) + " xmlns=\"" + std::string(kNamespace) + "\">";
  append_elements(out, body);
  return {status, "application/xml", out + "</" + std::string(name) + ">"};
}

}  // namespace localorg::api
