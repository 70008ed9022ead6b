#include "dataset/convert.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "org/id.h"

namespace localorg::dataset {
namespace {

using org::TypeClass;

// The beginning of a text, cut between characters, for messages.
std::string excerpt(std::string_view text) {
  constexpr std::size_t kLength = 60;
  if (text.size() <= kLength) return std::string(text);
  std::size_t end = kLength;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "...";
}

SalesforceError bad_value(const org::Field& field, const std::string& what) {
  SalesforceError error = error_without_position(ErrorCode::ORG_UNUSABLE, field.name + ": " + what);
  error.fields = {field.name};
  return error;
}

void note_checksum(const org::Field& field, std::string_view text, const std::string& id, std::vector<OddValue>& odd) {
  const std::string_view given = text::trim(text);
  if (given.size() != id.size() || org::has_valid_checksum(given)) return;
  odd.push_back({field.name, Oddity::wrong_checksum, std::string(given) + (given == id ? "" : " as " + id)});
}

Result<org::Value> convert_id_list(const org::Field& field, std::string_view text, std::vector<OddValue>& odd) {
  if (text::trim(text).empty()) return org::Value{};
  const auto list = parse_json(text, field.name);
  const auto no_list = [&] { return bad_value(field, "'" + excerpt(text) + "' is no JSON array of Ids"); };
  if (!list || !list->is_array()) return no_list();
  Json ids = Json::array();
  for (const Json& item : *list) {
    if (!item.is_string()) return no_list();
    const auto given = item.get<std::string>();
    const auto id = org::normalize_id(text::trim(given));
    if (!id) return bad_value(field, "'" + excerpt(given) + "' is no Id of 15 or 18 letters and digits");
    note_checksum(field, given, *id, odd);
    ids.push_back(*id);
  }
  return org::Value{ids.dump()};
}

// Length in UTF-16 units, as Salesforce's Java counts.  Bytes are never fewer, and cheaper to count.
void note_length(const org::Field& field, std::string_view text, std::vector<OddValue>& odd) {
  const auto limit = static_cast<std::size_t>(std::max(field.length, 0));
  if (limit == 0 || text.size() <= limit) return;
  const std::size_t length = text::utf16(text).size();
  if (length > limit)
    odd.push_back({field.name, Oddity::too_long, std::to_string(length) + " characters of " + std::to_string(limit)});
}

// 5551234567.0, which no telephone has: a number once, written as text since.
std::string_view without_decimals(std::string_view phone) {
  constexpr std::string_view kDecimals = ".0";
  if (!phone.ends_with(kDecimals)) return phone;
  const std::string_view digits = phone.substr(0, phone.size() - kDecimals.size());
  const bool all = !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return all ? digits : phone;
}

}  // namespace

Result<org::Value> convert(const org::Field& field, const Cell& cell, std::vector<OddValue>& odd) {
  if (cell.kind == Cell::Kind::null || cell.kind == Cell::Kind::absent) return org::Value{};
  const TypeClass type_class = org::traits(field.type).type_class;
  if (type_class == TypeClass::compound) {
    odd.push_back({field.name, Oddity::compound, cell.kind == Cell::Kind::nested ? "a JSON object" : excerpt(cell.text)});
    return org::Value{};
  }
  if (cell.kind == Cell::Kind::nested) return bad_value(field, "a nested JSON value, where a single value belongs");
  if (type_class == TypeClass::id_list) return convert_id_list(field, cell.text, odd);
  if (cell.kind == Cell::Kind::list) return bad_value(field, "a JSON array, where a single value belongs");

  const std::string_view text = field.type == org::FieldType::phone ? without_decimals(cell.text) : cell.text;
  auto value = org::value_from_text(field, text);
  if (!value) {
    value.error().fields = {field.name};
    return value;
  }
  if (const auto* id = std::get_if<std::string>(&*value); id != nullptr && type_class == TypeClass::id) {
    note_checksum(field, text, *id, odd);
  }
  if (type_class == TypeClass::text || type_class == TypeClass::multipicklist) note_length(field, text, odd);
  return value;
}

}  // namespace localorg::dataset
