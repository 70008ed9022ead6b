// What an agent is told before its first turn: our own words (data/tasks/prompts.json) in the order of CRMArena's prompts.
//
//     act, react      role and setting, instructions, how to think and act, guidelines, examples, the org's objects and fields
//     tool_call       short instructions alone
//     tool_call_flex  the same, and the objects and fields
//
// Where calls are written as text, the functions and how to write a call come before the objects,
// then the task's required facts under a heading and, where the agent is aided, the optional ones.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "eval/protocol.h"
#include "eval/task.h"
#include "eval/tools/tool.h"
#include "org/catalog.h"

namespace localorg::eval {

class Prompts {
 public:
  // The catalog's objects and fields are written out once.
  static Result<Prompts> read(const org::Catalog& catalog);

  // With the facts of the task.  Where they are for the simulated user instead, `tells_required` is false.
  std::string system_prompt(const Task& task, Protocol protocol, bool is_aided, bool tells_required,
                            bool text_calls = false) const;
  // What an agent is told that did nothing valid.
  const std::string& reminder(Protocol protocol, bool text_calls = false) const;
  const std::string& invalid_call() const { return invalid_call_; }
  // Descriptions of the functions that the protocol has, for models; [] for act and react.
  const Json& tools(Protocol protocol) const;
  static bool has_tool(Protocol protocol, const Tool& tool);

 private:
  std::string act_internal_, act_external_, react_internal_, react_external_, tool_call_, tool_call_flex_;
  std::string text_calls_, flex_text_calls_, schema_;
  std::string act_reminder_, tool_reminder_, text_reminder_, react_reminder_, invalid_call_, required_heading_;
  Json tools_, flex_tools_;
};

}  // namespace localorg::eval
