#include "api/json_body.h"

#include <algorithm>

#include "base/json_bounds.h"
#include "base/text.h"

namespace localorg::api {
namespace {

SalesforceError parser_error(std::string message) {
  return error_without_position(ErrorCode::JSON_PARSER_ERROR, std::move(message));
}

std::string place_at(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return "[line:" + std::to_string(lines + 1) + ", column:" + std::to_string(text::utf16(before.substr(begin)).size() + 1) +
         "]";
}

// What may stand behind the text so far, as the server's parser (Jackson) says it.
std::string expected_behind(std::string_view before) {
  std::string open;  // the brackets that are open
  bool in_string = false;
  char last = '\0';
  for (std::size_t i = 0; i < before.size(); ++i) {
    const char c = before[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') open += c;
    if ((c == '}' || c == ']') && !open.empty()) open.pop_back();
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r') last = c;
  }
  const bool in_object = open.ends_with('{');
  if (in_object && (last == '{' || last == ',')) return "was expecting double-quote to start field name";
  const bool is_value = last == '"' || last == '}' || last == ']' || (last >= '0' && last <= '9') || last == 'e' || last == 'l';
  if (!open.empty() && is_value)
    return std::string("was expecting comma to separate ") + (in_object ? "OBJECT" : "ARRAY") + " entries";
  return "expected a valid value (number, String, array, object, 'true', 'false' or 'null')";
}

// Where a JSON parser stops.  Its place is behind the character that it did not take (assumed from Jackson).
SalesforceError malformed(std::string_view text, std::size_t at) {
  if (at >= text.size()) return parser_error("Unexpected end-of-input: expected a value at " + place_at(text, text.size()));
  std::size_t end = at;
  const std::int32_t code = text::next_code_point(text, end);
  std::string character;
  text::append_code_point(character, code);
  return parser_error("Unexpected character ('" + character + "' (code " + std::to_string(code) +
                      ")): " + expected_behind(text.substr(0, at)) + " at " + place_at(text, end));
}

// Steps over well-formed JSON.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  std::size_t find(const JsonPath& path) {
    blanks();
    for (const auto& step : path) {
      const auto* name = std::get_if<std::string>(&step);
      const bool is_there = name != nullptr ? into_member(*name) : into_element(std::get<std::size_t>(step));
      if (!is_there) return 0;
    }
    return at_;
  }

 private:
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void blanks() {
    while (at_ < text_.size() && (here() == ' ' || here() == '\t' || here() == '\n' || here() == '\r')) ++at_;
  }

  bool into_member(const std::string& name) {
    if (here() != '{') return false;
    for (++at_, blanks(); here() == '"'; blanks()) {
      const std::size_t begin = at_;
      skip_string();
      const Json key = Json::parse(text_.substr(begin, at_ - begin), nullptr, false);
      blanks();
      ++at_;  // :
      blanks();
      if (key == name) return true;
      skip_value();
      blanks();
      if (here() == ',') ++at_;
    }
    return false;
  }

  bool into_element(std::size_t index) {
    if (here() != '[') return false;
    ++at_;
    blanks();
    for (std::size_t i = 0; i < index; ++i) {
      skip_value();
      blanks();
      if (here() != ',') return false;
      ++at_;
      blanks();
    }
    return here() != ']';
  }

  void skip_string() {
    for (++at_; at_ < text_.size() && here() != '"'; ++at_) {
      if (here() == '\\') ++at_;
    }
    ++at_;
  }

  void skip_value() {
    std::size_t depth = 0;
    do {
      if (here() == '"') {
        skip_string();
        continue;
      }
      if (here() == '{' || here() == '[') ++depth;
      if (here() == '}' || here() == ']') --depth;
      ++at_;
    } while (at_ < text_.size() && (depth > 0 || (here() != ',' && here() != '}' && here() != ']')));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Json> json_body(const Call& call) {
  const std::string type = call.header("content-type");
  const std::string media = text::lower(text::trim(type.substr(0, type.find(';'))));
  if (media == "application/xml" || media == "text/xml") return not_in_sandbox("XML bodies of REST resources");
  if (!media.empty() && media != "application/json") {
    return error_without_position(ErrorCode::UNSUPPORTED_MEDIA_TYPE,
                                  "Content-Type header specified in HTTP request is not supported: " + type);
  }
  const std::string& body = call.request.body;
  if (text::trim(body).empty())
    return parser_error("The HTTP entity body is required, but this request has no entity body.");  // assumed
  const JsonExtent extent = extent_of_json(body);
  if (extent.depth > kMostJsonDepth) return parser_error("The body is nested too deeply");
  if (extent.values > kMostJsonValues) return parser_error("The body has more than a million values");
  try {
    return Json::parse(body);
  } catch (const Json::parse_error& e) {
    return malformed(body, e.byte > 0 ? e.byte - 1 : 0);
  } catch (const Json::exception& e) {  // a number that no double holds
    return parser_error(std::string("Numeric value out of range: ") + e.what());
  }
}

Result<Json> json_object_body(const Call& call) {
  LOCALORG_TRY(Json json, json_body(call));
  if (json.is_object()) return json;
  const std::string kind = json.is_array() ? "START_ARRAY" : json.is_string() ? "VALUE_STRING" : "VALUE_NUMBER_INT";
  return parser_error("Can not deserialize SObject out of " + kind + " token at [line:1, column:1]");
}

std::string place_in(std::string_view text, const JsonPath& path) { return place_at(text, Walker(text).find(path)); }

SalesforceError placed(SalesforceError error, std::string_view text, JsonPath path) {
  if (error.errorCode != ErrorCode::JSON_PARSER_ERROR || error.fields.empty()) return error;
  path.emplace_back(error.fields.front());
  error.message += " at " + place_in(text, path);
  error.fields.clear();
  error.about_record = false;
  return error;
}

}  // namespace localorg::api
