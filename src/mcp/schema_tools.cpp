// list_objects and describe_object.
#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "mcp/arguments.h"
#include "mcp/cut.h"
#include "mcp/message.h"
#include "mcp/org_tools.h"
#include "mcp/schema.h"

namespace localorg::mcp {
namespace {

constexpr std::int64_t kUsual = 100;
constexpr std::int64_t kMost = 1000;
constexpr std::size_t kMostValues = 50;  // of a picklist
constexpr std::string_view kCursorTold = "Goes on where an answer stopped: its nextCursor.";

const std::vector<Parameter>& list_parameters() {
  static const std::vector<Parameter> table = {
      {"contains", Kind::text, "Only objects with this in their name or label, in any case."},
      {"cursor", Kind::text, kCursorTold},
      {"max_objects", Kind::number, "How many objects to show at most.", false, kUsual, kMost},
  };
  return table;
}

const std::vector<Parameter>& describe_parameters() {
  static const std::vector<Parameter> table = {
      {"object", Kind::text, "The object's API name, such as Case or Issue__c.", true},
      {"cursor", Kind::text, kCursorTold},
      {"max_fields", Kind::number, "How many fields to show at most.", false, kUsual, kMost},
  };
  return table;
}

std::optional<std::size_t> number_in(const std::string& cursor) {
  std::size_t first = 0;
  if (cursor.empty()) return first;
  const auto [end, fault] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), first);
  if (fault != std::errc{} || end != cursor.data() + cursor.size()) return std::nullopt;
  return first;
}

// A part of a list, what is left of it, and the sentence that says so.
struct Part {
  Json items = Json::array();
  std::string cursor;  // empty: that was all
  std::string note;
};

Part part_of(const Json& list, std::size_t first, std::size_t most, const std::string& what, const std::string& how) {
  Part part;
  first = std::min(first, list.size());
  const std::size_t last = first + std::min(most, list.size() - first);
  for (std::size_t i = first; i < last; ++i) part.items.push_back(list[i]);
  if (last == list.size()) return part;
  part.cursor = std::to_string(last);
  part.note = "Shown are the " + what + " " + std::to_string(first + 1) + " to " + std::to_string(last) + " of " +
              std::to_string(list.size()) + ". For the next ones call " + how + " and the cursor " + part.cursor + ".";
  return part;
}

bool contains(const Json& object, const std::string& wanted) {
  const std::string low = text::lower(wanted);
  return text::lower(text_at(object, "name")).find(low) != std::string::npos ||
         text::lower(text_at(object, "label")).find(low) != std::string::npos;
}

ToolAnswer list_objects(api::Session& org, const Json& arguments) {
  const auto first = number_in(text_of(arguments, "cursor"));
  if (!first) return failed("cursor: give the nextCursor of an answer");
  OrgAnswer got = objects_of(org);
  if (const auto* error = std::get_if<OrgError>(&got)) return failed(error->text);
  Json wanted = Json::array();
  for (const Json& object : std::get<Json>(got)) {
    if (contains(object, text_of(arguments, "contains"))) wanted.push_back(object);
  }
  const std::size_t most = number_of(list_parameters(), arguments, "max_objects");
  Part part = part_of(wanted, *first, most, "objects", "list_objects with the same arguments");
  Json out = {{"total", wanted.size()}, {"objects", std::move(part.items)}};
  if (part.cursor.empty()) return answered(std::move(out), {});
  out["nextCursor"] = part.cursor;
  return answered(std::move(out), {part.note});
}

// Long picklists: their first values.
std::size_t cut_picklists(Json& fields) {
  std::size_t count = 0;
  for (Json& field : fields) {
    const auto values = field.find("picklistValues");
    if (values == field.end() || values->size() <= kMostValues) continue;
    values->erase(values->begin() + static_cast<std::ptrdiff_t>(kMostValues), values->end());
    ++count;
  }
  return count;
}

ToolAnswer describe_object(api::Session& org, const Json& arguments) {
  const auto first = number_in(text_of(arguments, "cursor"));
  if (!first) return failed("cursor: give the nextCursor of an answer");
  OrgAnswer got = object_of(org, text_of(arguments, "object"));
  if (const auto* error = std::get_if<OrgError>(&got)) return failed(error->text);
  Json& out = std::get<Json>(got);
  const std::size_t most = number_of(describe_parameters(), arguments, "max_fields");
  const std::size_t total = out["fields"].size();
  Part part = part_of(out["fields"], *first, most, "fields", "describe_object with the same object");
  std::vector<std::string> notes;
  out["fields"] = std::move(part.items);
  out["totalFields"] = total;
  if (!part.cursor.empty()) {
    out["nextCursor"] = part.cursor;
    notes.push_back(part.note);
  }
  if (const std::size_t count = cut_picklists(out["fields"]); count > 0) {
    notes.push_back("Of " + std::to_string(count) + (count == 1 ? " picklist" : " picklists") + " only the first " +
                    std::to_string(kMostValues) + " values are shown: the resource localorg://object/" + text_at(out, "name") +
                    " has all.");
  }
  return answered(std::move(out), notes);
}

}  // namespace

std::vector<Tool> schema_tools() {
  const Json text = {{"type", "string"}}, count = {{"type", "integer"}};
  const Json texts = {{"type", "array"}, {"items", text}}, objects = {{"type", "array"}, {"items", {{"type", "object"}}}};
  const Json list_answer = {{"type", "object"},
                            {"properties", {{"total", count}, {"objects", objects}, {"nextCursor", text}, {"notes", texts}}},
                            {"required", {"total", "objects"}}};
  const Json describe_answer = {{"type", "object"},
                                {"properties",
                                 {{"name", text},
                                  {"label", text},
                                  {"keyPrefix", text},
                                  {"fields", objects},
                                  {"childRelationships", objects},
                                  {"totalFields", count},
                                  {"nextCursor", text},
                                  {"notes", texts}}},
                                {"required", {"name", "label", "fields", "childRelationships", "totalFields"}}};
  return {
      {"list_objects", "List objects", "The objects of the org, by name: label and the first three characters of their Ids.",
       schema_of(list_parameters()), list_answer,
       [](api::Session& org, const Json& arguments) {
         const std::string fault = fault_in(list_parameters(), arguments);
         return fault.empty() ? list_objects(org, arguments) : failed("list_objects: " + fault);
       }},
      {"describe_object", "Describe object",
       "An object's fields (type, length, references and the names of their relationships, picklist values, whether they may "
       "be filtered, sorted and grouped by where they may not) and the child relationships that subqueries name.",
       schema_of(describe_parameters()), describe_answer,
       [](api::Session& org, const Json& arguments) {
         const std::string fault = fault_in(describe_parameters(), arguments);
         return fault.empty() ? describe_object(org, arguments) : failed("describe_object: " + fault);
       }},
  };
}

}  // namespace localorg::mcp
