#include "mcp/cut.h"

#include <algorithm>

#include "base/text.h"

namespace localorg::mcp {
namespace {

void cut_text(std::string& value, const Limits& limits, Cut& cut) {
  if (value.size() <= limits.length) return;
  std::size_t characters = 0, end = 0;
  for (std::size_t at = 0; at < value.size(); ++characters) {
    if (characters == limits.length) end = at;
    text::next_code_point(value, at);
  }
  if (characters <= limits.length) return;
  ++cut.texts;
  value.resize(end);
  value += "... [" + std::to_string(limits.length) + " of " + std::to_string(characters) + " characters]";
}

void cut_list(Json& list, const Limits& limits, Attributes attributes, Cut& cut) {
  if (list.size() > limits.records) {
    ++cut.lists;
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(limits.records), list.end());
  }
  for (Json& item : list) cut_record(item, limits, attributes, cut);
}

void trim_attributes(Json& record, Attributes wanted) {
  const auto found = record.find("attributes");
  if (found == record.end() || !found->is_object()) return;
  if (wanted == Attributes::none) record.erase("attributes");
  if (wanted == Attributes::type) found->erase("url");
}

}  // namespace

std::vector<std::string> Cut::sentences(const Limits& limits) const {
  std::vector<std::string> out;
  const auto times = [](std::size_t count, const char* one, const char* several) {
    return std::to_string(count) + (count == 1 ? one : several);
  };
  if (texts > 0) {
    out.push_back(times(texts, " text was", " texts were") + " cut at " + std::to_string(limits.length) +
                  " characters: a greater max_length shows more.");
  }
  if (lists > 0) {
    out.push_back(times(lists, " list of child records was", " lists of child records were") + " cut at " +
                  std::to_string(limits.records) + ": query the child object for the rest.");
  }
  if (records > 0) {
    out.push_back("Of " + times(records, " record", " records") + " only the first " + std::to_string(kMostFields) +
                  " fields are shown: name the others in SELECT.");
  }
  return out;
}

void cut_record(Json& record, const Limits& limits, Attributes attributes, Cut& cut) {
  if (record.is_string()) cut_text(record.get_ref<std::string&>(), limits, cut);
  if (record.is_array()) cut_list(record, limits, attributes, cut);
  if (!record.is_object()) return;
  trim_attributes(record, attributes);
  if (record.size() > kMostFields) {
    ++cut.records;
    Json first = Json::object();
    for (auto field = record.begin(); first.size() < kMostFields; ++field) first[field.key()] = std::move(*field);
    record = std::move(first);
  }
  for (auto& [name, value] : record.items()) {
    if (name != "attributes") cut_record(value, limits, attributes, cut);
  }
}

std::size_t records_that_fit(const Json& records, std::size_t first, std::size_t most) {
  std::size_t bytes = 0, count = 0;
  for (std::size_t i = first; i < records.size() && count < most; ++i, ++count) {
    bytes += records[i].dump(-1, ' ', false, Json::error_handler_t::replace).size() + 1;
    if (bytes > kMostText && count > 0) break;
  }
  return count;
}

}  // namespace localorg::mcp
