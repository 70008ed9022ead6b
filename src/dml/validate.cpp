#include "dml/validate.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "org/datetime.h"
#include "org/id.h"

namespace localorg::dml {
namespace {

using org::Field;
using org::FieldType;
using org::SObject;
using org::TypeClass;
using org::Value;

// A value's kind and text in the words of the server's JSON reader.
std::string kind_of(const Json& json) {
  if (json.is_string()) return "VALUE_STRING";
  if (json.is_number_float()) return "VALUE_NUMBER_FLOAT";
  if (json.is_number()) return "VALUE_NUMBER_INT";
  if (json.is_boolean()) return json.get<bool>() ? "VALUE_TRUE" : "VALUE_FALSE";
  return json.is_array() ? "START_ARRAY" : "START_OBJECT";
}

std::string text_of(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) return "[";
  if (json.is_number_float()) return text::java_double(json.get<double>());
  return json.is_object() ? "{" : json.dump();
}

// observed: "Cannot deserialize instance of double from VALUE_STRING value N01 or request may be missing a required field at
// [line:1, column:507]"
SalesforceError wrong_type(const Field& field, const Json& json) {
  return error_of_record(ErrorCode::JSON_PARSER_ERROR,
                         "Cannot deserialize instance of " + std::string(org::traits(field.type).name) + " from " +
                             kind_of(json) + " value " + text_of(json) + " or request may be missing a required field",
                         {field.name});
}

std::optional<double> number_in(const Json& json) {
  if (json.is_number()) return json.get<double>();
  if (!json.is_string()) return std::nullopt;
  const auto text = json.get<std::string>();
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

SalesforceError out_of_range(const Field& field, const Json& json) {
  return error_of_record(ErrorCode::NUMBER_OUTSIDE_VALID_RANGE,
                         field.label + ": value outside of valid range on numeric field: " + text_of(json), {field.name});
}

Result<Value> read_integer(const Field& field, const Json& json) {
  const auto number = number_in(json);
  if (!number || *number != std::floor(*number)) return wrong_type(field, json);
  const int digits = field.digits > 0 ? field.digits : 9;
  if (std::fabs(*number) >= std::pow(10.0, digits)) return out_of_range(field, json);
  return Value{static_cast<std::int64_t>(*number)};
}

// Rounded to the field's scale, as it is stored.
Result<Value> read_number(const Field& field, const Json& json) {
  const auto number = number_in(json);
  if (!number) return wrong_type(field, json);
  if (std::fabs(*number) >= std::pow(10.0, field.precision - field.scale)) return out_of_range(field, json);
  const double unit = std::pow(10.0, field.scale);
  const double scaled = *number * unit;
  if (std::fabs(scaled) > 9e15) return Value{*number};  // beyond what a double holds exactly: nothing to round
  return Value{std::round(scaled) / unit};
}

Result<Value> read_boolean(const Field& field, const Json& json) {
  if (json.is_boolean()) return Value{std::int64_t{json.get<bool>() ? 1 : 0}};
  const std::string word = json.is_string() ? text::lower(json.get<std::string>()) : "";
  if (word == "true") return Value{std::int64_t{1}};
  if (word == "false") return Value{std::int64_t{0}};
  return wrong_type(field, json);
}

// The org keeps whole seconds (observed: every dateTime it prints ends in .000).
Result<Value> read_moment(const Field& field, TypeClass type_class, const Json& json) {
  if (!json.is_string()) return wrong_type(field, json);
  const auto text = json.get<std::string>();
  if (type_class == TypeClass::date) {
    if (const auto day = org::parse_date(text)) return Value{org::format_date(*day)};
  } else if (type_class == TypeClass::datetime) {
    if (const auto ms = org::parse_datetime(text)) {
      return Value{org::format_datetime(static_cast<std::int64_t>(std::floor(static_cast<double>(*ms) / 1000)) * 1000)};
    }
  } else if (auto time = org::parse_time(text)) {
    return Value{*std::move(time)};
  }
  return wrong_type(field, json);
}

Result<Value> read_id(const Field& field, const Json& json) {
  if (!json.is_string()) return wrong_type(field, json);
  const auto text = json.get<std::string>();
  auto id = org::normalize_id(text);
  if (!id) {
    return error_of_record(ErrorCode::MALFORMED_ID, field.label + ": id value of incorrect type: " + text, {field.name});
  }
  return Value{*std::move(id)};
}

Result<Value> read_id_list(const Field& field, const Json& json) {
  if (!json.is_array()) return wrong_type(field, json);
  Json ids = Json::array();
  for (const Json& entry : json) {
    LOCALORG_TRY(const Value id, read_id(field, entry));
    ids.push_back(std::get<std::string>(id));
  }
  return ids.empty() ? Value{} : Value{ids.dump()};
}

// A local part, an at sign, and a domain of two or more labels.
bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
  const std::string_view domain = text.substr(at + 1);
  const bool has_blank = text.find_first_of(" \t\r\n,;:<>()[]\"\\") != std::string_view::npos;
  return !has_blank && domain.find('.') != std::string_view::npos && !domain.starts_with('.') && !domain.ends_with('.') &&
         domain.find("..") == std::string_view::npos && text[at - 1] != '.' && text.front() != '.';
}

// The catalog's spelling of a picklist's value; null: it has no such value.
const org::PicklistValue* picklist_value(const Field& field, std::string_view text) {
  const auto found = std::find_if(field.picklist_values.begin(), field.picklist_values.end(),
                                  [&](const org::PicklistValue& v) { return text::compare_ignoring_case(v.value, text) == 0; });
  return found == field.picklist_values.end() ? nullptr : &*found;
}

Result<std::string> read_choices(const Field& field, const std::string& text) {
  std::vector<std::string> chosen;
  const bool is_several = field.type == FieldType::multipicklist;
  for (const std::string_view part : is_several ? text::split(text, ';') : std::vector<std::string_view>{text}) {
    const std::string_view word = text::trim(part);
    if (word.empty()) continue;
    const org::PicklistValue* known = picklist_value(field, word);
    if (known == nullptr && field.restricted_picklist && !field.picklist_values.empty()) {
      return error_of_record(ErrorCode::INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST,
                             field.label + ": bad value for restricted picklist field: " + std::string(word), {field.name});
    }
    chosen.emplace_back(known == nullptr ? word : known->value);
  }
  return text::join(chosen, ";");
}

// Blanks around a text are not kept (assumed).
Result<Value> read_text(const Field& field, const Json& json) {
  if (!json.is_string()) return wrong_type(field, json);
  std::string text(text::trim(json.get<std::string>()));
  if (text.empty()) return Value{};
  const bool is_choice = field.type == FieldType::picklist || field.type == FieldType::multipicklist;
  if (is_choice) {
    LOCALORG_TRY(text, read_choices(field, text));
  } else if (field.type == FieldType::email && !is_email(text)) {
    return error_of_record(ErrorCode::INVALID_EMAIL_ADDRESS, field.label + ": invalid email address: " + text, {field.name});
  }
  if (field.length > 0 && text::utf16(text).size() > static_cast<std::size_t>(field.length)) {
    return error_of_record(
        ErrorCode::STRING_TOO_LONG,
        field.label + ": data value too large: " + text + " (max length=" + std::to_string(field.length) + ")", {field.name});
  }
  return Value{std::move(text)};
}

Result<ParentKey> read_parent(const SObject& object, const Field& reference, const Json& json) {
  const auto unknown = [&](const std::string& name, const std::string& of) {
    return error_of_record(ErrorCode::INVALID_FIELD, "No such column '" + name + "' on sobject of type " + of);
  };
  ParentKey key{&reference, reference.targets.front(), nullptr, {}};
  for (const auto& [name, value] : json.items()) {
    if (name == "attributes") {
      const std::string type = value.is_object() ? value.value("type", "") : "";
      const auto found = std::find_if(reference.targets.begin(), reference.targets.end(),
                                      [&](const SObject* target) { return text::equal_ignoring_case(target->name, type); });
      if (found == reference.targets.end()) return unknown(reference.relationship_name, object.name);
      key.parent = *found;
      continue;
    }
    key.key = key.parent->find_field(name);
    if (key.key == nullptr || !key.key->id_lookup) return unknown(name, key.parent->name);
    LOCALORG_TRY(key.value, read_value(*key.key, value));
  }
  if (key.key == nullptr || org::is_null(key.value)) return unknown(reference.relationship_name, object.name);
  return key;
}

// assumed wording
SalesforceError not_writeable(const Field& field) {
  return error_of_record(ErrorCode::INVALID_FIELD_FOR_INSERT_UPDATE,
                         "Unable to create/update fields: " + field.name +
                             ". Please check the security settings of this field and verify that it is read/write for your "
                             "profile or permission set.",
                         {field.name});
}

}  // namespace

