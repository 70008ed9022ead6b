#include "mcp/message.h"

#include "base/json_bounds.h"

namespace localorg::mcp {
namespace {

bool is_id(const Json& json) { return json.is_string() || json.is_number_integer(); }

Refused refuse(const Json& id, Code code, std::string message) {
  return {.id = id, .fault = {.code = code, .message = std::move(message)}};
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::variant<Json, Refused> parse_text(std::string_view text) {
  if (text.size() > kMostBytes) {
    return refuse(nullptr, Code::invalid_request,
                  "Invalid Request: a message has at most " + std::to_string(kMostBytes) + " bytes");
  }
  const JsonExtent extent = extent_of_json(text);
  if (extent.depth > kMostDepth) {
    return refuse(nullptr, Code::invalid_request,
                  "Invalid Request: nested deeper than " + std::to_string(kMostDepth) + " levels");
  }
  if (extent.values > kMostJsonValues) {
    return refuse(nullptr, Code::invalid_request, "Invalid Request: more than a million values");
  }
  auto json = parse_json(text, "message");
  if (!json) return refuse(nullptr, Code::parse_error, "Parse error: " + json.error().message);
  return *std::move(json);
}

std::variant<Message, Refused> read_message(const Json& json) {
  if (!json.is_object()) return refuse(nullptr, Code::invalid_request, "Invalid Request: a message is an object");
  const auto id = json.find("id");
  const Json known_id = id != json.end() && is_id(*id) ? *id : Json();
  if (text_at(json, "jsonrpc") != "2.0")
    return refuse(known_id, Code::invalid_request, "Invalid Request: jsonrpc is not \"2.0\"");
  Message message;
  const bool is_response = !json.contains("method") && (json.contains("result") || json.contains("error"));
  if (is_response) {
    message.kind = Message::Kind::response;
    return message;
  }
  if (id != json.end() && known_id.is_null()) {
    return refuse(nullptr, Code::invalid_request, "Invalid Request: id is neither a text nor a whole number");
  }
  message.kind = id == json.end() ? Message::Kind::notification : Message::Kind::request;
  message.id = known_id;
  message.method = text_at(json, "method");
  if (message.method.empty()) return refuse(known_id, Code::invalid_request, "Invalid Request: method is no text");
  if (const auto params = json.find("params"); params != json.end()) {
    if (!params->is_object()) return refuse(known_id, Code::invalid_params, "Invalid params: params is no object");
    message.params = *params;
  }
  return message;
}

std::string result_text(const Json& id, const Json& result) {
  return dump(Json{{"jsonrpc", "2.0"}, {"id", id}, {"result", result}});
}

std::string fault_text(const Json& id, const Fault& fault) {
  Json error = {{"code", static_cast<int>(fault.code)}, {"message", fault.message}};
  if (!fault.data.is_null()) error["data"] = fault.data;
  return dump(Json{{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(error)}});
}

std::string text_at(const Json& object, std::string_view key) {
  if (!object.is_object()) return "";
  const auto found = object.find(std::string(key));
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace localorg::mcp
