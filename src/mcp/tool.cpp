#include "mcp/tool.h"

#include "base/text.h"

namespace localorg::mcp {

ToolAnswer answered(Json structured, const std::vector<std::string>& notes) {
  ToolAnswer answer{.texts = {structured.dump(-1, ' ', false, Json::error_handler_t::replace)}};
  if (!notes.empty()) {
    structured["notes"] = notes;
    answer.texts.push_back(text::join(notes, " "));
  }
  answer.structured = std::move(structured);
  return answer;
}

ToolAnswer failed(std::string text) { return {.texts = {std::move(text)}, .is_error = true}; }

Json describe(const Tool& tool, bool with_structured) {
  Json out = {{"name", tool.name}};
  if (with_structured) out["title"] = tool.title;
  out["description"] = tool.description;
  out["inputSchema"] = tool.input_schema;
  if (with_structured && !tool.output_schema.is_null()) out["outputSchema"] = tool.output_schema;
  out["annotations"] = {{"title", tool.title},
                        {"readOnlyHint", tool.only_reads},
                        {"destructiveHint", !tool.only_reads},
                        {"idempotentHint", tool.only_reads},
                        {"openWorldHint", false}};
  return out;
}

Json result_of(const ToolAnswer& answer, bool with_structured) {
  Json content = Json::array();
  for (const std::string& text : answer.texts) content.push_back({{"type", "text"}, {"text", text}});
  Json out = {{"content", std::move(content)}};
  if (with_structured && !answer.structured.is_null()) out["structuredContent"] = answer.structured;
  out["isError"] = answer.is_error;
  return out;
}

}  // namespace localorg::mcp
