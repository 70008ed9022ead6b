#include "eval/tools/tool.h"

#include <algorithm>

#include "base/text.h"
#include "eval/tools/functions.h"

namespace localorg::eval {
namespace {

using enum ParameterType;

const std::vector<Parameter>& window_parameters() {
  static const std::vector<Parameter> parameters = {
      {"start_date", text, "The first moment, YYYY-MM-DDTHH:MM:SSZ."},
      {"end_date", text, "The last moment, YYYY-MM-DDTHH:MM:SSZ."},
  };
  return parameters;
}

std::vector<Parameter> with_window(std::vector<Parameter> more) {
  std::vector<Parameter> all = window_parameters();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

Json type_of(const Parameter& parameter) {
  const Json string = {{"type", "string"}};
  switch (parameter.type) {
    case text: return string;
    case integer: return {{"type", "integer"}};
    case texts: return {{"type", "array"}, {"items", string}};
    case numbers: return {{"type", "object"}, {"additionalProperties", {{"type", "number"}}}};
    case records: break;
  }
  Json properties = Json::object(), keys = Json::array();
  for (const std::string_view key : parameter.keys) {
    properties[std::string(key)] = string;
    keys.push_back(key);
  }
  return {{"type", "array"}, {"items", {{"type", "object"}, {"properties", properties}, {"required", keys}}}};
}

// What is wrong with a value, or nothing.
std::string fault_in_list(const Parameter& parameter, const Json& value) {
  if (!value.is_array()) return "input must be a list: " + std::string(parameter.name);
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string at = std::string(parameter.name) + " at index " + std::to_string(i);
    if (parameter.type == texts && !value[i].is_string()) return at + " must be a text";
    if (parameter.type == texts) continue;
    if (!value[i].is_object()) return at + " must be an object";
    for (const std::string_view key : parameter.keys) {
      if (!value[i].contains(std::string(key))) return "missing '" + std::string(key) + "' in " + at;
    }
  }
  return "";
}

std::string fault_in(const Parameter& parameter, const Json& value) {
  const std::string name(parameter.name);
  switch (parameter.type) {
    case text: return value.is_string() ? "" : name + " must be a text";
    case integer: return value.is_number_integer() ? "" : name + " must be an integer";
    case texts:
    case records: return fault_in_list(parameter, value);
    case numbers: break;
  }
  if (!value.is_object()) return name + " must be an object";
  for (const auto& [key, number] : value.items()) {
    if (!number.is_number()) return name + " must have numbers as values: " + key;
  }
  return "";
}

std::string fault_in(const Tool& tool, const Json& arguments) {
  if (!arguments.is_object()) return "arguments must be an object";
  for (const Parameter& parameter : tool.parameters) {
    const auto found = arguments.find(std::string(parameter.name));
    const bool given = found != arguments.end() && !found->is_null();
    if (!given && parameter.required) return "missing argument '" + std::string(parameter.name) + "'";
    if (!given) continue;
    if (std::string fault = fault_in(parameter, *found); !fault.empty()) return fault;
  }
  for (const auto& [name, value] : arguments.items()) {
    const auto known = std::any_of(tool.parameters.begin(), tool.parameters.end(),
                                   [&](const Parameter& parameter) { return parameter.name == name; });
    if (!known) return "unexpected argument '" + name + "'";
  }
  return "";
}

}  // namespace

const std::vector<Tool>& tools() {
  const std::vector<std::string_view> times = {"CreatedDate", "ClosedDate", "OwnerId"};
  static const std::vector<Tool> table = {
      {"get_agents_with_max_cases",
       "The agents who own the most cases of a list.",
       {{"subset_cases", records, "The cases.", true, {"OwnerId"}}},
       "array of user Ids",
       tool::agents_with_max_cases},
      {"get_agents_with_min_cases",
       "The agents who own the fewest cases of a list.",
       {{"subset_cases", records, "The cases.", true, {"OwnerId"}}},
       "array of user Ids",
       tool::agents_with_min_cases},
      {"calculate_average_handle_time",
       "Each agent's mean time from the creation of a case to its closing.",
       {{"cases", records, "Closed cases.", true, times}},
       "object: minutes by user Id",
       tool::average_handle_time},
      {"get_start_date",
       "The start of a period that ends at a given moment.",
       {{"end_date", text, "The end, YYYY-MM-DDTHH:MM:SSZ."},
        {"period", text, "One of day, week, month, quarter."},
        {"interval_count", integer, "How many of them, 0 or more."}},
       "text: YYYY-MM-DDTHH:MM:SSZ",
       tool::start_date},
      {"get_period",
       "The start and the end, which is excluded, of a month, quarter or season.",
       {{"period_name", text, "An English month, Q1 to Q4, Spring, Summer, Fall or Winter."}, {"year", integer, "The year."}},
       "object: start_date, end_date",
       tool::period},
      {"get_agent_handled_cases_by_period", "How many cases were assigned to each agent in a period.", window_parameters(),
       "object: count by user Id", tool::agent_handled_cases, true},
      {"get_qualified_agent_ids_by_case_count",
       "The agents who handled more than a number of cases.",
       {{"agent_handled_cases", numbers, "Count by user Id."}, {"n_cases", integer, "The number to exceed."}},
       "array of user Ids",
       tool::qualified_agents},
      {"get_cases",
       "Cases by any of these conditions; at least one is needed, and an empty list is none.",
       {{"start_date", text, "Created at or after, YYYY-MM-DDTHH:MM:SSZ.", false},
        {"end_date", text, "Created before, YYYY-MM-DDTHH:MM:SSZ.", false},
        {"agent_ids", texts, "Owners.", false},
        {"case_ids", texts, "Cases.", false},
        {"order_item_ids", texts, "Order items they are about.", false},
        {"issue_ids", texts, "Issues.", false},
        {"statuses", texts, "Statuses.", false}},
       "array of cases: OwnerId, CreatedDate, ClosedDate, AccountId",
       tool::cases},
      {"get_non_transferred_case_ids", "The cases that were assigned exactly once in a period.", window_parameters(),
       "array of case Ids", tool::non_transferred_case_ids},
      {"get_agent_transferred_cases_by_period", "How many cases each agent handed over to another in a period.",
       with_window({{"qualified_agent_ids", texts, "The agents who count; without them, all.", false}}),
       "object: count by user Id", tool::agent_transferred_cases},
      {"get_shipping_state",
       "Adds to each case the state of its account.",
       {{"cases", records, "The cases.", true, {"AccountId"}}},
       "array of cases with ShippingState",
       tool::shipping_state},
      {"calculate_region_average_closure_times",
       "The mean time from creation to closing by state.",
       {{"cases", records, "Closed cases.", true, {"ShippingState", "CreatedDate", "ClosedDate"}}},
       "object: seconds by state",
       tool::region_closure_times},
      {"get_order_item_ids_by_product",
       "The order items of a product.",
       {{"product_id", text, "The product."}},
       "array of order item Ids",
       tool::order_item_ids},
      {"get_issue_counts", "How many cases of some order items report each issue, the most frequent first.",
       with_window({{"order_item_ids", texts, "The order items."}}), "object: count by issue Id", tool::issue_counts},
      {"find_id_with_max_value",
       "The keys with the largest value.",
       {{"values_by_id", numbers, "Value by Id."}},
       "array of Ids; null for an empty object",
       tool::ids_with_max_value},
      {"find_id_with_min_value",
       "The keys with the smallest value.",
       {{"values_by_id", numbers, "Value by Id."}},
       "array of Ids; null for an empty object",
       tool::ids_with_min_value},
      {"get_account_id_by_contact_id",
       "The account of a contact.",
       {{"contact_id", text, "The contact."}},
       "text: account Id",
       tool::account_id_by_contact_id},
      {"get_purchase_history",
       "Which of some products an account bought on a day.",
       {{"account_id", text, "The account."},
        {"purchase_date", text, "The day, YYYY-MM-DDTHH:MM:SSZ."},
        {"related_product_ids", texts, "The products."}},
       "array of {Product2Id}",
       tool::purchase_history},
      {"get_month_to_case_count",
       "How many cases were created in each month, by its name.",
       {{"cases", records, "The cases.", true, {"CreatedDate"}}},
       "object: count by month",
       tool::month_to_case_count},
      {"search_knowledge_articles",
       "Searches the knowledge articles.",
       {{"search_term", text, "Words to search for."}},
       "array of articles: Id, Title, Content",
       tool::knowledge_articles},
      {"search_products",
       "Searches the products.",
       {{"search_term", text, "Words to search for."}},
       "array of product Ids",
       tool::products},
      {"get_issues", "All issues.", {}, "array of {Id, Name}", tool::issues},
      {"get_email_messages_by_case_id",
       "The mails of a case.",
       {{"case_id", text, "The case."}},
       "array of mails: Subject, TextBody, FromAddress, ToAddress, MessageDate",
       tool::email_messages},
      {"get_livechat_transcript_by_case_id",
       "The chat of a case.",
       {{"case_id", text, "The case."}},
       "array of chats: Body, EndTime",
       tool::livechat_transcript},
      {"respond", "Gives the final answer and ends the task.", {{"content", text, "The answer."}}, "text", tool::respond},
      {"issue_soql_query", "Runs a SOQL query.", {{"query", text, "The query."}}, "array of records", tool::soql_query},
      {"issue_sosl_query", "Runs a SOSL search.", {{"query", text, "The search."}}, "array of records", tool::sosl_query},
  };
  return table;
}

const Tool* find_tool(std::string_view name) {
  const auto found = std::find_if(tools().begin(), tools().end(), [&](const Tool& tool) { return tool.name == name; });
  return found == tools().end() ? nullptr : &*found;
}

Json describe(const Tool& tool, bool with_returns) {
  Json properties = Json::object(), required = Json::array();
  for (const Parameter& parameter : tool.parameters) {
    Json property = type_of(parameter);
    property["description"] = parameter.description;
    properties[std::string(parameter.name)] = std::move(property);
    if (parameter.required) required.push_back(parameter.name);
  }
  Json function = {
      {"name", tool.name},
      {"description", tool.description},
      {"parameters", {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}}}};
  if (with_returns) function["returns"] = {{"description", tool.returns}};
  return {{"type", "function"}, {"function", std::move(function)}};
}

Json call(Toolbox& toolbox, std::string_view name, const Json& arguments) {
  if (toolbox.relay) return toolbox.relay(name, arguments);
  const Tool* tool = find_tool(name);
  if (tool == nullptr) return "Unknown action " + std::string(name);
  if (const std::string fault = fault_in(*tool, arguments); !fault.empty()) return tool::error(fault);
  return tool->run(toolbox, arguments);
}

bool is_fault(const Json& result) {
  if (!result.is_string()) return false;
  const auto& text = result.get_ref<const std::string&>();
  const std::size_t colon = text.find(": ");
  if (colon == std::string::npos) return text.starts_with("Unknown action ");
  return text.starts_with("Error: ") || std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
                                                    [](char c) { return c == '_' || (c >= 'A' && c <= 'Z'); });
}

}  // namespace localorg::eval
