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

// The first field of the first record that another one lacks; empty: none.
std::string ragged_field(const Json& records) {
  for (const Json& record : records) {
    for (const auto& [key, value] : records.front().items()) {
      if (!record.contains(key)) return key;
    }
  }
  return "";
}

Json shaped(const Toolbox& toolbox, Json records) {
  for (Json& record : records) record.erase("attributes");
  if (toolbox.fails_on_ragged_records) {
    if (const std::string field = ragged_field(records); !field.empty()) return error("'" + field + "'");
  }
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
  return shaped(toolbox, std::move(records));
}

Json search(Toolbox& toolbox, std::string_view sosl) {
  const api::Response response =
      api::handle(toolbox.session, {.target = "/services/data/v59.0/search?q=" + api::url_encode(sosl)});
  if (response.status != 200) return fault_of(response);
  auto body = parse_json(response.body, "answer");
  if (!body) return error(body.error().message);
  return shaped(toolbox, std::move((*body)["searchRecords"]));
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

namespace {

// What stands in a fence of Markdown, with single blanks; the language may be named (soql, sql, in any case).  Without a fence
// the query as it is.
std::string without_fence(const std::string& query) {
  constexpr std::string_view kFence = "```";
  const std::size_t open = query.find(kFence);
  if (open == std::string::npos) return query;
  const std::size_t close = query.find(kFence, open + kFence.size());
  std::string_view inside = std::string_view(query).substr(open + kFence.size());
  if (close != std::string::npos) inside = inside.substr(0, close - open - kFence.size());
  for (const std::string_view language : {"soql", "sql"}) {
    if (!text::equal_ignoring_case(inside.substr(0, language.size()), language)) continue;
    inside.remove_prefix(language.size());
    break;
  }
  std::string out;
  for (const char c : text::trim(inside)) {
    const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!is_blank) out += c;
    if (is_blank && !out.ends_with(' ')) out += ' ';
  }
  return out;
}

}  // namespace

// A query that begins with FIND goes to search, whichever function it was given to (observed of the connector).
Json soql_query(Toolbox& toolbox, const Json& arguments) {
  const auto& query = arguments["query"].get_ref<const std::string&>();
  return query.starts_with("FIND") ? search(toolbox, query) : ask(toolbox, without_fence(query));
}

Json sosl_query(Toolbox& toolbox, const Json& arguments) { return soql_query(toolbox, arguments); }

}  // namespace localorg::eval::tool
