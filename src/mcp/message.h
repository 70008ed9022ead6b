// JSON-RPC 2.0 as MCP uses it: texts to messages, results and errors to texts.  Whatever comes is a message or a Fault.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/json.h"

namespace localorg::mcp {

// JSON-RPC's codes, then MCP's own.
enum class Code : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  session_not_found = -32001,    // as the TypeScript SDK has it; the protocol says 404 alone
  resource_not_found = -32002,   // up to 2025-11-25; then invalid_params
  header_mismatch = -32020,      // from 2026-07-28 on
  unsupported_version = -32022,  // from 2026-07-28 on
};

struct Fault {
  Code code = Code::internal_error;
  std::string message;
  Json data = nullptr;  // null: none
};

struct Message {
  enum class Kind { request, notification, response };
  Kind kind = Kind::notification;
  Json id = nullptr;   // of a request: text or whole number
  std::string method;  // empty: a response
  Json params = Json::object();
};

// A message that is none, with its id where that can be told.
struct Refused {
  Json id = nullptr;
  Fault fault;
};

inline constexpr std::size_t kMostBytes = 16 * 1024 * 1024;  // of a message
inline constexpr std::size_t kMostDepth = 64;                // of brackets in each other

// The JSON of a text: parse_error, or invalid_request if it is larger or deeper than a message may be.
std::variant<Json, Refused> parse_text(std::string_view text);
// invalid_request for what is no message, invalid_params for params that are no object.
std::variant<Message, Refused> read_message(const Json& json);

std::string result_text(const Json& id, const Json& result);
std::string fault_text(const Json& id, const Fault& fault);

// The text at a key of an object; empty where it is missing or no text.
std::string text_at(const Json& object, std::string_view key);

}  // namespace localorg::mcp
