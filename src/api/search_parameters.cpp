// Parameterized searches as SOSL (REST API Developer Guide, "Search with Parameters").
#include <algorithm>

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
  std::string division;
  std::string data_categories;  // Geo__c AT Europe__c AND ...
  std::vector<std::string> networks;
  std::vector<std::string> update;  // TRACKING, VIEWSTAT
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

std::string quoted_list(const std::vector<std::string>& values) {
  std::vector<std::string> out;
  for (const std::string& value : values) out.push_back(soql::quote(value));
  return text::join(out, ", ");
}

Result<std::string> statement_of(const Parts& parts) {
  if (text::trim(parts.q).empty()) return malformed("No search term found. The search term must be enclosed in braces.");
  std::string out = "FIND {" + words_of(parts.q) + "}";
  if (!parts.in.empty()) out += " IN " + parts.in + " FIELDS";
  for (const ObjectPart& object : parts.objects) {
    out += &object == &parts.objects.front() ? " RETURNING " : ", ";
    out += object_text(object, parts);
  }
  if (!parts.division.empty()) out += " WITH DIVISION = " + soql::quote(parts.division);
  if (!parts.data_categories.empty()) out += " WITH DATA CATEGORY " + parts.data_categories;
  if (!parts.networks.empty()) out += " WITH NETWORK IN (" + quoted_list(parts.networks) + ")";
  if (!parts.price_book.empty()) out += " WITH PricebookId = " + soql::quote(parts.price_book);
  if (!parts.metadata.empty()) out += " WITH METADATA = " + soql::quote(parts.metadata);
  if (!parts.snippet.empty()) out += " WITH SNIPPET (target_length = " + parts.snippet + ")";
  if (parts.highlights) out += " WITH HIGHLIGHT";
  if (!parts.spell_correction.empty()) out += " WITH SPELL_CORRECTION = " + parts.spell_correction;
  if (!parts.overall_limit.empty()) out += " LIMIT " + parts.overall_limit;
  if (!parts.update.empty()) out += " UPDATE " + text::join(parts.update, ", ");
  return out;
}

// updateTracking and updateViewStat.
std::vector<std::string> update_of(std::string_view tracking, std::string_view view_stat) {
  std::vector<std::string> out;
  if (text::equal_ignoring_case(tracking, "true")) out.emplace_back("TRACKING");
  if (text::equal_ignoring_case(view_stat, "true")) out.emplace_back("VIEWSTAT");
  return out;
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

// A,B,C
std::vector<std::string> names_of(std::string_view list) {
  std::vector<std::string> out;
  for (const std::string_view name : text::split(list, ',')) {
    if (!text::trim(name).empty()) out.emplace_back(text::trim(name));
  }
  return out;
}

// "dataCategories": [{"groupName": "Geo__c", "operator": "AT", "categories": ["Europe__c"]}]
std::string categories_of(const Json& body) {
  const auto found = body.find("dataCategories");
  if (found == body.end() || !found->is_array()) return "";
  std::vector<std::string> out;
  for (const Json& category : *found) {
    if (!category.is_object()) continue;
    out.push_back(text_of(category, "groupName") + " " + text_of(category, "operator") + " (" +
                  list_of(category, "categories") + ")");
  }
  return text::join(out, " AND ");
}

SalesforceError filter_by() { return not_in_sandbox("filterBy of parameterizedSearch"); }

}  // namespace

Result<std::string> search_of_parameters(const std::map<std::string, std::string>& parameters) {
  const auto value = [&](const std::string& name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string() : found->second;
  };
  if (parameters.contains("filterBy")) return filter_by();
  Parts parts{.q = value("q"),
              .in = value("in"),
              .overall_limit = value("overallLimit"),
              .default_limit = value("defaultLimit"),
              .offset = value("offset"),
              .metadata = value("metadata"),
              .spell_correction = value("spellCorrection"),
              .price_book = value("pricebookId"),
              .snippet = value("snippet"),
              .division = value("division"),
              .data_categories = value("dataCategory"),
              .networks = names_of(value("netWorkIds")),
              .update = update_of(value("updateTracking"), value("updateViewStat"))};
  for (const std::string& object : names_of(value("sobject"))) {
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
  if (body.contains("filterBy")) return filter_by();
  Parts parts{.q = text_of(body, "q"),
              .in = text_of(body, "in"),
              .overall_limit = text_of(body, "overallLimit"),
              .default_limit = text_of(body, "defaultLimit"),
              .offset = text_of(body, "offset"),
              .metadata = text_of(body, "metadata"),
              .spell_correction = text_of(body, "spellCorrection"),
              .price_book = text_of(body, "pricebookId"),
              .division = text_of(body, "division"),
              .data_categories = categories_of(body),
              .networks = names_of(list_of(body, "netWorkIds")),
              .update = update_of(text_of(body, "updateTracking"), text_of(body, "updateViewStat"))};
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
