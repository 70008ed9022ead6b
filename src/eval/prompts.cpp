#include "eval/prompts.h"

#include "base/embedded.h"
#include "base/text.h"

namespace localorg::eval {
namespace {

constexpr std::string_view kFile = "tasks/prompts.json";

std::string replaced(std::string text, std::string_view slot, const std::string& value) {
  const std::size_t at = text.find(slot);
  return at == std::string::npos ? text : text.replace(at, slot.size(), value);
}

std::string line_of(const org::Field& field) {
  std::string line = "  - " + field.name + ": " + field.label;
  if (!field.reference_to.empty()) line += ", of " + text::join(field.reference_to, " or ");
  return line;
}

// "Case\n  - Id: Case ID\n ...", an object after the other.
std::string schema_of(const org::Catalog& catalog, const std::string& frame) {
  std::vector<std::string> names, objects;
  for (const org::SObject& object : catalog.objects()) {
    if (object.is_virtual() || !object.queryable) continue;
    std::vector<std::string> lines = {object.name};
    for (const org::Field& field : object.fields) lines.push_back(line_of(field));
    names.push_back(object.name);
    objects.push_back(text::join(lines, "\n"));
  }
  return replaced(replaced(frame, "{objects}", text::join(names, ", ")), "{fields}", text::join(objects, "\n"));
}

// Do customers ask such questions?  (dataset: the external prompt is for these kinds.)
bool is_external(const std::string& task) {
  for (const std::string_view kind : {"knowledge_qa", "named_entity_disambiguation", "private_customer_information",
                                      "internal_operation_data", "confidential_company_knowledge"}) {
    if (task == kind) return true;
  }
  return false;
}

Json described(Protocol protocol) {
  Json out = Json::array();
  for (const Tool& tool : tools()) {
    if (Prompts::has_tool(protocol, tool)) out.push_back(describe(tool));
  }
  return out;
}

// {"name": "get_issues", "description": "All issues.", "parameters": {...}}, a function a line.
std::string written(const Json& tools) {
  std::vector<std::string> lines;
  for (const Json& tool : tools) lines.push_back(tool.at("function").dump());
  return text::join(lines, "\n");
}

}  // namespace

Result<Prompts> Prompts::read(const org::Catalog& catalog) {
  const auto text = embedded(kFile);
  if (!text) return error_without_position(ErrorCode::ORG_UNUSABLE, std::string(kFile) + " is not in this program");
  LOCALORG_TRY(const Json json, parse_json(*text, kFile));
  const auto line = [&](const char* section, const char* key) { return json.at(section).at(key).get<std::string>(); };
  Prompts prompts;
  prompts.schema_ = "\n\n" + schema_of(catalog, json.at("schema").get<std::string>());
  prompts.act_internal_ = line("act", "internal");
  prompts.act_external_ = line("act", "external");
  prompts.react_internal_ = line("react", "internal");
  prompts.react_external_ = line("react", "external");
  prompts.tool_call_ = json.at("tool_call").get<std::string>();
  prompts.tool_call_flex_ = json.at("tool_call_flex").get<std::string>();
  prompts.act_reminder_ = line("reminder", "act");
  prompts.react_reminder_ = line("reminder", "react");
  prompts.tool_reminder_ = line("reminder", "tools");
  prompts.text_reminder_ = line("reminder", "textCalls");
  prompts.invalid_call_ = json.at("invalidCall").get<std::string>();
  prompts.required_heading_ = json.at("required").get<std::string>();
  prompts.tools_ = described(Protocol::tool_call);
  prompts.flex_tools_ = described(Protocol::tool_call_flex);
  const std::string calls = "\n\n" + json.at("textCalls").get<std::string>();
  prompts.text_calls_ = replaced(calls, "{functions}", written(prompts.tools_));
  prompts.flex_text_calls_ = replaced(calls, "{functions}", written(prompts.flex_tools_));
  return prompts;
}

std::string Prompts::system_prompt(const Task& task, Protocol protocol, bool is_aided, bool tells_required,
                                   bool text_calls) const {
  std::string prompt;
  switch (protocol) {
    case Protocol::act: prompt = is_external(task.task) ? act_external_ : act_internal_; break;
    case Protocol::react: prompt = is_external(task.task) ? react_external_ : react_internal_; break;
    case Protocol::tool_call: prompt = tool_call_; break;
    case Protocol::tool_call_flex: prompt = tool_call_flex_; break;
  }
  if (text_calls && calls_tools(protocol)) prompt += protocol == Protocol::tool_call ? text_calls_ : flex_text_calls_;
  if (protocol != Protocol::tool_call) prompt += schema_;
  if (tells_required && !task.required.empty()) prompt += "\n\n" + required_heading_ + "\n" + task.required;
  if (is_aided && !task.optional.empty()) prompt += "\n\n" + task.optional;
  return prompt;
}

const std::string& Prompts::reminder(Protocol protocol, bool text_calls) const {
  if (calls_tools(protocol)) return text_calls ? text_reminder_ : tool_reminder_;
  return protocol == Protocol::act ? act_reminder_ : react_reminder_;
}

const Json& Prompts::tools(Protocol protocol) const {
  static const Json none = Json::array();
  if (!calls_tools(protocol)) return none;
  return protocol == Protocol::tool_call ? tools_ : flex_tools_;
}

bool Prompts::has_tool(Protocol protocol, const Tool& tool) {
  if (!calls_tools(protocol)) return false;
  return protocol == Protocol::tool_call_flex || !tool.is_free_query();
}

}  // namespace localorg::eval
