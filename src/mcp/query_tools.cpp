// soql_query and sosl_search.
#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

#include "mcp/arguments.h"
#include "mcp/ask.h"
#include "mcp/cut.h"
#include "mcp/message.h"
#include "mcp/org_tools.h"

namespace localorg::mcp {
namespace {

constexpr std::int64_t kUsualRows = 200;
constexpr std::int64_t kMostRows = 2000;  // a batch of the query resource
constexpr std::int64_t kUsualLength = 4000;
constexpr std::int64_t kMostLength = 131'072;  // the longest text a field holds
constexpr std::string_view kRowsTold = "How many records to show at most.";
constexpr std::string_view kLengthTold = "How many characters of a text to show at most; longer ones are cut, and say so.";
constexpr std::string_view kAttributesTold = "Show the type and URL of each record, as the REST API does.";

const std::vector<Parameter>& soql_parameters() {
  static const std::vector<Parameter> table = {
      {"query", Kind::text, "The SOQL query. There is no SELECT *: name the fields.", true},
      {"cursor", Kind::text, "Goes on where an answer stopped: its nextCursor, with the same query."},
      {"max_rows", Kind::number, kRowsTold, false, kUsualRows, kMostRows},
      {"max_length", Kind::number, kLengthTold, false, kUsualLength, kMostLength},
      {"attributes", Kind::flag, kAttributesTold},
  };
  return table;
}

const std::vector<Parameter>& sosl_parameters() {
  static const std::vector<Parameter> table = {
      {"search", Kind::text, "The SOSL search: FIND {words} IN ALL FIELDS RETURNING Object(Field, ...).", true},
      {"max_rows", Kind::number, kRowsTold, false, kUsualRows, kMostRows},
      {"max_length", Kind::number, kLengthTold, false, kUsualLength, kMostLength},
      {"attributes", Kind::flag, kAttributesTold},
  };
  return table;
}

Json records_schema(std::string_view told) {
  return {{"type", "array"}, {"description", told}, {"items", {{"type", "object"}}}};
}

Json notes_schema() {
  return {{"type", "array"}, {"description", "What was cut, and how to get it."}, {"items", {{"type", "string"}}}};
}

// ---- Where to go on: a query locator and a record's number, 01gLo0000000001IAA-200; or, where the org keeps no result open
// because it fits one of its batches, the number alone.

struct Place {
  std::string locator;  // 01g...; empty: the query runs again
  std::size_t first = 0;
};

bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<Place> place_of(std::string_view cursor) {
  if (cursor.empty()) return Place{};
  Place place;
  if (const std::size_t dash = cursor.rfind('-'); dash != std::string_view::npos) {
    place.locator = cursor.substr(0, dash);
    cursor.remove_prefix(dash + 1);
    if (place.locator.empty() || !std::all_of(place.locator.begin(), place.locator.end(), is_word)) return std::nullopt;
  }
  const auto [end, fault] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), place.first);
  if (fault != std::errc{} || end != cursor.data() + cursor.size()) return std::nullopt;
  return place;
}

// The locator in "/services/data/v59.0/query/01gLo0000000001IAA-200".
std::string locator_in(const std::string& url) {
  const std::size_t slash = url.rfind('/');
  const std::size_t dash = url.rfind('-');
  return slash == std::string::npos || dash < slash ? "" : url.substr(slash + 1, dash - slash - 1);
}

Limits limits_of(const std::vector<Parameter>& parameters, const Json& arguments) {
  return {.length = number_of(parameters, arguments, "max_length"), .records = number_of(parameters, arguments, "max_rows")};
}

// The records [first, first + count) as they are shown.
Json shown(Json& records, std::size_t first, std::size_t count) {
  Json out = Json::array();
  for (std::size_t i = first; i < first + count; ++i) out.push_back(std::move(records[i]));
  return out;
}

std::string cut_sentence(std::size_t first, std::size_t count, std::size_t total, const std::string& cursor) {
  return "Shown are the records " + std::to_string(first + 1) + " to " + std::to_string(first + count) + " of " +
         std::to_string(total) + ". For the next ones call soql_query with the same query and the cursor " + cursor + ".";
}

