#include "mcp/session.h"

namespace localorg::mcp {
namespace {

constexpr const char* kVersionKey = "io.modelcontextprotocol/protocolVersion";
constexpr const char* kCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";

Fault invalid_request(std::string message) {
  return {.code = Code::invalid_request, .message = "Invalid Request: " + std::move(message)};
}

}  // namespace

std::variant<const Version*, Fault> stateless_version(const Message& message) {
  const auto meta = message.params.find("_meta");
  if (meta == message.params.end() || !meta->is_object() || !meta->contains(kVersionKey)) {
    return static_cast<const Version*>(nullptr);
  }
  const std::string asked = text_at(*meta, kVersionKey);
  const Version* version = find_version(asked);
  if (version == nullptr || !version->is_stateless) {
    Json supported = Json::array();
    for (const Version& known : kVersions) {
      if (known.is_stateless) supported.push_back(known.name);
    }
    return Fault{.code = Code::unsupported_version,
                 .message = "Unsupported protocol version: " + asked,
                 .data = {{"supported", std::move(supported)}, {"requested", asked}}};
  }
  const auto capabilities = meta->find(kCapabilitiesKey);
  if (message.kind == Message::Kind::request && (capabilities == meta->end() || !capabilities->is_object())) {
    return Fault{.code = Code::invalid_params,
                 .message = std::string("Invalid params: _meta needs ") + kCapabilitiesKey + ", an object"};
  }
  return version;
}

std::optional<std::string> Session::answer(std::string_view text) {
  const auto parsed = parse_text(text);
  if (const auto* refused = std::get_if<Refused>(&parsed)) return fault_text(refused->id, refused->fault);
  const Json& json = std::get<Json>(parsed);
  return json.is_array() ? answer_batch(json) : answer_one(json, false);
}

std::optional<std::string> Session::answer_batch(const Json& list) {
  if (version_ == nullptr || !version_->takes_batches) {
    return fault_text(nullptr, invalid_request("batches belong to the revision 2025-03-26 alone"));
  }
  if (list.empty()) return fault_text(nullptr, invalid_request("the batch is empty"));
  std::string out;
  for (const Json& json : list) {
    const auto answer = answer_one(json, true);
    if (answer) out += (out.empty() ? "[" : ",") + *answer;
  }
  if (out.empty()) return std::nullopt;
  return out + "]";
}

std::optional<std::string> Session::answer_one(const Json& json, bool in_batch) {
  const auto read = read_message(json);
  if (const auto* refused = std::get_if<Refused>(&read)) {
    const bool is_notification = json.is_object() && !json.contains("id") && refused->fault.code == Code::invalid_params;
    return is_notification ? std::nullopt : std::optional(fault_text(refused->id, refused->fault));
  }
  const Message& message = std::get<Message>(read);
  if (message.kind != Message::Kind::request) return std::nullopt;
  const Outcome outcome = run(message, in_batch);
  if (const auto* fault = std::get_if<Fault>(&outcome)) return fault_text(message.id, *fault);
  return result_text(message.id, std::get<Json>(outcome));
}

Outcome Session::run(const Message& request, bool in_batch) {
  const auto stateless = stateless_version(request);
  if (const auto* fault = std::get_if<Fault>(&stateless)) return *fault;
  if (const Version* version = std::get<const Version*>(stateless)) {
    if (in_batch) return invalid_request("batches belong to the revision 2025-03-26 alone");
    return run_method(settings_, org_, *version, request);
  }
  if (request.method == "initialize") {
    if (in_batch) return invalid_request("initialize is no part of a batch");
    if (version_ != nullptr) return invalid_request("initialize comes once");
    const Version& version = agreed_version(text_at(request.params, "protocolVersion"));
    Outcome outcome = run_method(settings_, org_, version, request);
    if (std::holds_alternative<Json>(outcome)) version_ = &version;
    return outcome;
  }
  if (version_ == nullptr && request.method != "ping") {
    return invalid_request("initialize comes first, or a protocol version in params._meta");
  }
  return run_method(settings_, org_, version_ == nullptr ? kUnsaidVersion : *version_, request);
}

}  // namespace localorg::mcp