Result<Value> read_value(const Field& field, const Json& json) {
  if (json.is_null()) return Value{};
  const TypeClass type_class = org::traits(field.type).type_class;
  switch (type_class) {
    case TypeClass::id: return read_id(field, json);
    case TypeClass::boolean: return read_boolean(field, json);
    case TypeClass::integer: return read_integer(field, json);
    case TypeClass::number: return read_number(field, json);
    case TypeClass::date:
    case TypeClass::datetime:
    case TypeClass::time: return read_moment(field, type_class, json);
    case TypeClass::text:
    case TypeClass::multipicklist: return read_text(field, json);
    case TypeClass::id_list: return read_id_list(field, json);
    case TypeClass::compound: return wrong_type(field, json);
  }
  return wrong_type(field, json);
}

Result<ReadRecord> read_record(const SObject& object, const Json& json, Operation operation) {
  ReadRecord read{{org::Record(object), std::vector<bool>(object.fields.size())}, {}};
  for (const auto& [name, value] : json.items()) {
    if (name == "attributes") continue;
    const Field* relationship = value.is_object() ? object.find_relationship(name) : nullptr;
    if (relationship != nullptr) {
      LOCALORG_TRY(ParentKey parent, read_parent(object, *relationship, value));
      read.parents.push_back(std::move(parent));
      continue;
    }
    const Field* field = object.find_field(name);
    if (field == nullptr) {
      return error_of_record(ErrorCode::INVALID_FIELD, "No such column '" + name + "' on sobject of type " + object.name);
    }
    const bool is_writeable = operation == Operation::create ? field->createable : field->updateable;
    if (!is_writeable) return not_writeable(*field);
    auto taken = read_value(*field, value);
    if (!taken) {
      // The place in the text is found by the name as the client wrote it.
      if (taken.error().errorCode == ErrorCode::JSON_PARSER_ERROR) taken.error().fields = {name};
      return taken.error();
    }
    read.given.record.values[field->index] = *std::move(taken);
    read.given.is_given[field->index] = true;
  }
  return read;
}

}  // namespace localorg::dml
