// Parameterized searches as SOSL (REST API Developer Guide, "Search with Parameters").
#include <algorithm>
#include <array>
#include <optional>

#include "api/search.h"
#include "base/text.h"
#include "soql/unparse.h"
#include "sosl/parse.h"

namespace localorg::api {
namespace {

struct ObjectPart {
  std::string name;
  std::string fields;  // Id,Name
  std::string where;
  std::string order_by;
  std::string limit;
};

// Everything as text, as it stands in the statement.
struct Parts {
  std::string q;
  std::string in;
  std::vector<ObjectPart> objects;
  std::string overall_limit;
  std::string default_limit;
  std::string offset;
  std::string metadata;
  std::string spell_correction;
  std::string price_book;
  std::string snippet;
  bool highlights = false;
};

SalesforceError malformed(std::string message) {
  return error_without_position(ErrorCode::MALFORMED_SEARCH, std::move(message));
}

// Words as they stand; quotes and parentheses mean something where they come in pairs.
std::string words_of(std::string_view q) {
  const bool pairs = std::count(q.begin(), q.end(), '"') % 2 == 0 &&
                     std::count(q.begin(), q.end(), '(') == std::count(q.begin(), q.end(), ')');
  const std::string_view kept = pairs ? "*?\"()" : "*?";
  std::string out;
  for (const char c : q) {
    if (c == '\\' || kept.find(c) != std::string_view::npos) {
      out += c == '\\' ? "\\\\" : std::string(1, c);
    } else {
      out += sosl::escape(std::string(1, c));
    }
  }
  return out;
}

std::string object_text(const ObjectPart& object, const Parts& parts) {
  if (object.fields.empty() && object.where.empty() && object.order_by.empty() && object.limit.empty() &&
      parts.default_limit.empty() && parts.offset.empty()) {
    return object.name;
  }
  std::string out = object.name + "(" + (object.fields.empty() ? "Id" : object.fields);
  if (!object.where.empty()) out += " WHERE " + object.where;
  if (!object.order_by.empty()) out += " ORDER BY " + object.order_by;
  const std::string& limit = object.limit.empty() ? parts.default_limit : object.limit;
  if (!limit.empty()) out += " LIMIT " + limit;
  if (!parts.offset.empty()) out += " OFFSET " + parts.offset;
  return out + ")";
}

Result<std::string> statement_of(const Parts& parts) {
  if (text::trim(parts.q).empty()) return malformed("No search term found. The search term must be enclosed in braces.");
  std::string out = "FIND {" + words_of(parts.q) + "}";
  if (!parts.in.empty()) out += " IN " + parts.in + " FIELDS";
  for (const ObjectPart& object : parts.objects) {
    out += &object == &parts.objects.front() ? " RETURNING " : ", ";
    out += object_text(object, parts);
  }
  if (!parts.price_book.empty()) out += " WITH PricebookId = " + soql::quote(parts.price_book);
  if (!parts.metadata.empty()) out += " WITH METADATA = " + soql::quote(parts.metadata);
  if (!parts.snippet.empty()) out += " WITH SNIPPET (target_length = " + parts.snippet + ")";
  if (parts.highlights) out += " WITH HIGHLIGHT";
  if (!parts.spell_correction.empty()) out += " WITH SPELL_CORRECTION = " + parts.spell_correction;
  if (!parts.overall_limit.empty()) out += " LIMIT " + parts.overall_limit;
  return out;
}

// What is documented and has nothing to act on here is refused rather than ignored.
std::optional<SalesforceError> unsupported(std::string_view name) {
  constexpr auto kUnsupported =
      std::to_array<std::string_view>({"dataCategory", "dataCategories", "division", "filterBy", "networkIds", "netWorkIds",
                                       "updateTracking", "updateViewStat"});
  if (std::find(kUnsupported.begin(), kUnsupported.end(), name) == kUnsupported.end()) return std::nullopt;
  return not_in_sandbox("this parameter of parameterizedSearch");
}

// {"limit": 10} and {"limit": "10"}.
std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string list_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_array()) return text_of(json, key);
  std::vector<std::string> names;
  for (const Json& entry : *found) {
    if (entry.is_string()) names.push_back(entry.get<std::string>());
  }
  return text::join(names, ",");
}

}  // namespace

Result<std::string> search_of_parameters(const std::map<std::string, std::string>& parameters) {
  const auto value = [&](const std::string& name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string() : found->second;
  };
  for (const auto& [name, ignored] : parameters) {
    if (const auto error = unsupported(name)) return *error;
  }
  Parts parts{.q = value("q"),
              .in = value("in"),
              .overall_limit = value("overallLimit"),
              .default_limit = value("defaultLimit"),
              .offset = value("offset"),
              .metadata = value("metadata"),
              .spell_correction = value("spellCorrection"),
              .price_book = value("pricebookId"),
              .snippet = value("snippet")};
  for (const std::string_view name : text::split(value("sobject"), ',')) {
    if (name.empty()) continue;
    const std::string object(text::trim(name));
    const auto of_object = [&](const char* what) {
      const std::string own = value(object + "." + what);
      return own;
    };
    const std::string fields = of_object("fields");
    parts.objects.push_back(
        {object, fields.empty() ? value("fields") : fields, of_object("where"), of_object("orderBy"), of_object("limit")});
  }
  return statement_of(parts);
}

Result<std::string> search_of_json(const Json& body) {
  for (const auto& [name, ignored] : body.items()) {
    if (const auto error = unsupported(name)) return *error;
  }
  Parts parts{.q = text_of(body, "q"),
              .in = text_of(body, "in"),
              .overall_limit = text_of(body, "overallLimit"),
              .default_limit = text_of(body, "defaultLimit"),
              .offset = text_of(body, "offset"),
              .metadata = text_of(body, "metadata"),
              .spell_correction = text_of(body, "spellCorrection"),
              .price_book = text_of(body, "pricebookId")};
  if (const auto snippet = body.find("snippet"); snippet != body.end()) {
    const std::string length = snippet->is_object() ? text_of(*snippet, "targetLength") : text_of(body, "snippet");
    parts.snippet = length.empty() ? "300" : length;
  }
  if (const auto objects = body.find("sobjects"); objects != body.end() && objects->is_array()) {
    for (const Json& object : *objects) {
      if (!object.is_object()) return malformed("sobjects must hold objects with a name");  // text assumed
      const std::string fields = list_of(object, "fields");
      parts.objects.push_back({text_of(object, "name"), fields.empty() ? list_of(body, "fields") : fields,
                               text_of(object, "where"), text_of(object, "orderBy"), text_of(object, "limit")});
    }
  }
  return statement_of(parts);
}

}  // namespace localorg::api