ToolAnswer soql_query(api::Session& org, const Json& arguments) {
  const auto place = place_of(text_of(arguments, "cursor"));
  if (!place) return failed("cursor: give the nextCursor of an answer");
  const Limits limits = limits_of(soql_parameters(), arguments);
  const std::map<std::string, std::string> headers = {{"sforce-query-options", "batchSize=" + std::to_string(limits.records)}};
  const std::string target = place->locator.empty() ? "/query?q=" + api::url_encode(text_of(arguments, "query"))
                                                    : "/query/" + place->locator + "-" + std::to_string(place->first);
  OrgAnswer got = get(org, target, headers);
  if (const auto* error = std::get_if<OrgError>(&got)) return failed(error->text);
  Json& body = std::get<Json>(got);
  Json& records = body["records"];
  const auto total = body["totalSize"].get<std::size_t>();
  const std::size_t skipped = place->locator.empty() ? std::min(place->first, records.size()) : 0;
  Cut cut;
  const Attributes attributes = flag_of(arguments, "attributes") ? Attributes::all : Attributes::none;
  for (Json& record : records) cut_record(record, limits, attributes, cut);
  const std::size_t count = records_that_fit(records, skipped, limits.records);
  const std::size_t next = place->first + count;
  const bool is_done = records.empty() || next >= total;
  Json out = {{"totalSize", total}, {"done", is_done}, {"records", shown(records, skipped, count)}};
  std::vector<std::string> notes = cut.sentences(limits);
  if (!is_done) {
    const std::string locator = place->locator.empty() ? locator_in(text_at(body, "nextRecordsUrl")) : place->locator;
    const std::string cursor = (locator.empty() ? "" : locator + "-") + std::to_string(next);
    out["nextCursor"] = cursor;
    notes.insert(notes.begin(), cut_sentence(place->first, count, total, cursor));
  }
  return answered(std::move(out), notes);
}

ToolAnswer sosl_search(api::Session& org, const Json& arguments) {
  const Limits limits = limits_of(sosl_parameters(), arguments);
  OrgAnswer got = get(org, "/search?q=" + api::url_encode(text_of(arguments, "search")));
  if (const auto* error = std::get_if<OrgError>(&got)) return failed(error->text);
  Json& records = std::get<Json>(got)["searchRecords"];
  Cut cut;
  const Attributes attributes = flag_of(arguments, "attributes") ? Attributes::all : Attributes::type;
  for (Json& record : records) cut_record(record, limits, attributes, cut);
  const std::size_t total = records.size();
  const std::size_t count = records_that_fit(records, 0, limits.records);
  std::vector<std::string> notes = cut.sentences(limits);
  if (count < total) {
    notes.insert(notes.begin(), "Shown are the first " + std::to_string(count) + " of " + std::to_string(total) +
                                    " records found: search for more words, or name fewer objects or fields in RETURNING.");
  }
  return answered({{"found", total}, {"searchRecords", shown(records, 0, count)}}, notes);
}

}  // namespace

std::vector<Tool> query_tools() {
  const Json count = {{"type", "integer"}};
  const Json soql_answer = {
      {"type", "object"},
      {"properties",
       {{"totalSize", count},
        {"done", {{"type", "boolean"}, {"description", "False: there is more behind nextCursor."}}},
        {"records", records_schema("Fields as named in SELECT; parents and children are objects in them.")},
        {"nextCursor", {{"type", "string"}}},
        {"notes", notes_schema()}}},
      {"required", {"totalSize", "done", "records"}}};
  const Json sosl_answer = {{"type", "object"},
                            {"properties",
                             {{"found", count},
                              {"searchRecords", records_schema("By relevance; attributes.type is the record's object.")},
                              {"notes", notes_schema()}}},
                            {"required", {"found", "searchRecords"}}};
  return {
      {"soql_query", "SOQL query",
       "Runs a SOQL query, as the org's query resource does. A query that the org refuses gives its error, CODE: message, with "
       "the place in the query.",
       schema_of(soql_parameters()), soql_answer,
       [](api::Session& org, const Json& arguments) {
         const std::string fault = fault_in(soql_parameters(), arguments);
         return fault.empty() ? soql_query(org, arguments) : failed("soql_query: " + fault);
       }},
      {"sosl_search", "SOSL search",
       "Runs a SOSL search: full text over all records of the objects in RETURNING, by relevance. Reserved characters in the "
       "words, such as - and ', are escaped with a backslash.",
       schema_of(sosl_parameters()), sosl_answer,
       [](api::Session& org, const Json& arguments) {
         const std::string fault = fault_in(sosl_parameters(), arguments);
         return fault.empty() ? sosl_search(org, arguments) : failed("sosl_search: " + fault);
       }},
  };
}

std::vector<Tool> org_tools() {
  std::vector<Tool> out = query_tools();
  std::vector<Tool> more = schema_tools();
  std::move(more.begin(), more.end(), std::back_inserter(out));
  return out;
}

}  // namespace localorg::mcp
