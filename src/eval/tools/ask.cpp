#include "eval/tools/ask.h"

#include <vector>

#include "base/text.h"
#include "eval/tools/functions.h"

namespace localorg::eval::tool {
namespace {

// "CODE: message" of a REST error body.
Json fault_of(const api::Response& response) {
  const auto body = parse_json(response.body, "answer");
  if (!body || !body->is_array() || body->empty()) return error("the org gave no answer");
  const Json& first = body->front();
  return text_at(first, "errorCode") + ": " + text_at(first, "message");
}

void drop_null_columns(Json& records) {
  if (records.empty()) return;
  std::vector<std::string> empty;
  for (const auto& [key, value] : records.front().items()) {
    bool all_null = true;
    for (const Json& record : records) {
      const auto found = record.find(key);
      all_null = all_null && (found == record.end() || found->is_null());
      if (!all_null) break;
    }
    if (all_null) empty.push_back(key);
  }
  if (empty.empty()) return;
  for (Json& record : records) {
    for (const std::string& key : empty) record.erase(key);
  }
}

Json shaped(Json records) {
  for (Json& record : records) record.erase("attributes");
  drop_null_columns(records);
  return records;
}

}  // namespace

Json ask(Toolbox& toolbox, std::string_view soql) {
  Json records = Json::array();
  std::string target = api::query_target(soql);
  while (!target.empty()) {
    const api::Response response = api::handle(toolbox.session, {.target = target});
    if (response.status != 200) return fault_of(response);
    auto body = parse_json(response.body, "answer");
    if (!body) return error(body.error().message);
    for (Json& record : (*body)["records"]) records.push_back(std::move(record));
    target = text_at(*body, "nextRecordsUrl");
  }
  return shaped(std::move(records));
}

Json search(Toolbox& toolbox, std::string_view sosl) {
  const api::Response response =
      api::handle(toolbox.session, {.target = "/services/data/v59.0/search?q=" + api::url_encode(sosl)});
  if (response.status != 200) return fault_of(response);
  auto body = parse_json(response.body, "answer");
  if (!body) return error(body.error().message);
  return shaped(std::move((*body)["searchRecords"]));
}

std::string soql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string is_any_of(std::string_view field, const Json& values) {
  std::string out(field);
  if (values.size() == 1) return out + " = " + soql_text(values.front().get_ref<const std::string&>());
  out += " IN (";
  for (std::size_t i = 0; i < values.size(); ++i)
    out += (i == 0 ? "" : ", ") + soql_text(values[i].get_ref<const std::string&>());
  return out + ")";
}

// A query that begins with FIND goes to search, whichever function it was given to (observed of the connector).
Json soql_query(Toolbox& toolbox, const Json& arguments) {
  const auto& query = arguments["query"].get_ref<const std::string&>();
  return query.starts_with("FIND") ? search(toolbox, query) : ask(toolbox, query);
}

Json sosl_query(Toolbox& toolbox, const Json& arguments) { return soql_query(toolbox, arguments); }

}  // namespace localorg::eval::tool
