#include "support/reference_search.h"

#include <algorithm>

#include "support/reference_score.h"
#include "support/reference_values.h"
#include "support/reference_words.h"

namespace localorg::reference {
namespace {

using org::Record;

bool is_in(const org::Field& field, const std::string& group) {
  return std::find(field.search.begin(), field.search.end(), group) != field.search.end();
}

// The group's fields; objects such as articles are searched in all of theirs (soql.md 15.7).
std::string group_of(const org::SObject& object, sosl::Group group) {
  if (object.search.every_field || group == sosl::Group::all) return "all";
  if (group == sosl::Group::email) return "email";
  return group == sosl::Group::phone ? "phone" : "name";
}

// A phone number is found by its parts and as a whole.
std::string with_digits(const std::string& number) {
  std::string digits;
  std::copy_if(number.begin(), number.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits == number || digits.empty() ? number : number + " " + digits;
}

std::vector<Document> documents_of(const org::SObject& object, sosl::Group group, const Records& records) {
  std::vector<Document> out;
  const Tables tables(records, false);
  for (const Record* record : tables.of(object)) {
    Document document{id_of(*record), {}};
    for (const org::Field& field : object.fields) {
      if (field.search.empty()) continue;
      const org::Value& value = (*record)[field.name];
      std::string text = org::is_null(value) ? "" : std::get<std::string>(value);
      if (field.html_formatted) text = shown_text(text);
      if (field.type == org::FieldType::phone || is_in(field, "phone")) text = with_digits(text);
      document.fields.push_back({words_of(text), is_in(field, "name"), is_in(field, group_of(object, group))});
    }
    out.push_back(std::move(document));
  }
  return out;
}

std::optional<std::int64_t> number_of(const std::optional<soql::Integer>& integer) {
  if (!integer) return std::nullopt;
  return std::stoll(integer->text);
}

// The rows of one of `count` objects (soql.md 15.3), before LIMIT over all.
std::int64_t limit_of(const sosl::Returned* returned, std::size_t count) {
  const bool is_narrowed = returned != nullptr && (returned->where || !returned->order_by.empty());
  const auto share = static_cast<std::int64_t>(2000 / count);
  std::int64_t limit = count == 1 && is_narrowed ? 2000 : std::min<std::int64_t>(share, 250);
  if (returned != nullptr) limit = std::min(limit, number_of(returned->limit).value_or(limit));
  return limit;
}

// How many of each object: evenly, what one leaves over for the others, the first ones having what does not divide.
std::vector<std::size_t> shares(const std::vector<std::vector<std::string>>& found, std::size_t limit) {
  const auto all_up_to = [&](std::size_t level) {
    std::size_t sum = 0;
    for (const auto& records : found) sum += std::min(records.size(), level);
    return sum;
  };
  std::size_t level = 0;
  while (level < limit && all_up_to(level + 1) <= limit) ++level;
  std::vector<std::size_t> out;
  std::size_t rest = limit - all_up_to(level);
  for (const auto& records : found) {
    const bool one_more = rest > 0 && records.size() > level;
    if (one_more) --rest;
    out.push_back(std::min(records.size(), level) + (one_more ? 1 : 0));
  }
  return out;
}

}  // namespace

std::string search_answer(const sosl::Search& search, const sosl::BoundSearch& bound, const Records& records,
                          const std::string& version) {
  std::vector<std::vector<std::string>> found;
  for (std::size_t i = 0; i < bound.returned.size(); ++i) {
    const org::SObject& object = *bound.returned[i].object;
    const sosl::Returned* returned = search.returning.empty() ? nullptr : &search.returning[i];
    soql::BoundQuery query = bound.returned[i].query;
    query.limit = limit_of(returned, bound.returned.size());
    query.offset = returned == nullptr ? std::nullopt : number_of(returned->offset);
    const Words words = read_search(search.text, {object.search.any_word, object.search.stop_words});
    found.push_back(found_records(query, records, scores_of(words, documents_of(object, search.group, records)), version));
  }
  const std::size_t limit = static_cast<std::size_t>(std::min<std::int64_t>(number_of(search.limit).value_or(2000), 2000));
  const std::vector<std::size_t> shown = shares(found, limit);
  std::string out;
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t k = 0; k < shown[i]; ++k) out += (out.empty() ? "" : ",") + found[i][k];
  }
  return "{\"searchRecords\":[" + out + "]}";
}

}  // namespace localorg::reference
